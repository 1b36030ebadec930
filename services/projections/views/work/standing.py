"""How somebody stands: what they received, what was due to them, and by which tickets it came lately.

The leads of the others stand beside it without names, so that an agent can see where they are among them
and nobody sees who the others are; whoever reviews the desk is told the names too.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from services.projections.instants import moment
from services.projections.rows.lines import Lines
from services.projections.views.work.carried import Carried
from services.projections.views.work.deeds import MEASURES
from services.projections.views.work.query import WINDOW
from services.projections.views.work.row import WorkRow
from shared.eventlog.moment import At
from shared.vocabulary.identity import PersonId, StreamId, TicketId

RECEIVED, ENTITLED = MEASURES.index("received"), MEASURES.index("entitled")


class Accrued(msgspec.Struct, frozen=True, kw_only=True):
    """What one ticket booked to somebody in the window."""

    ticket: TicketId
    at: datetime
    """When it was last booked."""
    received: int
    """Milli-points they carry of it."""
    entitled: int
    """Milli-points of it that were due to them."""


class OtherLead(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where somebody else stands."""

    lead: int
    """Milli-points."""
    agent: PersonId | None = None
    """Who it is; none where it is not theirs to know who asked."""


class Stands(msgspec.Struct, frozen=True, kw_only=True):
    """One agent's account over the trailing thirty days, as it was booked."""

    agent: PersonId
    until: datetime
    received: int
    """Milli-points."""
    entitled: int
    lead: int
    """Received − entitled; below 0 behind."""
    tickets: tuple[Accrued, ...]
    """What it is made of, the latest first."""
    others: tuple[OtherLead, ...]
    """Everybody else to whom something was booked, furthest ahead first."""

    @property
    def ahead_of_them(self) -> int:
        """How many others are further ahead."""
        return sum(each.lead > self.lead for each in self.others)


def stands(
    work: Lines[WorkRow],
    agent: PersonId,
    everybody: Sequence[Carried],
    *,
    now: datetime,
    named: bool,
    at: At = None,
    also: Sequence[PersonId] = (),
) -> Stands:
    """How the agent stands at a moment, under this identity and `also` under others.

    `everybody`: what each carried in the same window. `named`: whether the others are told by name.
    """
    tickets = accrued(work, (agent, *also), now, at)
    received, entitled = sum(t.received for t in tickets), sum(t.entitled for t in tickets)
    booked = [each for each in everybody if each.lead or each.ratio is not None]
    others = [each for each in booked if each.agent not in (agent, *also)]
    return Stands(
        agent=agent,
        until=now,
        received=received,
        entitled=entitled,
        lead=received - entitled,
        tickets=tickets,
        others=tuple(
            OtherLead(lead=each.lead, agent=each.agent if named else None)
            for each in sorted(others, key=lambda each: -each.lead)
        ),
    )


def accrued(
    work: Lines[WorkRow], who: Sequence[PersonId], now: datetime, at: At
) -> tuple[Accrued, ...]:
    """Each ticket that booked them anything in the window, the latest first."""
    found: dict[str, Accrued] = {}
    first, until = now - timedelta(days=WINDOW), now + timedelta(microseconds=1)
    lines = [line for person in who for line in work.sums.of(person, first, until, at)]
    for line in sorted(lines, key=lambda line: line.at):
        received, entitled = line.amounts[RECEIVED], line.amounts[ENTITLED]
        if received or entitled:
            before = found.pop(line.key, None)
            found[line.key] = Accrued(
                ticket=TicketId(StreamId(line.key)),
                at=moment(line.at),
                received=received + (before.received if before else 0),
                entitled=entitled + (before.entitled if before else 0),
            )
    return tuple(reversed(found.values()))

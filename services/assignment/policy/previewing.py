"""What another policy would have done: the last rounds decided again under it, and what waits now.

Each round is planned twice from the same frozen input, under the policy in force and under the candidate, so
that only the policy makes the difference; both times by the search alone, without proof and reasons. Each
stands alone: what the candidate would have made of the rounds before it, the queue, the leads and the
people's days, is not carried on.
"""

from collections.abc import Callable, Iterable

import msgspec

from services.assignment.revisiting.refold import (
    Readable,
    folded_forward,
    forecast_with,
    record_of,
)
from services.assignment.round.deciding import plan
from services.assignment.situation.standing import Frozen, foreseen
from shared.vocabulary.counting import outcomes
from shared.vocabulary.identity import PersonId, TicketId
from shared.vocabulary.policy import Policy


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket that would go elsewhere."""

    ticket: TicketId
    name: str
    """What people call the ticket."""
    before: str | None
    """Who gets it under the policy in force; None where it waits."""
    after: str | None
    """Who would get it."""


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """Some decisions under both policies."""

    rounds: int
    tickets: int
    dealt_before: int
    dealt_after: int
    moved: tuple[Moved, ...]

    @property
    def sentence(self) -> str:
        """What the change comes to."""
        if not self.tickets:
            return "nothing to decide"
        most = outcomes(len(self.moved), self.tickets, "ticket")
        more = self.dealt_after - self.dealt_before
        waits = f"; {abs(more)} {'fewer' if more > 0 else 'more'} would wait" if more else ""
        return f"{most}{waits}"


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What the candidate would have made of the last rounds, and would make of what waits."""

    changes: tuple[str, ...]
    """What differs from the policy in force, a line a figure: `fairness.cap: 2 → 3`, and its sentence."""
    past: Compared
    now: Compared
    words: str
    """What this cannot know."""


ALONE = (
    "Every round stands alone: what the change would have made of the rounds before it is not carried on. "
    "“evenhand backtest --set …” carries it on."
)


class Pair(msgspec.Struct, frozen=True):
    """One decision under both policies."""

    tickets: tuple[TicketId, ...]
    before: dict[TicketId, PersonId]
    after: dict[TicketId, PersonId]


def both(agreed: Frozen, candidate: Frozen) -> Pair:
    """The same round under both."""
    tickets = tuple(ticket.id for ticket in agreed.tickets)
    return Pair(tickets, plan(agreed).owners, plan(candidate).owners)


def past(log: Readable, rounds: Iterable[str], candidate: Policy) -> list[Pair]:
    """Recorded rounds decided again under the policy they followed and under the candidate.

    Rounds that looked for help give nobody a ticket, and are left out.
    """
    pairs = []
    records = [record_of(log, each) for each in rounds]
    dealing = [each for each in records if not any(judged.helps for judged in each.tickets)]
    for record, situation in folded_forward(log, dealing):
        asked, expected = [each.ticket for each in record.tickets], forecast_with(record)
        agreed = situation.freeze(record.clock, only=asked)
        other = situation.freeze_under(candidate, record.clock, only=asked)
        pairs.append(both(foreseen(agreed, expected), foreseen(other, expected)))
    return pairs


def compared(pairs: Iterable[Pair], name_of: Callable[[str], str]) -> Compared:
    """Several decisions in words; a ticket that several rounds decided on counts in each."""
    every = list(pairs)
    moved = tuple(
        Moved(
            ticket=ticket,
            name=name_of(ticket),
            before=name_of(pair.before[ticket]) if ticket in pair.before else None,
            after=name_of(pair.after[ticket]) if ticket in pair.after else None,
        )
        for pair in every
        for ticket in pair.tickets
        if pair.before.get(ticket) != pair.after.get(ticket)
    )
    return Compared(
        rounds=len(every),
        tickets=sum(len(pair.tickets) for pair in every),
        dealt_before=sum(len(pair.before) for pair in every),
        dealt_after=sum(len(pair.after) for pair in every),
        moved=moved,
    )

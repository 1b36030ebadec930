"""What came of a policy in the shadow, from its own stream alone; pure."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

import msgspec

from services.assignment.shadow.desk_stream import Shadow
from services.assignment.shadow.figures import Figures, of_live, of_tried
from services.assignment.shadow.tally import Tally
from shared.events.sentence import inside
from shared.events.shadow import ShadowCompared, told_over_rounds
from shared.vocabulary.counting import counted
from shared.vocabulary.milli import MILLI
from shared.vocabulary.policy.wording import changes_told, differing

MOST_TOLD = 200
"""Tickets told one by one, the last ones; all of them are counted."""
NameOf = Callable[[str], str]
UNKNOWN = (
    "What a shadow cannot know: its choices are never lived. In every round it finds the tickets, and what "
    "is in everybody's hands, as the desk's own policy left them; only its account of who carried how "
    "much tough work is its own. What it would have begun earlier waits on, and is decided on again in "
    "each round. Whether somebody would have declined, taken longer or handed over what it would have "
    "given them, nobody knows; what people did themselves counts on both sides as they did it."
)


class TicketOtherwise(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket that would have had another outcome; names, None where it waits."""

    ticket: str
    name: str
    live: str | None
    tried: str | None


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """How many tickets would, by any round, have gone to one in the place of another; None for nobody."""

    live: str | None
    tried: str | None
    tickets: int


class LeadApart(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's lead in points since the shadow began, and what it would be."""

    agent: str
    live: float
    tried: float


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A policy in the shadow, and how it compares."""

    running: bool
    since: datetime
    by: str
    reason: str
    against: int
    """Version of the desk's policy beside which it decides."""
    changes: tuple[str, ...]
    """What differs, a line a figure."""
    to_set: dict[str, str]
    """The same by path, each figure as `policy set` takes it, for whoever agrees on it."""
    ended_at: datetime | None
    ended: str | None
    """Who or what ended it, in words."""
    rounds: int
    rounds_alike: int
    rounds_priced: int
    """Rounds of which the plans have a cost under the policy in force too: their frozen problem is kept."""
    skipped: int
    decisions: int
    """Tickets, counted in each round that decided on them."""
    decisions_alike: int
    tickets: int
    tickets_alike: int
    """Tickets that every round decided alike."""
    live: Figures
    tried: Figures
    exchanges: tuple[Exchange, ...]
    """Most frequent first."""
    otherwise: tuple[TicketOtherwise, ...]
    """Each with its last such round, the last first; the last `MOST_TOLD` of them."""
    leads: tuple[LeadApart, ...]
    """Of whom the two policies differ, furthest ahead in the shadow first."""
    words: str

    @property
    def sentence(self) -> str:
        """How often the two agree."""
        if not self.tickets:
            return "nothing has been compared yet; rounds are compared within a minute"
        other, decisions = self.tickets - self.tickets_alike, self.decisions - self.decisions_alike
        again = f" ({decisions:,} of {self.decisions:,} decisions: what waits is decided on again)"
        were = "was" if self.skipped == 1 else "were"
        skipped = f"; {counted(self.skipped, 'round')} {were} passed over" if self.skipped else ""
        return (
            f"{told_over_rounds(other, self.tickets, 'ticket', rounds=self.rounds)}"
            f"{again if self.decisions > self.tickets else ''}{skipped}"
        )


def report(shadow: Shadow, tally: Tally, name_of: NameOf, reason: str) -> Report:
    """Everything that was compared, in figures and names."""
    tried = shadow.started.policy
    return Report(
        running=shadow.end is None,
        since=shadow.at,
        by=inside(shadow.by, name_of(shadow.by)),
        reason=reason,
        against=shadow.started.against,
        changes=changes_told(shadow.agreed, tried),
        to_set={now.path: now.figure for _, now in differing(shadow.agreed, tried)},
        ended_at=shadow.end.at if shadow.end else None,
        ended=why_ended(shadow, name_of),
        rounds=tally.rounds,
        rounds_alike=tally.rounds_alike,
        rounds_priced=tally.rounds_priced,
        skipped=tally.skipped,
        tickets=tally.tickets,
        tickets_alike=tally.tickets - len(tally.otherwise),
        decisions=tally.decisions,
        decisions_alike=tally.decisions_alike,
        live=of_live(tally),
        tried=of_tried(tally),
        exchanges=exchanges(tally, name_of),
        otherwise=one_by_one(tally, name_of),
        leads=leads_apart(tally.last, name_of),
        words=UNKNOWN,
    )


def one_by_one(tally: Tally, name_of: NameOf) -> tuple[TicketOtherwise, ...]:
    """The last tickets by name, the last first."""
    return tuple(
        TicketOtherwise(
            ticket=each.ticket, name=name_of(each.ticket),
            live=named(each.live, name_of), tried=named(each.tried, name_of),
        )
        for each in list(tally.otherwise.values())[: -MOST_TOLD - 1 : -1]
    )  # fmt: skip


def leads_apart(last: ShadowCompared | None, name_of: NameOf) -> tuple[LeadApart, ...]:
    """The leads that would be others, furthest ahead in the shadow first."""
    apart = [each for each in (last.leads if last else ()) if each.live != each.tried]
    return tuple(
        LeadApart(agent=name_of(each.agent), live=each.live / MILLI, tried=each.tried / MILLI)
        for each in sorted(apart, key=lambda each: -each.tried)
    )


def why_ended(shadow: Shadow, name_of: NameOf) -> str | None:
    """Who ended it and how; None while it runs."""
    end = shadow.end
    if end is None:
        return None
    fault = f" ({end.failure})" if end.failure else ""
    return f"{end.why.value}{fault}, by {inside(end.by, name_of(end.by))}"


def exchanges(tally: Tally, name_of: NameOf) -> tuple[Exchange, ...]:
    """From whom to whom, most frequent first."""
    pairs = Counter(
        (named(each.live, name_of), named(each.tried, name_of)) for each in tally.exchanges
    )
    ranked = sorted(pairs.items(), key=lambda each: (-each[1], str(each[0])))
    return tuple(
        Exchange(live=live, tried=tried, tickets=tickets) for (live, tried), tickets in ranked
    )  # fmt: skip


def named(who: str | None, name_of: NameOf) -> str | None:
    """Somebody's name; None for nobody."""
    return name_of(who) if who else None

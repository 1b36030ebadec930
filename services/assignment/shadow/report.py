"""What came of a policy in the shadow, from its own stream alone; pure."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

import msgspec

from services.assignment.shadow.running import Shadow
from services.assignment.shadow.side import MILLI, Side, side
from services.assignment.shadow.tally import Tally
from shared.events.shadow import ShadowCompared, Shouldered
from shared.vocabulary.policy.wording import all_lines, changes_told

MOST_TOLD = 200
"""Tickets told one by one, the last ones; all of them are counted."""
UNKNOWN = (
    "What a shadow cannot know: its choices are never lived. In every round it finds the tickets, and what "
    "is in everybody's hands, as the desk's own policy left them; only its account of who carried how "
    "much tough work is its own. What it would have begun earlier waits on, and is decided on again in "
    "each round. Whether somebody would have declined, taken longer or handed over what it would have "
    "given them, nobody knows; what people did themselves counts on both sides as they did it."
)


class Otherwise(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket that would have had another outcome; names, None where it waits."""

    ticket: str
    name: str
    live: str | None
    candidate: str | None


class Instead(msgspec.Struct, frozen=True, kw_only=True):
    """How many tickets would, by any round, have gone from one to another."""

    live: str | None
    candidate: str | None
    tickets: int


class LeadApart(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's lead in points since the shadow began, and what it would be."""

    agent: str
    live: float
    candidate: float


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
    to_set: tuple[str, ...]
    """The same as `policy set` takes it, for whoever agrees on it."""
    ended_at: datetime | None
    ended: str | None
    """Who or what ended it, in words."""
    rounds: int
    rounds_alike: int
    skipped: int
    decisions: int
    """Tickets, counted in each round that decided on them."""
    decisions_alike: int
    tickets: int
    tickets_alike: int
    """Tickets that every round decided alike."""
    live: Side
    candidate: Side
    instead: tuple[Instead, ...]
    """Most frequent first."""
    otherwise: tuple[Otherwise, ...]
    """Each with its last such round, the last first."""
    leads: tuple[LeadApart, ...]
    """Furthest ahead in the shadow first."""
    words: str

    @property
    def sentence(self) -> str:
        """How often the two agree."""
        if not self.tickets:
            return "nothing was compared yet; each minute what was decided is compared"
        other, decisions = self.tickets - self.tickets_alike, self.decisions - self.decisions_alike
        skipped = f"; {self.skipped} rounds were passed over" if self.skipped else ""
        again = f" ({decisions} of {self.decisions} decisions: what waits is decided on again)"
        return (
            f"{other} of {self.tickets} tickets otherwise, in {self.rounds} rounds"
            f"{again if self.decisions > self.tickets else ''}{skipped}"
        )


def report(shadow: Shadow, tally: Tally, name_of: Callable[[str], str], reason: str) -> Report:
    """Everything that was compared, in figures and names."""
    end, last = shadow.end, tally.last
    return Report(
        running=end is None,
        since=shadow.at,
        by=name_of(shadow.by),
        reason=reason,
        against=shadow.started.against,
        changes=changes_told(shadow.agreed, shadow.started.policy),
        to_set=tuple(f"{path}={figure}" for path, figure in differing(shadow)),
        ended_at=end.at if end else None,
        ended=why_ended(shadow, name_of),
        rounds=tally.rounds,
        rounds_alike=tally.rounds_alike,
        skipped=tally.skipped,
        tickets=tally.tickets,
        tickets_alike=tally.tickets - len(tally.otherwise),
        decisions=tally.decisions,
        decisions_alike=tally.decisions_alike,
        live=side(tally, tally.live, last.live if last else Shouldered()),
        candidate=side(tally, tally.candidate, last.candidate if last else Shouldered()),
        instead=instead(tally, name_of),
        otherwise=one_by_one(tally, name_of),
        leads=leads(last, name_of),
        words=UNKNOWN,
    )  # fmt: skip


def one_by_one(tally: Tally, name_of: Callable[[str], str]) -> tuple[Otherwise, ...]:
    """The last tickets by name, the last first."""
    return tuple(
        Otherwise(
            ticket=each.ticket, name=name_of(each.ticket),
            live=named(each.live, name_of), candidate=named(each.candidate, name_of),
        )
        for each in list(tally.otherwise.values())[: -MOST_TOLD - 1 : -1]
    )  # fmt: skip


def leads(last: ShadowCompared | None, name_of: Callable[[str], str]) -> tuple[LeadApart, ...]:
    """The leads that would be others, furthest ahead in the shadow first."""
    apart = sorted(last.leads if last else (), key=lambda each: -each.candidate)
    return tuple(
        LeadApart(
            agent=name_of(each.agent), live=each.live / MILLI, candidate=each.candidate / MILLI
        )
        for each in apart
    )


def why_ended(shadow: Shadow, name_of: Callable[[str], str]) -> str | None:
    """Who ended it and how; None while it runs."""
    if shadow.end is None:
        return None
    fault = f" ({shadow.end.failure})" if shadow.end.failure else ""
    return f"{shadow.end.why.value}{fault}, by {name_of(shadow.end.by)}"


def instead(tally: Tally, name_of: Callable[[str], str]) -> tuple[Instead, ...]:
    """From whom to whom, most frequent first."""
    pairs = Counter((named(live, name_of), named(other, name_of)) for _, live, other in tally.ways)
    ranked = sorted(pairs.items(), key=lambda each: (-each[1], str(each[0])))
    return tuple(Instead(live=a, candidate=b, tickets=count) for (a, b), count in ranked)


def named(who: str | None, name_of: Callable[[str], str]) -> str | None:
    """Somebody's name; None for nobody."""
    return name_of(who) if who else None


def differing(shadow: Shadow) -> list[tuple[str, str]]:
    """The figures of the candidate that the policy in force says otherwise, by path, as people say them."""
    pairs = zip(all_lines(shadow.agreed), all_lines(shadow.started.policy), strict=True)
    return [(now.path, now.figure) for was, now in pairs if was.figure != now.figure]

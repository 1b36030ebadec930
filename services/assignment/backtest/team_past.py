"""The past of one team, ready to go by again: its people, their hours, and its tickets as they came.

Everything a policy is told is in it with the moment from which it was known; what turned out is kept apart.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from services.assignment.backtest.cases import Case, History
from services.assignment.backtest.presence import midnight, shifts_of
from services.assignment.backtest.toughness_known import Outcome, tough_after
from services.assignment.toughness.features import Features
from shared.eventlog.port import RequestIsUnclear, ThingIsUnknown
from shared.vocabulary.identity import PersonId, TeamId
from shared.vocabulary.working_time import Span

A_DAY = timedelta(days=1)
BANDS = (timedelta(minutes=10), timedelta(hours=2), timedelta(days=1))
"""How old a ticket may be when it comes to the team; one that has been elsewhere for long is another kind."""
MANY = 3


class TeamHadNoTicket(ThingIsUnknown):
    """No team of that name had a ticket in the period."""


class NothingToReplay(RequestIsUnclear):
    """The log tells of no ticket that could be dealt again."""


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """One ticket of the team's past."""

    case: Case
    arrives: datetime
    """When it came to the team's queue."""
    owners: tuple[tuple[datetime, PersonId], ...]
    """Who of the team had it, and since when; at least one."""
    tough: bool
    """Whether it turned out to belong to the slowest tenth; hindsight."""

    @property
    def outcome(self) -> Outcome:
        """The ticket as what is known of it is worked out from."""
        case = self.case
        kind = f"{min(MANY, before(case, self.arrives))} before, {age(self.arrives - case.opened)}"
        features = Features(
            category=f"{kind}{', urgent' if case.urgent else ''}",
            service=case.service, channel=case.channel, requester=case.requester,
        )  # fmt: skip
        return Outcome(features, case.opened, self.arrives, case.resolved)


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """One team's past in a period."""

    team: str
    begins: datetime
    """A midnight."""
    days: int
    agents: tuple[PersonId, ...]
    shifts: dict[PersonId, list[Span]]
    tickets: tuple[Passed, ...]
    """In order of arrival."""
    rosters: int
    """Agents of whom a roster says when they were there; of the others it is inferred."""
    tough_after: timedelta | None
    strays: int
    """Tickets left out because their last owner had too few of the team's."""
    unresolved: int
    """Tickets never resolved; none of them counts as tough."""


def before(case: Case, at: datetime) -> int:
    """How many queues it had been in before."""
    return len({hand.team for hand in case.hands if hand.at < at and hand.team})


def age(since: timedelta) -> int:
    """In which band of age it came."""
    return sum(since >= band for band in BANDS)


def past_of(
    past: History,
    *,
    team: str | None = None,
    first: date | None = None,
    last: date | None = None,
    least: int = 10,
) -> Past:
    """The past of a team (None: the one with most tickets), from the first to the last day of arrival.

    `least`: agents with fewer of the team's tickets are no part of it. Raises `TeamHadNoTicket`,
    `NothingToReplay`.
    """
    if not past.cases:
        raise NothingToReplay(
            "the log tells of no ticket; import a history first, or name another --source"
        )
    begins = first or past.cases[0].opened.date()
    ends = last or past.cases[-1].opened.date()
    chosen = team_called(past, team) if team else largest(past)
    owned = [
        found
        for case in past.cases
        if (found := stay(case, chosen)) and begins <= found[0].date() <= ends
    ]
    counts = Counter(owners[-1][1] for _, owners, _ in owned)
    kept = [each for each in owned if counts[each[1][-1][1]] >= least]
    slowest = tough_after([outcome_of(case) for _, _, case in owned])
    return passed(
        past,
        kept,
        name_of(past, chosen),
        begins,
        ends,
        slowest=slowest,
        strays=len(owned) - len(kept),
    )


Stay = tuple[datetime, tuple[tuple[datetime, PersonId], ...], Case]


def passed(
    past: History,
    kept: Sequence[Stay],
    team: str,
    begins: date,
    ends: date,
    *,
    slowest: timedelta | None,
    strays: int,
) -> Past:
    """The past with what turned out, and who was there."""
    if not kept:
        raise NothingToReplay(
            f"nobody of {team} owned enough tickets from {begins} to {ends}; widen --from and --to, "
            "or lower --min-tickets"
        )
    agents = tuple(sorted({owners[-1][1] for _, owners, _ in kept}))
    days = [begins + n * A_DAY for n in range((ends - begins).days + 1)]
    tickets = sorted(kept, key=lambda each: (each[0], each[2].ticket))
    return Past(
        team=team,
        begins=midnight(begins),
        days=len(days),
        agents=agents,
        shifts={agent: shifts_of(past, agent, set(days)) for agent in agents},
        tickets=tuple(
            Passed(case=case, arrives=arrives, owners=owners, tough=is_slow(case, slowest))
            for arrives, owners, case in tickets
        ),
        rosters=sum(agent in past.working for agent in agents),
        tough_after=slowest,
        strays=strays,
        unresolved=sum(case.resolved is None for _, _, case in kept),
    )


def outcome_of(case: Case) -> Outcome:
    """The ticket as far as it is over."""
    return Outcome(Features(), case.opened, case.opened, case.resolved)


def is_slow(case: Case, slowest: timedelta | None) -> bool:
    """Whether it belongs to the slowest tenth."""
    if case.resolved is None or slowest is None:
        return False
    return case.resolved - case.opened >= slowest


def stay(case: Case, team: TeamId | None) -> Stay | None:
    """When a ticket came to the team and who of it had it; None where nobody had."""
    there = [hand for hand in case.hands if hand.team == team]
    owners: list[tuple[datetime, PersonId]] = []
    for hand in there:
        if hand.owner and (not owners or owners[-1][1] != hand.owner):
            owners.append((hand.at, hand.owner))
    return (there[0].at, tuple(owners), case) if owners else None


def largest(past: History) -> TeamId | None:
    """The team whose people had most tickets."""
    counts: Counter[TeamId | None] = Counter()
    for case in past.cases:
        counts.update({hand.team for hand in case.hands if hand.owner})
    if not counts:
        raise NothingToReplay(
            "nobody ever owned a ticket in this log; there is nothing to deal again"
        )
    return max(counts, key=lambda team: (counts[team], team or ""))


def team_called(past: History, name: str) -> TeamId:
    """The team of that name or id. Raises `TeamHadNoTicket`."""
    found = [team for team, called in past.teams.items() if name in (called, team)]
    with_tickets = {hand.team for case in past.cases for hand in case.hands}
    there = [team for team in found if team in with_tickets]
    if not there:
        names = sorted(past.teams[team] for team in with_tickets if team in past.teams)
        raise TeamHadNoTicket(
            f"team {name!r} had no ticket here; expected one of "
            f"{', '.join(names) or 'none, for no ticket names a team'}"
        )
    return there[0]


def name_of(past: History, team: TeamId | None) -> str:
    """What the team is called."""
    return past.teams.get(team, str(team)) if team else "the whole desk"

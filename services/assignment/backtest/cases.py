"""What a replay needs to know of each ticket of a log, and when who was seen at work.

Imported rows tell of themselves; so does each event of this desk. A ticket is folded by time, whatever was
imported first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from shared.eventlog.recorded import Recorded
from shared.events import roster
from shared.events import ticket as said
from shared.events.source import SourceRow
from shared.vocabulary.identity import (
    IMPORT,
    PersonId,
    StreamId,
    TeamId,
    TicketId,
    is_person,
    person_of,
)
from shared.vocabulary.working_time import Span, WorkingTime

AT_ONCE = 5_000
CLOSED = "closed"
"""Course of a row by which a source closes what was settled long before; nobody is at work by it."""


class Readable(Protocol):
    """What is asked of a log."""

    def read(self, *, after: int, limit: int) -> list[Recorded[Any]]: ...


class Hand(NamedTuple):
    """Whose a ticket was from a moment on, and in whose queue."""

    at: datetime
    team: TeamId | None
    owner: PersonId | None


@dataclass(slots=True)
class Case:
    """One ticket as the log tells it, to its end."""

    ticket: TicketId
    opened: datetime
    requester: PersonId | None = None
    service: str | None = None
    channel: str | None = None
    urgent: bool = False
    source: str | None = None
    hands: list[Hand] = field(default_factory=list)
    """Oldest first."""
    resolved: datetime | None = None
    """When it was last resolved."""
    stated: datetime | None = None
    """When it was resolved, as the source states it."""
    promised: datetime | None = None
    """When it was to be resolved, where the log says so."""
    missed: bool | None = None
    """Whether a promise was broken, where the source says so."""
    begun: datetime | None = None
    """When the first work that was logged on it began."""
    seconds: int = 0
    """Seconds of work logged on it."""
    minutes: int | None = None
    """The desk's estimate."""


@dataclass(slots=True)
class History:
    """Everything a log tells of the past that a replay goes by."""

    cases: list[Case] = field(default_factory=list)
    acts: dict[PersonId, set[datetime]] = field(default_factory=lambda: defaultdict(set))
    """When each person was seen at work: on tickets they owned, or under their own name."""
    working: dict[PersonId, WorkingTime] = field(default_factory=dict)
    """Rosters, where the desk keeps any."""
    away: dict[PersonId, list[Span]] = field(default_factory=lambda: defaultdict(list))
    teams: dict[TeamId, str] = field(default_factory=dict)
    """What teams are called."""


def history(log: Readable, *, source: str | None = None) -> History:
    """All tickets of the source, or of the whole log."""
    past, told_of = History(), defaultdict[StreamId, list[Recorded[Any]]](list)
    for told in events(log):
        event = told.event
        if told.stream.startswith("ticket-"):
            told_of[told.stream].append(told)
        elif isinstance(event, roster.TeamFormed):
            past.teams[TeamId(told.stream)] = event.name
        elif told.stream.startswith("agent-"):
            take_roster(past, person_of(told.stream), told)
    for stream, events_ in told_of.items():
        case = folded(TicketId(stream), sorted(events_, key=lambda e: (e.at, e.position)), past)
        if case is not None and source in (None, case.source):
            past.cases.append(case)
    go_by_what_is_stated(past.cases)
    past.cases.sort(key=lambda case: (case.opened, case.ticket))
    return past


def go_by_what_is_stated(cases: Iterable[Case]) -> None:
    """Where a source states when tickets were resolved, that holds, also where it states nothing."""
    told = list(cases)
    stating = {case.source for case in told if case.stated}
    for case in told:
        if case.source is not None and case.source in stating:
            case.resolved = case.stated


def events(log: Readable) -> Iterator[Recorded[Any]]:
    """The whole log, some thousands at a time."""
    after = 0
    while told := log.read(after=after, limit=AT_ONCE):
        yield from told
        after = told[-1].position


def take_roster(past: History, person: PersonId, told: Recorded[Any]) -> None:
    """One more event of somebody's working life."""
    match told.event:
        case roster.AgentWorkingTimeSet(zone=zone, week=week, exceptions=exceptions):
            past.working[person] = WorkingTime(zone=zone, week=week, exceptions=exceptions)
        case roster.AgentWentAway(until=until):
            past.away[person].append(Span(told.at, until or datetime.max.replace(tzinfo=UTC)))
        case roster.AgentCameBack() if past.away[person]:
            past.away[person][-1] = Span(past.away[person][-1].start, told.at)


def folded(ticket: TicketId, told_of: Iterable[Recorded[Any]], past: History) -> Case | None:
    """One ticket by time; who was at work on it is noted. None for what was never raised."""
    case: Case | None = None
    last = Hand(datetime.min.replace(tzinfo=UTC), None, None)
    for told in told_of:
        event = told.event
        if isinstance(event, said.TicketRaised):
            case = begun(ticket, told)
        if case is None:
            continue
        now = moved(last, told)
        if now[1:] != last[1:]:
            case.hands.append(now)
        last = now
        take(case, told)
        acted(past, told, last.owner)
    return case


def begun(ticket: TicketId, told: Recorded[Any]) -> Case:
    """A ticket as it came in."""
    event = told.event
    return Case(
        ticket, told.at, requester=event.requester, service=event.service, channel=event.channel,
        urgent=event.urgent, source=event.source,
    )  # fmt: skip


def moved(last: Hand, told: Recorded[Any]) -> Hand:
    """Whose it is after one more event."""
    match told.event:
        case said.TicketAssigned(agent=agent):
            return Hand(told.at, last.team, agent)
        case said.TicketReleased():
            return Hand(told.at, last.team, None)
        case said.TicketRouted(team=team):
            return Hand(told.at, team, last.owner)
    return last


def take(case: Case, told: Recorded[Any]) -> None:
    """One more event of its course."""
    event, row = told.event, told.event.row if hasattr(told.event, "row") else None
    match event:
        case said.TicketResolved():
            case.resolved = told.at
        case said.TicketReopened():
            case.resolved = None
        case said.TicketPromiseSet(resolve_by=by):
            case.promised = by
        case said.TicketTriaged(minutes=minutes) if minutes is not None:
            case.minutes = minutes
        case said.TicketWorkLogged(seconds=seconds):
            case.begun = case.begun or told.at - timedelta(seconds=seconds)
            case.seconds += seconds
    if row is not None and row.resolved_at is not None:
        case.stated = row.resolved_at
    if row is not None and row.promise_missed is not None:
        case.missed = row.promise_missed


def acted(past: History, told: Recorded[Any], owner: PersonId | None) -> None:
    """Note who was at work: the owner a row names, else its writer; machines and late closings left out."""
    row: SourceRow | None = getattr(told.event, "row", None)
    if row is None:
        if is_person(told.by) and not told.command.startswith(IMPORT):
            past.acts[PersonId(StreamId(told.by))].add(told.at)
        return
    who = row.owner or (row.actor if owner == row.actor else None)
    if who and not row.system and row.course != CLOSED:
        past.acts[who].add(told.at)

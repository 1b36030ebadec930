"""What a report needs to know of each ticket, folded from the log in one pass.

An imported ticket is told by the rows of its source; a ticket of this desk by its own events, each of
which counts as a row. Bounded by the number of tickets and their rows, not by what was written in them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events.assignment import EntitlementBooked
from shared.events.source import SourceRow
from shared.vocabulary.identity import PersonId, Plain, StreamId, TeamId, is_person

AT_ONCE = 5_000
COURSES: dict[Any, str] = {
    said.TicketResolved: "resolved",
    said.TicketClosed: "closed",
    said.TicketReopened: "open",
    said.TicketSetWaiting: "waiting",
    said.TicketResumed: "open",
    said.TicketRaised: "open",
}


@dataclass(slots=True)
class Facts:
    """One ticket."""

    key: str
    source: str | None
    opened: datetime
    requester: PersonId | None
    first: datetime | None = None
    """When its first and last row happened."""
    last: datetime | None = None
    rows: list[tuple[datetime, SourceRow]] = field(default_factory=list)
    taken: datetime | None = None
    """When somebody first took it."""
    owner: PersonId | None = None
    team: TeamId | None = None
    log_events: int = 0


class Readable(Protocol):
    """What is asked of a log."""

    def read(self, *, after: int, limit: int, until: int | None = None) -> list[Recorded[Any]]: ...


def facts_of(
    log: Readable, *, source: str | None = None, at: int | datetime | None = None
) -> dict[StreamId, Facts]:
    """The facts of every ticket of the source, or of all, as of a moment."""
    tickets: dict[StreamId, Facts] = {}
    until = at if isinstance(at, int) else None
    moment = at if isinstance(at, datetime) else None
    for told in everything(log, until):
        if moment is None or told.at <= moment:
            take(tickets, told, source)
    return tickets


def everything(log: Readable, until: int | None) -> Iterable[Recorded[Any]]:
    """The log's events in order, some thousands at a time."""
    after = 0
    while told := log.read(after=after, limit=AT_ONCE, until=until):
        yield from told
        after = told[-1].position


def take(tickets: dict[StreamId, Facts], told: Recorded[Any], source: str | None) -> None:
    """One more event."""
    event = told.event
    if isinstance(event, said.TicketRaised) and (source is None or event.source == source):
        key = event.source_key or str(event.number)
        tickets[told.stream] = Facts(key, event.source, told.at, event.requester)
    facts = tickets.get(told.stream)
    if facts is None:
        return
    facts.log_events += 1
    if isinstance(event, said.TicketAssigned):
        facts.owner, facts.taken = event.agent, facts.taken or told.at
    elif isinstance(event, said.TicketReleased):
        facts.owner = None
    elif isinstance(event, said.TicketRouted):
        facts.team = event.team
    row = getattr(event, "row", None) if facts.source else own_row(facts, told)
    if row is not None:
        facts.rows.append((told.at, row))
        facts.first, facts.last = facts.first or told.at, told.at


def own_row(facts: Facts, told: Recorded[Any]) -> SourceRow | None:
    """An event of this desk as a row; bookings are no step of a ticket."""
    event = told.event
    if isinstance(event, EntitlementBooked):
        return None
    resolved = isinstance(event, said.TicketResolved)
    actor = PersonId(StreamId(told.by)) if is_person(told.by) else None
    return SourceRow(
        source=Plain("this desk"),
        state=Plain(event.TOPIC.split(".")[1]),
        course=Plain(COURSES[type(event)]) if type(event) in COURSES else None,
        actor=actor,
        owner=facts.owner,
        team=facts.team,
        resolver=actor if resolved else None,
        resolved_at=told.at if resolved else None,
        system=not is_person(told.by),
    )

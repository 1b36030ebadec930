"""Folds the log into the facts of its tickets, in one pass.

An imported row tells of itself; an event of this desk counts as a row, on adopted tickets too. Memory
holds one small object for each ticket, and each id once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

import msgspec

from services.projections.reports.facts import OWN, Facts
from services.projections.reports.totals import Totals
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events.assignment import EntitlementBooked
from shared.events.source import SourceRow
from shared.vocabulary.identity import IMPORT, PersonId, Plain, StreamId, is_person, kind_of

AT_ONCE = 5_000
COURSES: dict[Any, Plain] = {
    said.TicketRaised: Plain("new"),
    said.TicketReopened: Plain("open"),
    said.TicketSetWaiting: Plain("waiting"),
    said.TicketResumed: Plain("open"),
    said.TicketAssigned: Plain("open"),
    said.TicketResolved: Plain("resolved"),
    said.TicketClosed: Plain("closed"),
}
Id = TypeVar("Id", bound=str | None)


class Readable(Protocol):
    """What is asked of a log."""

    def read(self, *, after: int, limit: int, until: int | None = None) -> list[Recorded[Any]]: ...


@dataclass(slots=True)
class Folded:
    """All tickets asked for, as of a moment."""

    source: str | None = None
    moment: datetime | None = None
    tickets: dict[StreamId, Facts] = field(default_factory=dict)
    totals: Totals = field(default_factory=Totals)
    ids: dict[Any, Any] = field(default_factory=dict)

    def take(self, told: Recorded[Any]) -> None:
        """One more event."""
        event = told.event
        if isinstance(event, said.TicketRaised) and self.source in (None, event.source):
            imported = event.source is not None
            self.tickets[told.stream] = Facts(told.at, self._same(event.requester), imported)
        facts = self.tickets.get(told.stream)
        if facts is None:
            return
        self.totals.log_events += 1
        self._move(facts, told)
        row = self._row(facts, told)
        if row is not None:
            before = facts.resolved is not None
            facts.take(told.at, row)
            self.totals.take(row, resolved_before=before)

    def _move(self, facts: Facts, told: Recorded[Any]) -> None:
        match told.event:
            case said.TicketAssigned(agent=agent):
                facts.owner, facts.taken = self._same(agent), facts.taken or told.at
                facts.owners.pass_to(facts.owner)
            case said.TicketReleased():
                facts.owner = None
            case said.TicketRouted(team=team):
                facts.team = self._same(team)

    def _row(self, facts: Facts, told: Recorded[Any]) -> SourceRow | None:
        if not told.command.startswith(IMPORT):
            return own_row(facts, told)
        row: SourceRow | None = getattr(told.event, "row", None)
        if row is None:
            return None
        self.totals.states_resolution = self.totals.states_resolution or bool(row.resolved_at)
        return msgspec.structs.replace(
            row,
            actor=self._same(row.actor),
            owner=self._same(row.owner),
            team=self._same(row.team),
            resolver=self._same(row.resolver),
            resolved_at=self._by_then(row.resolved_at),
        )

    def _by_then(self, stated: datetime | None) -> datetime | None:
        """A stated moment; a source may state in its first row what it came to know much later."""
        return None if stated and self.moment and stated > self.moment else stated

    def _same(self, name: Id) -> Id:
        """The one copy of an id that is kept."""
        return self.ids.setdefault(name, name)  # type: ignore[no-any-return]


def folded(log: Readable, *, source: str | None = None, at: int | datetime | None = None) -> Folded:
    """The facts of every ticket of the source, or of all, as of a position or a time."""
    until = at if isinstance(at, int) else None
    moment = at if isinstance(at, datetime) else None
    folding = Folded(source, moment)
    for told in tickets_events(log, until):
        if moment is None or told.at <= moment:
            folding.take(told)
    return folding


def tickets_events(log: Readable, until: int | None) -> Iterable[Recorded[Any]]:
    """The events of tickets in order, some thousands at a time."""
    after = 0
    while told := log.read(after=after, limit=AT_ONCE, until=until):
        yield from (each for each in told if kind_of(each.stream) == "ticket")
        after = told[-1].position


def own_row(facts: Facts, told: Recorded[Any]) -> SourceRow | None:
    """An event of this desk as a row; bookings are no step of a ticket."""
    event = told.event
    if isinstance(event, EntitlementBooked):
        return None
    resolved = isinstance(event, said.TicketResolved)
    actor = PersonId(StreamId(told.by)) if is_person(told.by) else None
    return SourceRow(
        source=Plain("this desk"),
        kind=Plain(OWN),
        state=Plain(event.TOPIC.split(".")[1]) if hasattr(event, "TOPIC") else None,
        course=COURSES.get(type(event)),
        actor=actor,
        owner=facts.owner,
        team=facts.team,
        resolver=actor if resolved else None,
        resolved_at=told.at if resolved else None,
        system=not is_person(told.by),
    )

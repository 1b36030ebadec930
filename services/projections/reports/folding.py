"""Folds the log into the facts of its tickets, by time.

An imported row tells of itself; an event of this desk counts as a row, on adopted tickets too. Memory
holds one small object for each ticket, and each id once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

import msgspec

from services.projections.reports.facts import OWN, WHOLE, Facts
from services.projections.reports.totals import Totals
from shared.eventlog.moment import At, known
from shared.eventlog.recorded import Recorded
from shared.eventlog.touch import BOOKKEEPING
from shared.events import ticket as said
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

    def history(self, stream: StreamId) -> list[Recorded[Any]]: ...


@dataclass(slots=True)
class Folded:
    """All tickets asked for, as of a moment."""

    source: str | None = None
    moment: datetime | None = None
    tickets: dict[StreamId, Facts] = field(default_factory=dict)
    totals: Totals = field(default_factory=Totals)
    ids: dict[Any, Any] = field(default_factory=dict)
    apart: set[StreamId] = field(default_factory=set)
    """Tickets some of whose events were told after later ones; they are folded by time, on their own."""

    def take(self, told: Recorded[Any]) -> None:
        """One more event, in the order of the log."""
        if told.stream in self.apart:
            return
        if isinstance(told.event, said.TicketRaised):
            self._begin(told, told.at)
        facts = self.tickets.get(told.stream)
        if facts is not None:
            self._go_on(facts, told)

    def has_ended(self, told: Recorded[Any]) -> bool:
        """Whether a row tells of a ticket of whose end a table of tickets has told already."""
        facts = self.tickets.get(told.stream)
        return facts is not None and facts.stated_whole and told.command.startswith(IMPORT)

    def take_history(self, history: list[Recorded[Any]]) -> None:
        """All events of one ticket that were told in another order than they happened."""
        raised = next((e for e in history if isinstance(e.event, said.TicketRaised)), None)
        if raised is None:
            return
        self._begin(raised, min(each.at for each in history))
        facts = self.tickets.get(raised.stream)
        if facts is not None:
            for told in in_order(history):
                self._go_on(facts, told)

    def _begin(self, raised: Recorded[Any], opened: datetime) -> None:
        event = raised.event
        if self.source in (None, event.source):
            imported = event.source is not None
            self.tickets[raised.stream] = Facts(opened, self._same(event.requester), imported)

    def _go_on(self, facts: Facts, told: Recorded[Any]) -> None:
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


@dataclass(frozen=True, slots=True)
class Events:
    """The events of tickets that were known, or had happened, at a moment."""

    log: Readable
    at: At

    def __iter__(self) -> Iterator[Recorded[Any]]:
        """In the order of the log, some thousands at a time."""
        after, until = 0, self.at if isinstance(self.at, int) else None
        while told := self.log.read(after=after, limit=AT_ONCE, until=until):
            for each in told:
                if kind_of(each.stream) == "ticket" and known(each.position, each.at, self.at):
                    yield each
            after = told[-1].position

    def of(self, stream: StreamId) -> list[Recorded[Any]]:
        """Those of one ticket."""
        history = self.log.history(stream)
        return [each for each in history if known(each.position, each.at, self.at)]


def folded(log: Readable, *, source: str | None = None, at: At = None) -> Folded:
    """The facts of every ticket of the source, or of all, as of a position or a time.

    One pass, unless something was told after what happened later, as where the files of a source were
    imported in another order: then its tickets are set apart, and a second pass folds the others.
    """
    events = Events(log, at)
    folding = Folded(source, at if isinstance(at, datetime) else None)
    latest: dict[StreamId, datetime] = {}
    for told in events:
        if told.at < latest.get(told.stream, told.at) or folding.has_ended(told):
            folding.apart.add(told.stream)
        latest[told.stream] = told.at
        folding.take(told)
    return refolded(folding, events) if folding.apart else folding


def refolded(first: Folded, events: Events) -> Folded:
    """The same with the tickets that were set apart folded by time."""
    folding = Folded(first.source, first.moment, apart=first.apart)
    for told in events:
        folding.take(told)
    for stream in sorted(first.apart):
        folding.take_history(events.of(stream))
    return folding


def in_order(history: list[Recorded[Any]]) -> list[Recorded[Any]]:
    """By time; only the newest row of a table of tickets comes after everything, whatever time it gives.

    Older ones stood in earlier exports: they tell how the ticket stood then.
    """
    ends = [each for each in history if tells_the_end(each)]
    newest = max(ends, key=lambda e: (e.at, e.position), default=None)
    return sorted(history, key=lambda e: (e is newest, e.at, e.position))


def tells_the_end(told: Recorded[Any]) -> bool:
    """Whether it is a row of a table of tickets, which tells how each stood in the end."""
    row = getattr(told.event, "row", None)
    return row is not None and row.kind == WHOLE


def own_row(facts: Facts, told: Recorded[Any]) -> SourceRow | None:
    """An event of this desk as a row; bookings are no step of a ticket."""
    event = told.event
    if isinstance(event, BOOKKEEPING):
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

"""What time does to tickets: a wait that ends, a grace period that is over. Each happens once.

The core is a fold of the feed into due moments; acting on them is a request by the clock whose id follows
from the event that set the moment, so that a repeat is refused by the log.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from services.intake.carrying import Call
from services.intake.desk import Intake
from services.intake.requests.course import CloseTicket, ResumeTicket
from services.intake.requests.form import TicketRequest
from shared.eventlog.persevering import Persevering
from shared.eventlog.port import Cursor, Feed, Refusal, VersionConflict
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events.assignment import DeskPolicySet
from shared.vocabulary.identity import CLOCK, StreamId, TicketId
from shared.vocabulary.policy import SHIPPED, Policy

AT_ONCE = 2_000
WAIT_SECONDS = 0.5
trail = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """A moment at which something follows for a ticket."""

    when: datetime
    cause: Recorded[Any]
    request: TicketRequest


@dataclass(slots=True)
class Timers:
    """The due moments of every ticket the desk acts on; others are never remembered."""

    acted_on: set[StreamId] = field(default_factory=set)
    waiting: dict[StreamId, Recorded[said.TicketSetWaiting]] = field(default_factory=dict)
    resolved: dict[StreamId, Recorded[said.TicketResolved]] = field(default_factory=dict)
    imported: set[StreamId] = field(default_factory=set)
    """Those of them that began at another desk, where closed tickets may have been reopened."""
    policy: Policy = SHIPPED

    def take(self, told: Recorded[Any]) -> None:
        """Remember or forget what an event sets."""
        event, stream = told.event, told.stream
        match event:
            case said.TicketRaised(adopted=True, source=source):
                self.acted_on.add(stream)
                if source is not None:
                    self.imported.add(stream)
            case DeskPolicySet():
                self.policy = event.policy
            case said.TicketSetWaiting() if stream in self.acted_on:
                self.forget(stream)
                self.waiting[stream] = told
            case said.TicketResolved() if stream in self.acted_on:
                self.forget(stream)
                self.resolved[stream] = told
            case said.TicketResumed() | said.TicketReopened():
                self.forget(stream)
            case said.TicketClosed():
                self.forget(stream)
                if stream not in self.imported:
                    self.acted_on.discard(stream)

    def reached(self, now: datetime) -> list[Due]:
        """What is due, earliest first."""
        grace = timedelta(hours=self.policy.closing.grace_hours)
        waits = [
            Due(told.event.until, told, ResumeTicket())
            for told in self.waiting.values()
            if told.event.until and told.event.until <= now
        ]
        closes = [
            Due(told.at + grace, told, CloseTicket())
            for told in self.resolved.values()
            if told.at + grace <= now
        ]
        return sorted(waits + closes, key=lambda due: (due.when, due.cause.stream))

    def forget(self, stream: StreamId) -> None:
        """Nothing follows any more from what was set."""
        self.waiting.pop(stream, None)
        self.resolved.pop(stream, None)


class ClockWork:
    """Follows the feed and asks intake for what has become due."""

    def __init__(self, intake: Intake, feed: Feed) -> None:
        self.intake, self.feed = intake, feed
        self.timers = Timers()
        self.cursor: Cursor = feed.start()
        self._going_on = Persevering("clock", lambda: self.turn(wait=WAIT_SECONDS))

    def turn(self, wait: float = 0.0) -> int:
        """Read on, then act on everything that is due; how much was done."""
        while self._read_on(wait) == AT_ONCE:
            wait = 0.0
        ripe = self.timers.reached(self.intake.clock.now())
        return sum(self._act(due) for due in ripe)

    @property
    def trouble(self) -> str | None:
        """Why nothing becomes due just now; None while all is well."""
        return self._going_on.trouble

    def position(self) -> int:
        """Everything up to here is known to the clock."""
        return self.cursor.through

    def run(self, stop: threading.Event) -> None:
        """Until told to stop; while the log is not there, nothing is lost and nothing happens."""
        self._going_on.run(stop)

    def _read_on(self, wait: float) -> int:
        batch = self.feed.poll(self.cursor, limit=AT_ONCE, wait=wait)
        self.cursor = batch.cursor
        for told in batch.events:
            self.timers.take(told)
        return len(batch.events)

    def _act(self, due: Due) -> bool:
        """Whether it was done; what was overtaken is told by the feed and forgotten then."""
        ticket = self.intake.ticket(TicketId(due.cause.stream))
        if ticket.stands_since != due.cause.version:
            return False
        command = f"clock/{due.cause.id}"
        call = Call(by=CLOCK, command=command, cause=due.cause.id, expected=ticket.version)
        try:
            self.intake.ask(ticket.id, due.request, call)
        except VersionConflict:
            return False
        except Refusal:
            trail.exception("what was due cannot be done", ticket=ticket.id)
            self.timers.forget(due.cause.stream)
            return False
        return True

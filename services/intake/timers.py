"""What time does to tickets: a wait that ends, a grace period that is over. Each happens once.

The core is a fold of the feed into due moments; acting on them is a request by the clock whose id follows
from the event that set the moment, so that a repeat is refused by the log.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from services.intake.desk import Call, Intake
from services.intake.requests.course import CloseTicket, ResumeTicket
from services.intake.requests.form import TicketRequest
from shared.eventlog.port import Cursor, Feed, Refusal
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events.assignment import DeskPolicySet
from shared.vocabulary.identity import CLOCK, StreamId, TicketId
from shared.vocabulary.policy import SHIPPED, Policy

AT_ONCE = 2_000
trail = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """A moment at which something follows for a ticket."""

    when: datetime
    cause: str
    request: TicketRequest


@dataclass(slots=True)
class Timers:
    """The due moments of every ticket the desk acts on."""

    due: dict[StreamId, Due] = field(default_factory=dict)
    left_alone: set[StreamId] = field(default_factory=set)
    resolved: dict[StreamId, Recorded[Any]] = field(default_factory=dict)
    policy: Policy = SHIPPED

    def take(self, told: Recorded[Any]) -> None:
        """Remember or forget what an event sets."""
        event, stream = told.event, told.stream
        match event:
            case said.TicketRaised() if not event.adopted:
                self.left_alone.add(stream)
            case DeskPolicySet():
                self.policy = event.policy
                for each in list(self.resolved.values()):
                    self._close_after_grace(each)
            case said.TicketSetWaiting():
                self.due.pop(stream, None)
                if event.until:
                    self._set(told, event.until, ResumeTicket())
            case said.TicketResolved():
                self._close_after_grace(told)
            case said.TicketResumed() | said.TicketReopened() | said.TicketClosed():
                self.due.pop(stream, None)
                self.resolved.pop(stream, None)

    def _close_after_grace(self, told: Recorded[Any]) -> None:
        grace = timedelta(hours=self.policy.closing.grace_hours)
        if told.stream not in self.left_alone:
            self.resolved[told.stream] = told
        self._set(told, told.at + grace, CloseTicket())

    def _set(self, told: Recorded[Any], when: datetime, request: TicketRequest) -> None:
        if told.stream not in self.left_alone:
            self.due[told.stream] = Due(when, told.id, request)

    def reached(self, now: datetime) -> list[tuple[TicketId, Due]]:
        """What is due, earliest first."""
        ripe = [(TicketId(s), due) for s, due in self.due.items() if due.when <= now]
        return sorted(ripe, key=lambda each: (each[1].when, each[0]))


class ClockWork:
    """Follows the feed and asks intake for what has become due."""

    def __init__(self, intake: Intake, feed: Feed) -> None:
        self.intake, self.feed = intake, feed
        self.timers = Timers()
        self.cursor: Cursor = feed.start()

    def turn(self, wait: float = 0.0) -> int:
        """Read on, then act on everything that is due; how much was done."""
        while True:
            batch = self.feed.poll(self.cursor, limit=AT_ONCE, wait=wait)
            self.cursor = batch.cursor
            for told in batch.events:
                self.timers.take(told)
            if len(batch.events) < AT_ONCE:
                break
        ripe = self.timers.reached(self.intake.clock.now())
        return sum(self._act(ticket, due) for ticket, due in ripe)

    def run(self, stop: threading.Event) -> None:
        """Until told to stop."""
        while not stop.is_set():
            self.turn(wait=0.5)

    def _act(self, ticket: TicketId, due: Due) -> bool:
        self.timers.due.pop(ticket, None)
        call = Call(by=CLOCK, command=f"clock/{due.cause}/{due.request.PATH}", cause=due.cause)
        try:
            self.intake.ask(ticket, due.request, call)
        except Refusal as overtaken:
            trail.info("the clock came too late", ticket=ticket, why=type(overtaken).__name__)
            return False
        return True

"""A ticket in any state, and what follows from a request: enough to write a decision as one sentence."""

from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import Any

from services.intake.asked import Asked
from services.intake.ticket import Ticket, evolve
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events.declaration import Event
from shared.vocabulary.identity import Actor, Personal, PersonId, StreamId, TicketId
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.words import Channel, Resolution, WaitingOn

ADA = PersonId(StreamId("person-" + "a" * 32))
BEN = PersonId(StreamId("person-" + "b" * 32))
CY = PersonId(StreamId("person-" + "c" * 32))
TICKET = TicketId(StreamId("ticket-" + "7" * 32))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

RAISED = said.TicketRaised(number=7, requester=CY, channel=Channel.FORM, service=None)
PROMISED = said.TicketPromiseSet(resolve_by=NOON + timedelta(hours=72))
WAITS = said.TicketSetWaiting(on=WaitingOn.REQUESTER)
RESOLVED = said.TicketResolved(code=Resolution.SOLVED)
CLOSED = said.TicketClosed()


def told(event: Event, version: int, at: datetime = NOON, by: str = ADA) -> Recorded[Any]:
    """An event as the log tells it."""
    return Recorded(
        position=version,
        stream=TICKET,
        version=version,
        event=event,
        at=at,
        by=Actor(by),
        recorded_at=at,
        shard=0,
        previous=0,
        command="test",
        cause=None,
        generation=1,
        hash=b"",
    )


def ticket(*events: Event, at: datetime = NOON) -> Ticket:
    """Ticket 7 of Cy, promised within 72 hours, after these events too."""
    history = (RAISED, PROMISED, *events)
    after = reduce(evolve, (told(e, n, at) for n, e in enumerate(history, 1)), None)
    assert after is not None
    return after


def asked(by: str = ADA, *, hours: float = 0, as_requester: bool = False) -> Asked:
    """Ada asks, or somebody else, some hours after noon."""
    return Asked(Actor(by), NOON + timedelta(hours=hours), SHIPPED, as_requester)


def personal(text: str) -> Personal:
    return Personal(text)

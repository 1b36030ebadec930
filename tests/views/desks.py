"""Random histories of a small desk, in any order real desks produce, told to views."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from shared.clock import SteppedClock, SystemChance
from shared.eventlog.memory import MemoryLog
from shared.eventlog.port import Change, Write
from shared.events import ticket as said
from shared.events.assignment import EntitlementBooked, Share
from shared.events.declaration import Event
from shared.sealing.cipher import Cipher
from shared.sealing.keys_memory import MemoryKeys
from shared.vocabulary.identity import Actor, Personal, PersonId, StreamId, TeamId
from shared.vocabulary.toughness import MilliPoints
from shared.vocabulary.words import Channel, Origin, Resolution, WaitingOn, Work

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADA, BEN = (PersonId(StreamId("person-" + digit * 32)) for digit in "ab")
TEAMS = [TeamId(StreamId("team-" + digit * 32)) for digit in "cd"]
TICKETS = [StreamId("ticket-" + digit * 32) for digit in "123"]


def booked(taker: PersonId) -> EntitlementBooked:
    half = MilliPoints(1_000)
    other = BEN if taker == ADA else ADA
    shares = (
        Share(agent=taker, milli_points=half),
        Share(agent=other, milli_points=MilliPoints(-1_000)),
    )
    return EntitlementBooked(
        taker=taker, origin=Origin.DEALT, toughness=MilliPoints(2_000), shares=shares
    )


HAPPENINGS: list[Event] = [
    *(said.TicketAssigned(agent=agent, origin=Origin.DEALT) for agent in (ADA, BEN)),
    *(said.TicketRouted(team=team) for team in TEAMS),
    *(booked(agent) for agent in (ADA, BEN)),
    said.TicketReleased(agent=ADA),
    said.TicketReplied(text=Personal("hello")),
    said.TicketNoted(text=Personal("hm")),
    said.TicketTriaged(toughness=MilliPoints(3_000)),
    said.TicketPromiseSet(resolve_by=START + timedelta(days=2)),
    said.TicketSetWaiting(on=WaitingOn.VENDOR),
    said.TicketResumed(),
    said.TicketResolved(code=Resolution.SOLVED),
    said.TicketReopened(),
    said.TicketClosed(),
    said.TicketWorkLogged(agent=BEN, seconds=600, work=Work.HELPED),
    said.TicketUpdatedElsewhere(what="priority"),  # type: ignore[arg-type]
]

histories = st.lists(
    st.tuples(
        st.sampled_from(TICKETS),
        st.sampled_from(HAPPENINGS),
        st.integers(-300, 3_000),
        st.sampled_from([ADA, BEN]),
    ),
    max_size=40,
)
"""Ticket, event, minutes after the start (times may go back), and who did it."""


def log_of(history: list[tuple[StreamId, Event, int, PersonId]]) -> MemoryLog:
    """A log in which three tickets are raised and then things happen to them."""
    chance = SystemChance()
    keys = MemoryKeys(chance)
    keys.make_all([(stream, None) for stream in TICKETS])
    log = MemoryLog(seals=Cipher(keys, chance), clock=SteppedClock(START), chance=chance)
    for number, stream in enumerate(TICKETS, 1):
        event = said.TicketRaised(number=number, channel=Channel.FORM, requester=ADA)
        tell(log, stream, event, 0, ADA)
    for stream, event, minutes, by in history:
        tell(log, stream, event, minutes, by)
    return log


def tell(log: MemoryLog, stream: StreamId, event: Event, minutes: int, by: PersonId) -> None:
    """One event at the end of its stream."""
    version = len(log.history(stream))
    log.append(
        Change(
            command=f"{stream}/{version}",
            by=Actor(by),
            at=START + timedelta(minutes=minutes),
            writes=(Write(stream=stream, expected=version, events=(event,)),),
        )
    )


def told(log: MemoryLog) -> list[Any]:
    """Everything in the log."""
    return log.read(after=0, limit=10_000)

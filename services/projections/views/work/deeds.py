"""What each event adds to whose sums: credit for what was done, and what bookings owe and credit.

Credit goes to whoever did it, never to the owner field; what requesters, machines and the desk's own
hands do is nobody's work.
"""

from collections.abc import Iterator
from typing import Any

from services.projections.view import Deed
from services.projections.views.work.row import WorkRow, credits_after, moves, resolver_of
from shared.eventlog.recorded import Recorded
from shared.eventlog.touch import touched, worker
from shared.events import giving
from shared.events import ticket as said
from shared.events.assignment import EntitlementBooked
from shared.events.declaration import Event
from shared.events.toughness import CreditMoved
from shared.vocabulary.identity import PersonId
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.words import Origin

MEASURES = (
    "taken", "dealt", "picked", "given", "put_back", "resolved", "replies", "notes", "reopened",
    "handed_over", "logged_seconds", "touch_seconds", "received", "entitled", "booked",
    "tough_taken", "offered", "declined", "lapsed", "helped",
)  # fmt: skip
"""What is summed by person; `received` and `entitled` in milli-points, `booked` in tickets."""
BY_ORIGIN = {
    Origin.DEALT: "dealt",
    Origin.ACCEPTED: "dealt",
    Origin.PULLED: "dealt",
    Origin.TAKEN: "picked",
    Origin.GIVEN: "given",
    Origin.HANDED_OVER: "given",
}
ANSWERS: dict[type[Event], str] = {
    giving.TicketOffered: "offered",
    giving.OfferDeclined: "declined",
    giving.OfferLapsed: "lapsed",
    giving.HandAnswered: "helped",
}
"""What is counted of offers and help; none of it costs anybody anything."""


def deeds(row: WorkRow | None, told: Recorded[Any]) -> Iterator[Deed]:
    """What the event adds to whose sums."""
    if row is None:
        return
    match told.event:
        case said.TicketAssigned():
            yield from taking(row, told.event)
        case said.TicketReleased(agent=agent) if str(agent) == told.by:
            yield Deed(agent, "put_back")
        case said.TicketWorkLogged(agent=agent, seconds=seconds):
            yield Deed(agent, "logged_seconds", seconds)
        case said.TicketReopened() if row.resolver:
            yield Deed(row.resolver, "reopened")
        case EntitlementBooked() | CreditMoved():
            yield from booked(row, told.event)
        case event if type(event) in ANSWERS:
            yield Deed(event.agent, ANSWERS[type(event)])
        case _:
            yield from done_by(row, told)
    act = touched(row.acts, told, requester=row.requester)
    if act and act.seconds:
        yield Deed(act.who, "touch_seconds", act.seconds)


def taking(row: WorkRow, event: said.TicketAssigned) -> Iterator[Deed]:
    """The owner changed: who took it and how it came to them, and who let it go."""
    yield Deed(event.agent, "taken")
    if event.origin in BY_ORIGIN:
        yield Deed(event.agent, BY_ORIGIN[event.origin])
    if was_tough(row, event):
        yield Deed(event.agent, "tough_taken")
    if row.owner and moves(row, event.agent) and event.origin is not Origin.GIVEN:
        yield Deed(row.owner, "handed_over")


def was_tough(row: WorkRow, event: said.TicketAssigned) -> bool:
    """Whether the policy of then called it tough; older records do not tell, and go by the shipped one."""
    return row.toughness >= SHIPPED.work.tough_from if event.tough is None else event.tough


def done_by(row: WorkRow, told: Recorded[Any]) -> Iterator[Deed]:
    """What counts for whoever did it."""
    if isinstance(told.event, said.TicketResolved):
        resolver = resolver_of(row, told)
        if resolver:
            yield Deed(resolver, "resolved")
        return
    who = worker(told, requester=row.requester)
    if who and isinstance(told.event, said.TicketReplied):
        yield Deed(who, "replies")
    if who and isinstance(told.event, said.TicketNoted):
        yield Deed(who, "notes")


def booked(row: WorkRow, event: EntitlementBooked | CreditMoved) -> Iterator[Deed]:
    """A booking moves credit between those who carry the ticket; the rest of a share is debt.

    A share is received minus entitled (assignment.md 4.5), so entitled = received − share.
    """
    tickets: dict[PersonId | None, int] = {}
    if isinstance(event, EntitlementBooked) and row.credited != event.taker:
        tickets = {row.credited: -1, event.taker: 1}
    after = credits_after(event)
    for share in event.shares:
        received = after.get(share.agent, 0) - row.credits.get(share.agent, 0)
        yield Deed(share.agent, "booked", tickets.get(share.agent, 0))
        yield Deed(share.agent, "received", received)
        yield Deed(share.agent, "entitled", received - share.milli_points)

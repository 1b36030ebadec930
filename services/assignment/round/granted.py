"""What is recorded when a request is carried out: its own events, the new owner, and what that books."""

from datetime import datetime

from services.assignment import rulebook
from services.assignment.account.booking import booked
from services.assignment.giving.outcome import Moment, Outcome
from services.assignment.giving.ownership import Owned
from services.assignment.giving.ways import USUAL
from services.assignment.problem.eligibility import entitled_to
from services.assignment.round.past_the_cap import past_the_cap
from services.assignment.ruling.pressing import is_tough
from services.assignment.situation.standing import Frozen, WaitingTicket
from shared.events.declaration import Event
from shared.events.ticket import TicketAssigned, TicketReleased
from shared.vocabulary.identity import Personal, PersonId
from shared.vocabulary.policy import Policy


def events_of(owned: Owned, outcome: Outcome, desk: Frozen | None) -> tuple[Event, ...]:
    """Everything the request records; nothing where all is so already.

    `desk`: the ticket as it stands among its agents; None where the desk does not act on it.
    """
    if outcome.owner == owned.owner:
        return (*outcome.first, *outcome.then)
    moved = handed(owned, outcome, desk)
    return (*outcome.first, *moved, *outcome.then, *bookings(owned, outcome, desk))


def handed(owned: Owned, outcome: Outcome, desk: Frozen | None) -> tuple[Event, ...]:
    """The change of hands itself."""
    tough = is_tough(desk.tickets[0], desk.policy) if desk else None
    why = Personal(outcome.reason) if outcome.reason else None
    if outcome.owner:
        return (
            TicketAssigned(
                agent=outcome.owner, origin=outcome.origin, before=owned.owner, reason=why,
                round=outcome.round, tough=tough,
            ),
        )  # fmt: skip
    return (TicketReleased(agent=owned.owner, reason=why),) if owned.owner else ()


def bookings(owned: Owned, outcome: Outcome, desk: Frozen | None) -> tuple[Event, ...]:
    """What the change of hands moves on everybody's account, and how far past the cap it leads."""
    ticket = desk.tickets[0] if desk else None
    told = booked(
        owned.booking,
        to=outcome.owner,
        origin=outcome.origin,
        toughness=ticket.toughness if ticket else 0,
        entitled=entitled_to(ticket, desk) if ticket and desk else {},
        team=ticket.team if ticket else None,
        round_id=outcome.round,
    )
    if desk is None:
        return told
    exceptions = past_the_cap(desk, [(owned.id, each) for each in told], outcome.round)
    return (*told, *exceptions.values())


def moment_of(desk: Frozen | None, policy: Policy, now: datetime) -> Moment:
    """What a request is decided from; `desk` as above."""
    if desk is None:
        return Moment(now, policy, USUAL, against=lambda _: {})
    ticket = desk.tickets[0]
    return Moment(
        now, policy, desk.given_by(ticket.team), against=lambda who: against(who, ticket, desk)
    )


def against(person: PersonId, ticket: WaitingTicket, desk: Frozen) -> dict[str, str]:
    """The words of each rule that keeps somebody from a ticket, by its name; first that they work here."""
    agent = next((each for each in desk.agents if each.id == person), None)
    if agent is None:
        return {"roster": "does not work here"}
    told = {rule.name: rule.ban(ticket, agent, desk) for rule in rulebook.BANS}
    return {name: words for name, words in told.items() if words}

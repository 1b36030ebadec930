"""The course of a ticket: waiting, settled, confirmed, closed, and not settled after all.

What can be taken back is taken back by its opposite: waiting by resuming, resolving by reopening.
Closing cannot; a closed ticket is followed up by a new one.
"""

from pydantic import Field

from services.intake.asked import Asked
from services.intake.requests.form import Moment, TicketRequest, words
from services.intake.ticket import State, Ticket, TicketIsClosed, promise_after_standing
from shared.eventlog.port import Refusal
from shared.events.declaration import Event
from shared.events.ticket import (
    TicketClosed,
    TicketConfirmed,
    TicketReopened,
    TicketResolved,
    TicketResumed,
    TicketSetWaiting,
)
from shared.people.policy_table import Action
from shared.vocabulary.identity import CLOCK, Plain
from shared.vocabulary.words import Resolution, WaitingOn
from shared.vocabulary.written import Line, Text

BY_REQUESTERS = (Resolution.SELF_RESOLVED, Resolution.WITHDRAWN)
WITHOUT_GRACE = (Resolution.SELF_RESOLVED,)


class DateHasPassed(Refusal):
    """One can only wait for what is still to come."""


class DateIsMissing(Refusal):
    """Who waits for a date has to name it."""


class RequesterCannotSolve(Refusal):
    """What the desk did about a problem is for the desk to say."""


class OnlyTheRequesterConfirms(Refusal):
    """Whether the problem is settled is for the one who has it to say."""


class SetTicketWaiting(TicketRequest):
    """Let a ticket wait for somebody or something; its promise stands still."""

    PATH = "waiting"
    COMMAND = "wait"

    on: WaitingOn = Field(description="Whom or what it waits for.")
    until: Moment | None = Field(None, description="When the wait ends by itself.")
    reason: Line | None = Field(None, description="What is awaited; the requester reads it.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """The wait; nothing if the ticket waits just so already."""
        ticket.must_be_open("setting aside")
        if self.on is WaitingOn.DATE and self.until is None:
            raise DateIsMissing(f"ticket {ticket.number} cannot wait for a date without `until`")
        if self.until and self.until <= asked.at:
            raise DateHasPassed(
                f"{self.until.isoformat()} has passed; name a later moment, or none"
            )
        same = (self.on, self.until) == (ticket.waiting_on, ticket.waiting_until)
        if same and self.reason is None:
            return ()
        return (TicketSetWaiting(on=self.on, until=self.until, reason=words(self.reason)),)


class ResumeTicket(TicketRequest):
    """Go on with a ticket that waited."""

    PATH = "resume"
    COMMAND = "resume"

    reason: Line | None = Field(None, description="What came.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """Work goes on, and the promise moves on by the wait; nothing if it does not wait."""
        ticket.must_be_open("resuming")
        if ticket.state is State.OPEN:
            return ()
        return resumed(ticket, asked, TicketResumed(reason=words(self.reason)))


class ResolveTicket(TicketRequest):
    """Say that the problem is settled, and how."""

    PATH = "resolve"
    COMMAND = "resolve"
    ACTION = Action.SETTLE

    code: Resolution = Field(Resolution.SOLVED, description="How it ended.")
    done: Text | None = Field(None, description="What was done; the requester reads it.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """Resolved; what the requester settled alone is closed at once, without owner or credit."""
        ticket.must_be_open("resolving")
        if asked.as_requester and self.code not in BY_REQUESTERS:
            raise RequesterCannotSolve(
                f"ticket {ticket.number} cannot be called {self.code} by its requester; say "
                "self-resolved or withdrawn"
            )
        resolved = TicketResolved(code=self.code, done=words(self.done))
        if self.code in WITHOUT_GRACE:
            return (resolved, TicketClosed(why=Plain("the requester settled it")))
        return (resolved,)


class ConfirmTicket(TicketRequest):
    """Agree that the problem is settled."""

    PATH = "confirm"
    COMMAND = "confirm"
    ACTION = Action.TALK

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """Confirmed and closed; nothing if it is closed already."""
        if asked.person != ticket.requester:
            raise OnlyTheRequesterConfirms(
                f"ticket {ticket.number} is confirmed by its requester; close it instead"
            )
        ticket.must_be_resolved("confirming")
        if ticket.state is State.CLOSED:
            return ()
        return (TicketConfirmed(), TicketClosed(why=Plain("the requester confirmed it")))


class CloseTicket(TicketRequest):
    """Close a resolved ticket."""

    PATH = "close"
    COMMAND = "close"

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """Closed; nothing if it is closed already."""
        ticket.must_be_resolved("closing")
        why = Plain("the grace period is over") if asked.by == CLOCK else None
        return () if ticket.state is State.CLOSED else (TicketClosed(why=why),)


class ReopenTicket(TicketRequest):
    """Say that the problem is not settled after all."""

    PATH = "reopen"
    COMMAND = "reopen"
    ACTION = Action.TALK

    reason: Text | None = Field(None, description="What is still wrong.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """Open again, the promise moved on meanwhile; nothing if it is open; not once closed."""
        if ticket.state is State.CLOSED:
            raise TicketIsClosed(f"ticket {ticket.number} is closed; follow it up with a new one")
        if ticket.state is not State.RESOLVED:
            return ()
        return resumed(ticket, asked, TicketReopened(reason=words(self.reason)))


def resumed(ticket: Ticket, asked: Asked, event: Event) -> tuple[Event, ...]:
    """The event that lets work go on, and the promise moved on by the time it stood still."""
    promise = promise_after_standing(ticket, asked.at)
    return (event, promise) if promise else (event,)

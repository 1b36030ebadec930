"""The course of a ticket: waiting, settled, confirmed, closed, and not settled after all."""

from pydantic import AwareDatetime, Field

from services.intake.asked import Asked
from services.intake.requests.form import Line, Text, TicketRequest, words
from services.intake.ticket import State, Ticket, TicketIsClosed
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
from shared.vocabulary.identity import Plain
from shared.vocabulary.words import Resolution, WaitingOn


class DateHasPassed(Refusal):
    """One can only wait for what is still to come."""


class SetTicketWaiting(TicketRequest):
    """Let a ticket wait for somebody or something; its promise stands still."""

    PATH = "waiting"

    on: WaitingOn = Field(description="Whom or what it waits for.")
    until: AwareDatetime | None = Field(None, description="When the wait ends by itself.")
    reason: Line | None = Field(None, description="What is awaited; the requester reads it.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """The wait."""
        ticket.must_be_open("setting aside")
        if self.until and self.until <= asked.at:
            raise DateHasPassed(
                f"{self.until.isoformat()} has passed; name a later moment, or none"
            )
        return (TicketSetWaiting(on=self.on, until=self.until, reason=words(self.reason)),)


class ResumeTicket(TicketRequest):
    """Go on with a ticket that waited."""

    PATH = "resume"

    reason: Line | None = Field(None, description="What came.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """Work goes on; nothing if the ticket is being worked on already."""
        ticket.must_be_open("resuming")
        if ticket.state is State.OPEN:
            return ()
        return (TicketResumed(reason=words(self.reason)),)


class ResolveTicket(TicketRequest):
    """Say that the problem is settled, and how."""

    PATH = "resolve"

    code: Resolution = Field(Resolution.SOLVED, description="How it ended.")
    done: Text | None = Field(None, description="What was done; the requester reads it.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """Resolved; what the requester settled alone is closed at once, without owner or credit."""
        ticket.must_be_open("resolving")
        resolved = TicketResolved(code=self.code, done=words(self.done))
        if self.code is Resolution.SELF_RESOLVED:
            return (resolved, TicketClosed(why=Plain("the requester settled it")))
        return (resolved,)


class ConfirmTicket(TicketRequest):
    """Agree that the problem is settled."""

    PATH = "confirm"
    ACTION = "talk on tickets"

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """Confirmed and closed; nothing if it is closed already."""
        ticket.must_be_resolved("confirming")
        if ticket.state is State.CLOSED:
            return ()
        return (TicketConfirmed(), TicketClosed(why=Plain("the requester confirmed it")))


class CloseTicket(TicketRequest):
    """Close a resolved ticket."""

    PATH = "close"

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """Closed; nothing if it is closed already."""
        ticket.must_be_resolved("closing")
        return () if ticket.state is State.CLOSED else (TicketClosed(),)


class ReopenTicket(TicketRequest):
    """Say that the problem is not settled after all."""

    PATH = "reopen"
    ACTION = "talk on tickets"

    reason: Text | None = Field(None, description="What is still wrong.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """Open again; a closed ticket is followed up instead."""
        ticket.must_be_resolved("reopening")
        if ticket.state is State.CLOSED:
            raise TicketIsClosed(
                f"ticket {ticket.number} is closed; raise a new ticket that follows it up"
            )
        return (TicketReopened(reason=words(self.reason)),)

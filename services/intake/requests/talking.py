"""What is said and noted about a ticket: it never collides with what others do to it."""

from pydantic import Field

from services.intake.asked import Asked
from services.intake.requests.course import resumed
from services.intake.requests.form import MOST_AT_ONCE, Label, TicketRequest, words
from services.intake.ticket import State, Ticket
from shared.eventlog.port import Refusal
from shared.events.declaration import Event
from shared.events.ticket import (
    TicketLinked,
    TicketNoted,
    TicketReopened,
    TicketReplied,
    TicketResumed,
    TicketTagged,
    TicketWorkLogged,
)
from shared.people.policy_table import Action
from shared.vocabulary.identity import Personal, PersonId, Plain, StreamId, TicketId, is_person
from shared.vocabulary.words import LinkKind, WaitingOn, Work
from shared.vocabulary.working_time import Seconds
from shared.vocabulary.written import Line, Text


class ReplyToTicket(TicketRequest):
    """Say something that the requester and the desk both read."""

    PATH = "replies"
    COMMAND = "reply"
    COMMUTES = True
    ACTION = Action.TALK

    text: Text = Field(description="What you want to say.")
    reopen: bool = Field(False, description="Whether the problem is not settled after all.")
    thanks: bool = Field(False, description="A thank-you; it never reopens a ticket.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """The reply; it resumes a ticket that waited for it, and reopens only if asked to."""
        reply = TicketReplied(text=Personal(self.text), thanks=self.thanks)
        if self.thanks:
            return (reply,)
        ticket.must_not_be_closed("replying to")
        if self.reopen and ticket.state is State.RESOLVED:
            return (reply, *resumed(ticket, asked, TicketReopened()))
        if ticket.waiting_on is WaitingOn.REQUESTER and asked.person == ticket.requester:
            return (reply, *resumed(ticket, asked, TicketResumed()))
        return (reply,)


class NoteOnTicket(TicketRequest):
    """Write down something that only the desk reads."""

    PATH = "notes"
    COMMAND = "note"
    COMMUTES = True

    text: Text = Field(description="What the desk should know.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """The note, at any time, even after closing."""
        return (TicketNoted(text=Personal(self.text)),)


class TagTicket(TicketRequest):
    """Put labels on a ticket or take them off."""

    PATH = "tags"
    COMMAND = "tag"
    COMMUTES = True

    add: tuple[Label, ...] = Field(
        (), description="Labels to put on; not personal.", max_length=MOST_AT_ONCE
    )
    remove: tuple[Line, ...] = Field((), description="Labels to take off.", max_length=MOST_AT_ONCE)

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """Only what changes; nothing where every label already is as asked."""
        added = tuple(Plain(tag) for tag in dict.fromkeys(self.add) if tag not in ticket.tags)
        removed = tuple(Plain(tag) for tag in dict.fromkeys(self.remove) if tag in ticket.tags)
        return (TicketTagged(added=added, removed=removed),) if added or removed else ()


class TicketIsItself(Refusal):
    """A ticket cannot be linked to itself."""


class LinkTickets(TicketRequest):
    """Say that two tickets belong together."""

    PATH = "links"
    COMMAND = "link"

    other: Line = Field(description="The other ticket: its number, key or id.")
    kind: LinkKind = Field(LinkKind.RELATED, description="How they belong together.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """The link, once."""
        other = TicketId(StreamId(self.other))
        if other == ticket.id:
            raise TicketIsItself(f"ticket {ticket.number} cannot be linked to itself; name another")
        if (other, self.kind) in ticket.links:
            return ()
        return (TicketLinked(other=other, kind=self.kind),)


class WorkIsNobodys(Refusal):
    """Work is logged for a person."""


class LogWork(TicketRequest):
    """Log time spent on a ticket, also as help without owning it."""

    PATH = "work"
    COMMAND = "log-work"
    COMMUTES = True

    minutes: int = Field(description="How long, in minutes.", ge=1, le=1_440)
    what: Line | None = Field(None, description="What was done.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """The work, credited to whoever did it, owner or not."""
        if not is_person(asked.by):
            raise WorkIsNobodys(
                f"{asked.by} is no person; work on a ticket is logged by its worker"
            )
        worker = PersonId(StreamId(asked.by))
        work = Work.OWNED if worker == ticket.owner else Work.HELPED
        seconds = Seconds(self.minutes * 60)
        return (TicketWorkLogged(agent=worker, seconds=seconds, work=work, what=words(self.what)),)

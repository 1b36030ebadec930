"""Asking for help: three things are enough, everything else may be left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from pydantic import Field

from services.intake.asked import Asked
from services.intake.requests.form import Label, Request, words
from services.intake.ticket import State, Ticket, TicketIsNotResolved
from shared.eventlog.port import RequestIsUnclear
from shared.events.declaration import Event
from shared.events.ticket import TicketPromiseSet, TicketRaised, TicketRouted
from shared.people.policy_table import Action
from shared.vocabulary.identity import Personal, PersonId, Plain, TeamId
from shared.vocabulary.policy import Policy
from shared.vocabulary.words import Channel
from shared.vocabulary.written import LONGEST_LINE, PERSON, Line, Text


class ServiceIsUnknown(RequestIsUnclear):
    """Requesters choose among the desk's services; what they write of their own is the problem."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the desk knows of a requester when they ask; nobody has to type it again."""

    department: str | None = None
    email: str | None = None
    phone: str | None = None


NOTHING_KNOWN = Known()


class RaiseTicket(Request):
    """Ask the desk for help."""

    ACTION = Action.RAISE

    problem: Text = Field(description="What is wrong, in your own words.")
    urgent: bool = Field(False, description="Whether work stands still.")
    subject: Line | None = Field(None, description="The problem in one line; else its first line.")
    service: Label | None = Field(None, description="The service it is about, of those known here.")
    availability: Line | None = Field(None, description="When you can be reached.")
    contact: Line | None = Field(None, description="How you want to be contacted.")
    requester: str | None = Field(
        None, description="Who needs the help, if an agent asks for someone else.", pattern=PERSON
    )

    def about_one_of(self, services: Sequence[str]) -> "RaiseTicket":
        """The same about a service as the desk calls it. Raises `ServiceIsUnknown`."""
        if self.service is None:
            return self
        asked = self.service.casefold()
        found = next((each for each in services if each.casefold() == asked), None)
        if found is None:
            known = (
                f"expected one of {', '.join(services)}, or none" if services else "leave it out"
            )
            raise ServiceIsUnknown(f"there is no service {self.service!r} at this desk; {known}")
        return self.model_copy(update={"service": found})

    def decide(
        self,
        asked: Asked,
        *,
        number: int,
        requester: PersonId | None,
        channel: Channel,
        team: TeamId | None,
        known: Known = NOTHING_KNOWN,
    ) -> tuple[Event, ...]:
        """A new ticket: raised, routed if a team serves it, and promised."""
        raised = TicketRaised(
            number=number,
            requester=requester,
            channel=channel,
            urgent=self.urgent,
            subject=Personal(self.subject or first_line(self.problem)),
            problem=Personal(self.problem),
            availability=words(self.availability),
            contact=words(self.contact),
            department=words(known.department),
            email=words(known.email),
            phone=words(known.phone),
            service=Plain(self.service) if self.service else None,
        )
        routed = (TicketRouted(team=team),) if team else ()
        return (raised, *routed, promised(self.urgent, asked))


class FollowUpTicket(Request):
    """Begin a second round: a new ticket, linked to one that is settled."""

    ACTION = Action.TALK

    problem: Text = Field(description="What is wrong now, in your own words.")
    urgent: bool = Field(False, description="Whether work stands still.")

    def decide(self, before: Ticket) -> RaiseTicket:
        """The request of the new ticket: same requester, same service."""
        if before.state in (State.OPEN, State.WAITING):
            raise TicketIsNotResolved(
                f"ticket {before.number} is still {before.state}; reply to it instead"
            )
        return RaiseTicket(
            problem=self.problem,
            urgent=self.urgent,
            service=before.judged.service,
            requester=before.requester,
        )


def first_line(text: str) -> str:
    """The first line of a text, cut at a word where it is too long for a list."""
    line = text.strip().splitlines()[0].strip()
    if len(line) <= LONGEST_LINE:
        return line
    return line[: LONGEST_LINE - 2].rsplit(" ", 1)[0] + " …"


def promised(urgent: bool, asked: Asked) -> TicketPromiseSet:
    """The promise the policy makes for it, counted from now."""
    return TicketPromiseSet(
        resolve_by=asked.at + hours(asked.policy, urgent=urgent), policy=asked.policy.version
    )


def hours(policy: Policy, *, urgent: bool) -> timedelta:
    """How long the desk allows itself."""
    promise = policy.promise
    return timedelta(hours=promise.urgent_hours if urgent else promise.ordinary_hours)

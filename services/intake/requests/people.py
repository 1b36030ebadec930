"""Requests about people and teams: who they are, what they may do, and that they be forgotten."""

from typing import ClassVar

from pydantic import Field

from services.intake.asked import Asked
from services.intake.person import Person
from services.intake.requests.form import MOST_AT_ONCE, Label, Request, words
from shared.eventlog.port import Refusal
from shared.events.declaration import Event
from shared.events.people import (
    PersonIntroduced,
    PersonLinked,
    PersonRoleGranted,
    PersonRoleWithdrawn,
)
from shared.events.roster import TeamFormed
from shared.people.policy_table import Action
from shared.vocabulary.identity import Personal, PersonId, Plain, StreamId
from shared.vocabulary.words import Role
from shared.vocabulary.written import PERSON, Line


class PersonIsThemself(Refusal):
    """Nobody is linked to themself."""


class IntroducePerson(Request):
    """Let the desk know a person."""

    ACTION = Action.MANAGE_PEOPLE

    name: Line = Field(description="What the person is called.")
    email: Line | None = Field(None, description="Where mail reaches them.")
    phone: Line | None = Field(None, description="Where a call reaches them.")
    department: Line | None = Field(None, description="Where they work.")
    roles: tuple[Role, ...] = Field(
        (Role.REQUESTER,), description="What they may do.", max_length=len(Role)
    )

    def decide(self) -> tuple[Event, ...]:
        """The person, and each of their roles once."""
        introduced = PersonIntroduced(
            name=Personal(self.name),
            email=words(self.email),
            phone=words(self.phone),
            department=words(self.department),
        )
        roles = dict.fromkeys(self.roles)
        return (introduced, *(PersonRoleGranted(role=role) for role in roles))


class PersonRequest(Request):
    """Something asked about one person."""

    PATH: ClassVar[str]
    COMMAND: ClassVar[str]
    ACTION: ClassVar[Action] = Action.MANAGE_PEOPLE

    def decide(self, person: Person, asked: Asked) -> tuple[Event, ...]:
        """What follows for the person; empty if there is nothing new to record."""
        raise NotImplementedError


class GrantRole(PersonRequest):
    """Let a person act in a role."""

    PATH = "roles"
    COMMAND = "grant"

    role: Role = Field(description="What they may do from now on.")

    def decide(self, person: Person, asked: Asked) -> tuple[Event, ...]:
        """The role; nothing if they have it."""
        person.must_not_be_erased()
        return () if self.role in person.roles else (PersonRoleGranted(role=self.role),)


class WithdrawRole(PersonRequest):
    """No longer let a person act in a role."""

    PATH = "roles/withdraw"
    COMMAND = "withdraw"

    role: Role = Field(description="What they may no longer do.")
    reason: Line | None = Field(None, description="Why.")

    def decide(self, person: Person, asked: Asked) -> tuple[Event, ...]:
        """The role gone; nothing if they did not have it."""
        if self.role not in person.roles:
            return ()
        return (PersonRoleWithdrawn(role=self.role, reason=words(self.reason)),)


class LinkPeople(PersonRequest):
    """Say that two identities are one person, with what shows it."""

    PATH = "links"
    COMMAND = "link"

    other: str = Field(description="The other identity.", pattern=PERSON)
    evidence: Line = Field(description="What shows that the two are one.")

    def decide(self, person: Person, asked: Asked) -> tuple[Event, ...]:
        """The link, once."""
        person.must_not_be_erased()
        other = PersonId(StreamId(self.other))
        if other == person.id:
            raise PersonIsThemself(f"{other} cannot be linked to themself; name another identity")
        if other in person.linked:
            return ()
        return (PersonLinked(other=other, evidence=Personal(self.evidence)),)


class ErasePerson(Request):
    """Destroy the keys of a person's words; figures, hashes and audit lines stay."""

    ACTION = Action.ERASE_PEOPLE

    reason: Line = Field(description="The ground of the erasure; not personal, it stays readable.")


class FormTeam(Request):
    """Form a team that shares a queue."""

    ACTION = Action.MANAGE_ROSTER

    name: Line = Field(description="What the team is called; once at this desk.")
    services: tuple[Label, ...] = Field(
        (), description="Services whose tickets are routed to it.", max_length=MOST_AT_ONCE
    )

    def decide(self) -> tuple[Event, ...]:
        """The team."""
        services = tuple(Plain(each) for each in dict.fromkeys(self.services))
        return (TeamFormed(name=Plain(self.name), services=services),)


class TeamMember(Request):
    """An agent to be added to a team, or taken out."""

    ACTION = Action.MANAGE_ROSTER

    agent: str = Field(description="The agent's id.", pattern=PERSON)


PERSON_REQUESTS: tuple[type[PersonRequest], ...] = (GrantRole, WithdrawRole, LinkPeople)

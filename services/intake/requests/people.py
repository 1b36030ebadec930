"""Requests about people, teams and the desk's policy."""

from pydantic import Field

from services.intake.requests.form import Line, Request
from shared.vocabulary.words import Role


class IntroducePerson(Request):
    """Let the desk know a person."""

    ACTION = "manage people"
    name: Line
    email: Line | None = None
    phone: Line | None = None
    department: Line | None = None
    roles: tuple[Role, ...] = (Role.REQUESTER,)


class GrantRole(Request):
    """Let a person act in a role."""

    ACTION = "manage people"
    role: Role


class WithdrawRole(Request):
    """No longer let a person act in a role."""

    ACTION = "manage people"
    role: Role
    reason: Line | None = None


class LinkPeople(Request):
    """Say that two identities are one person, with what shows it."""

    ACTION = "manage people"
    other: str = Field(pattern=r"^person-[0-9a-f]{32}$")
    evidence: Line


class ErasePerson(Request):
    """Destroy the keys of a person's words; figures, hashes and audit lines stay."""

    ACTION = "erase people"
    reason: Line


class FormTeam(Request):
    """Form a team that shares a queue."""

    ACTION = "manage the roster"
    name: Line
    services: tuple[Line, ...] = Field((), description="Services routed to it.")


class TeamMember(Request):
    """Add an agent to a team, or take them out."""

    ACTION = "manage the roster"
    agent: str = Field(pattern=r"^person-[0-9a-f]{32}$")


class SetPolicy(Request):
    """Agree on another policy for the desk."""

    ACTION = "set policy"
    policy: dict[str, object] = Field(description="The whole document, or only what changes.")
    reason: Line | None = None

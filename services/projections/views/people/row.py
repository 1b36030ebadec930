"""A line of a person: who they are, and what they work at here."""

from datetime import datetime

import msgspec

from shared.vocabulary.identity import Personal, PersonId, TeamId
from shared.vocabulary.skill import Skill
from shared.vocabulary.words import Role


class PersonRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One person, with names still sealed."""

    person: PersonId
    name: Personal | None = None
    email: Personal | None = None
    department: Personal | None = None
    roles: tuple[Role, ...] = ()
    erased: bool = False
    agent: bool = False
    """Whether they work tickets here."""
    tier: int = 1
    languages: tuple[str, ...] = ()
    skills: tuple[Skill, ...] = ()
    zone: str = "UTC"
    unsocial: bool = False
    """Whether some shift of an ordinary week falls into an evening, a night or a weekend."""
    presence: int = 1_000
    """Thousandths of full time."""
    joined_at: datetime | None = None
    away: bool = False
    teams: tuple[TeamId, ...] = ()

"""A working life told whole: what was set of an agent and holds, for whoever is about to change it."""

from datetime import datetime

import msgspec

from services.intake.desk import Intake
from shared.people.unknown import AgentIsUnknown
from shared.vocabulary.identity import PersonId
from shared.vocabulary.skill import Skill
from shared.vocabulary.words import Absence
from shared.vocabulary.working_time import WorkingTime


class Drawn(msgspec.Struct, frozen=True):
    """A redline that stands."""

    requester: str | None
    service: str | None


class WorkingLife(msgspec.Struct, frozen=True, kw_only=True):
    """One agent as the roster has them after `version` events."""

    agent: PersonId
    name: str
    version: int
    here: bool
    """Whether they work tickets here now."""
    tier: int
    languages: tuple[str, ...]
    skills: tuple[Skill, ...]
    teams: tuple[str, ...]
    works: WorkingTime
    """Without any shift they are always on."""
    away: Absence | None
    away_until: datetime | None
    focus: tuple[datetime, datetime] | None
    tickets: int | None
    """In work at once; None leaves it to the policy."""
    presence: int
    """Thousandths of full time."""
    redlines: tuple[Drawn, ...]


def working_life(intake: Intake, person: PersonId) -> WorkingLife:
    """The agent's working life as it stands. Raises `AgentIsUnknown` for who never worked here."""
    agent, names = intake.agent(person), intake.directory.up_to_date()
    if not agent.version:
        raise AgentIsUnknown(f"{names.name_of(person)} never worked here; welcome them first")
    away, until = agent.away or (None, None)
    return WorkingLife(
        agent=person,
        name=names.name_of(person),
        version=agent.version,
        here=agent.here,
        tier=agent.tier,
        languages=agent.languages,
        skills=tuple(agent.skills[name] for name in sorted(agent.skills)),
        teams=tuple(sorted(names.name_of(team) for team in names.teams_of(person))),
        works=agent.works or WorkingTime(),
        away=away,
        away_until=until,
        focus=agent.focus,
        tickets=agent.tickets,
        presence=agent.presence,
        redlines=tuple(Drawn(*each) for each in sorted(agent.redlines, key=str)),
    )

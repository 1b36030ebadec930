"""What pages ask of the people view; names stay sealed until they are rendered."""

from collections.abc import Iterable

from msgspec.structs import replace

from services.projections.rows.lines import Lines
from services.projections.views.people.row import PersonRow
from services.projections.views.people.view import AGENTS
from shared.eventlog.moment import At
from shared.people.linked import One
from shared.vocabulary.identity import PersonId, TeamId
from shared.vocabulary.skill import Skill

WORKS_HERE = True


def person(people: Lines[PersonRow], who: PersonId, *, at: At = None) -> PersonRow | None:
    """One person as of a moment; None if nothing is known of them."""
    return people.get(who, at)


def agents(
    people: Lines[PersonRow], team: TeamId | None = None, *, at: At = None
) -> list[PersonRow]:
    """Everyone who works tickets, or those of one team, by id."""
    rows = people.select(AGENTS, WORKS_HERE, at=at)
    return [row for row in rows if team is None or team in row.teams]


def as_persons(rows: Iterable[PersonRow], one: One) -> list[PersonRow]:
    """Each person once, by id, under the identity that stands for them, with what all theirs can do."""
    found: dict[PersonId, PersonRow] = {}
    for row in rows:
        who = one(row.person)
        before = found.get(who, row)
        known = row if row.person == who else before
        found[who] = replace(
            known,
            person=who,
            skills=best_of((*before.skills, *row.skills)),
            teams=tuple(sorted({*before.teams, *row.teams})),
        )
    return [found[who] for who in sorted(found)]


def best_of(skills: Iterable[Skill]) -> tuple[Skill, ...]:
    """Each skill once, at the highest level."""
    levels: dict[str, Skill] = {}
    for each in sorted(skills, key=lambda skill: skill.level):
        levels[each.name] = each
    return tuple(sorted(levels.values()))

"""What pages ask of the people view; names stay sealed until they are rendered."""

from services.projections.rows.lines import Lines
from services.projections.views.people.view import AGENTS, PersonRow
from shared.eventlog.moment import At
from shared.vocabulary.identity import PersonId, TeamId

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

"""What pages and the API ask of the queue."""

from collections.abc import Iterable
from typing import Any

from services.projections.rows.lines import Lines
from services.projections.view import Listing
from services.projections.views.queue.listings import (
    HELPED_BY,
    IN_TEAM,
    OF_OWNER,
    OF_REQUESTER,
    OF_TEAM,
    OFFERED_TO,
    ON_DESK,
)
from services.projections.views.queue.row import QueueRow
from shared.eventlog.moment import At
from shared.vocabulary.identity import PersonId, TeamId, is_person

Page = tuple[str, int] | None
"""(due, number) after which a page goes on; None for the first."""
LIVE = True
MOST_ASKED = 200


def in_hand(
    queue: Lines[QueueRow],
    agent: PersonId,
    *,
    after: Page = None,
    limit: int | None = None,
    at: At = None,
) -> list[QueueRow]:
    """What an agent owns and has not settled, by promise; a page at a time where a limit is given."""
    return queue.select(OF_OWNER, LIVE, agent, after=after, limit=limit, at=at)


def of_team(
    queue: Lines[QueueRow],
    team: TeamId | None,
    *,
    after: Page = None,
    limit: int = 50,
    at: At = None,
    unowned: bool = False,
) -> list[QueueRow]:
    """A team's unsettled tickets, or the whole desk's, by promise; a page at a time."""
    listing, alike = listing_of(team, unowned=unowned)
    return queue.select(listing, *alike, after=after, limit=limit, at=at)


def listing_of(team: TeamId | None, *, unowned: bool) -> tuple[Listing, tuple[Any, ...]]:
    """The listing for a queue, and what its tickets have in common."""
    if unowned:
        return (OF_TEAM, (LIVE, team, None)) if team else (OF_OWNER, (LIVE, None))
    return (IN_TEAM, (LIVE, team)) if team else (ON_DESK, (LIVE,))


def asked_by(
    queue: Lines[QueueRow], requester: PersonId, *, at: At = None
) -> list[tuple[QueueRow, bool]]:
    """Everything a requester ever asked, newest first, with whether it is settled."""
    rows = queue.select(OF_REQUESTER, requester, limit=MOST_ASKED, falling=True, at=at)
    return [(row, row.settled) for row in rows]


def unowned_of_teams(
    queue: Lines[QueueRow], teams: Iterable[TeamId], *, at: At = None
) -> dict[TeamId | None, int]:
    """How many unsettled tickets of each of these teams nobody owns."""
    return {team: queue.count(OF_TEAM, LIVE, team, None, at=at) for team in teams}


def number_of(queue: Lines[QueueRow], whose: PersonId | TeamId | None, *, at: At = None) -> int:
    """How many unsettled tickets a person owns, a team has, or the whole desk has."""
    if whose is None:
        return queue.count(ON_DESK, LIVE, at=at)
    return queue.count(OF_OWNER if is_person(whose) else IN_TEAM, LIVE, whose, at=at)


def counts(queue: Lines[QueueRow], agent: PersonId | None, *, at: At = None) -> dict[str, int]:
    """How many tickets are open, nobody's, and in this agent's hands."""
    return {
        "open": queue.count(ON_DESK, LIVE, at=at),
        "unowned": queue.count(OF_OWNER, LIVE, None, at=at),
        "mine": queue.count(OF_OWNER, LIVE, agent, at=at) if agent else 0,
    }


def in_hands(queue: Lines[QueueRow], *, at: At = None) -> dict[PersonId | None, int]:
    """How many unsettled tickets each agent owns who owns any; None stands for nobody."""
    return queue.numbers(OF_OWNER, LIVE, at=at)


def of_teams(queue: Lines[QueueRow], *, at: At = None) -> dict[TeamId | None, int]:
    """How many unsettled tickets each team has that has any; None stands for no team."""
    return queue.numbers(IN_TEAM, LIVE, at=at)


def offered_to(queue: Lines[QueueRow], agent: PersonId, *, at: At = None) -> list[QueueRow]:
    """What an agent was offered and has not answered, by promise."""
    return queue.select(OFFERED_TO, LIVE, agent, limit=MOST_ASKED, at=at)


def helped_by(queue: Lines[QueueRow], agent: PersonId, *, at: At = None) -> list[QueueRow]:
    """The tickets of others that an agent is to help with, by promise."""
    return queue.select(HELPED_BY, LIVE, agent, limit=MOST_ASKED, at=at)

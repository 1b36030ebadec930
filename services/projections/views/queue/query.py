"""What pages and the API ask of the queue."""

from services.projections.rows.lines import At, Lines
from services.projections.views.queue.view import Place, QueueRow
from shared.vocabulary.identity import PersonId, TeamId

Page = tuple[str, int] | None
"""(due, number) after which a page goes on; None for the first."""


def in_hand(queue: Lines[Place], agent: PersonId, *, at: At = None) -> list[QueueRow]:
    """What an agent owns and has not settled, by promise."""
    places = queue.select("live = 1 AND owner = ?", (agent,), at=at, tail="ORDER BY due, number")
    return [place.row for place in places]


def of_team(
    queue: Lines[Place],
    team: TeamId | None,
    *,
    after: Page = None,
    limit: int = 50,
    at: At = None,
    unowned: bool = False,
) -> list[QueueRow]:
    """A team's unsettled tickets, or the whole desk's, by promise; a page at a time."""
    where, values = ("live = 1 AND team = ?", (team,)) if team else ("live = 1", ())
    where += " AND owner IS NULL" if unowned else ""
    due, number = after or ("", 0)
    places = queue.select(
        f"{where} AND (due, number) > (?, ?)",
        (*values, due, number),
        at=at,
        tail=f"ORDER BY due, number LIMIT {int(limit)}",
    )
    return [place.row for place in places]


def asked_by(
    queue: Lines[Place], requester: PersonId, *, at: At = None
) -> list[tuple[QueueRow, bool]]:
    """Everything a requester ever asked, newest first, with whether it is settled."""
    places = queue.select(
        "requester = ?", (requester,), at=at, tail="ORDER BY number DESC LIMIT 200"
    )
    return [(place.row, place.settled) for place in places]


def counts(queue: Lines[Place], agent: PersonId | None) -> dict[str, int]:
    """How many tickets are open, nobody's, and in this agent's hands."""
    return {
        "open": queue.count("live = 1"),
        "unowned": queue.count("live = 1 AND owner IS NULL"),
        "mine": queue.count("live = 1 AND owner = ?", (agent,)) if agent else 0,
    }

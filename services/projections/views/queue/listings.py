"""How queues are listed: by team, by owner, by whom something is asked of, the earliest promise first."""

from typing import NamedTuple

from services.projections.view import Listing
from services.projections.views.queue.row import QueueRow
from shared.eventlog.envelope import as_text

LATEST = "9999"
"""Behind every promise."""


class Columns(NamedTuple):
    """What queues are searched and sorted by."""

    live: bool
    team: str | None
    owner: str | None
    due: str
    number: int
    requester: str | None
    offered: str | None
    helper: str | None


def listed(row: QueueRow) -> Columns:
    """The columns of a line."""
    due = as_text(row.resolve_by) if row.resolve_by else LATEST
    return Columns(
        not row.settled, row.team, row.owner, due, row.number, row.requester, row.offered_to,
        row.helper,
    )  # fmt: skip


OF_TEAM = Listing("of_team", alike=("live", "team", "owner"), by=("due", "number"))
OF_OWNER = Listing("of_owner", alike=("live", "owner"), by=("due", "number"))
IN_TEAM = Listing("in_team", alike=("live", "team"), by=("due", "number"))
ON_DESK = Listing("on_desk", alike=("live",), by=("due", "number"))
OFFERED_TO = Listing("offered_to", alike=("live", "offered"), by=("due", "number"))
HELPED_BY = Listing("helped_by", alike=("live", "helper"), by=("due", "number"))
OF_REQUESTER = Listing("of_requester", alike=("requester",), by=("number",))

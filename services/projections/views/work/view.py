"""Work: who did what on which ticket and when, and what each booking owed and credited whom.

What is summed is told event by event (`deeds`), so that an agent's day and the supervision page cost
no fold.
"""

from typing import NamedTuple

from services.projections.instants import instant
from services.projections.view import Listing, View
from services.projections.views.work.deeds import ANSWERS, MEASURES, deeds
from services.projections.views.work.row import WorkRow, evolve
from shared.events import ticket as said
from shared.events.assignment import EntitlementBooked
from shared.events.declaration import Event
from shared.events.toughness import CreditMoved, ToughnessForecast

READS: tuple[type[Event], ...] = (
    said.TicketRaised,
    said.TicketRouted,
    said.TicketTriaged,
    said.TicketAssigned,
    said.TicketReleased,
    said.TicketReplied,
    said.TicketNoted,
    said.TicketWorkLogged,
    said.TicketSetWaiting,
    said.TicketResumed,
    said.TicketUpdatedElsewhere,
    said.TicketResolved,
    said.TicketReopened,
    said.TicketClosed,
    *ANSWERS,
    EntitlementBooked,
    CreditMoved,
    ToughnessForecast,
)


class Columns(NamedTuple):
    """What the work of tickets is searched and sorted by; times are instants."""

    live: bool
    raised: int
    changed: int
    resolved: int
    elapsed: int
    """Microseconds from raised to resolved."""
    resolver: str
    number: int


def listed(row: WorkRow) -> Columns:
    """The columns of a line."""
    raised = instant(row.raised_at)
    resolved = instant(row.resolved_at) if row.resolved_at else 0
    elapsed = max(0, resolved - raised) if resolved else 0
    changed_at = instant(row.changed_at)
    by = row.resolver or ""
    return Columns(not row.settled, raised, changed_at, resolved, elapsed, by, row.number)


OPEN_BY_AGE = Listing("open_by_age", alike=("live",), by=("raised", "number"))
OPEN_BY_SILENCE = Listing("open_by_silence", alike=("live",), by=("changed", "number"))
SETTLED = Listing("settled_when", alike=("live",), by=("resolved", "elapsed", "resolver", "number"))

WORK = View(
    name="work",
    version=7,
    reads=READS,
    row=WorkRow,
    evolve=evolve,
    columns=Columns,
    listed=listed,
    listings=(OPEN_BY_AGE, OPEN_BY_SILENCE, SETTLED),
    measures=MEASURES,
    deeds=deeds,
)

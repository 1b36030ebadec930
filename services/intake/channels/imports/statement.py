"""What one row of a source states, in words that fit every source."""

from enum import StrEnum

import msgspec

Named = tuple[str, str] | None
"""A person or team as the source names them: (column, name)."""


class Phase(StrEnum):
    """What a source's state means for the course of a ticket."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


TICKET = "ticket"
"""Kind of a table that lists each ticket once, as it stood when the source was exported.

What it says is told after everything else of the ticket, whatever time it gives."""


class Statement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Which ticket, when, and what is said of it. `None` says nothing, it does not unset."""

    key: str
    at: str
    """ISO 8601 in UTC with microseconds, so that statements sort by time."""
    order: str = ""
    """Sorts statements of one instant where the source numbers them; else the line does."""
    counts: bool = True
    """Whether it is the row itself; false for what a row implies about another moment."""
    kind: str = "row"
    """Which of the source's tables it stood in."""
    what: str | None = None
    """The source's name for what changed, where it is not the state."""
    state: str | None = None
    phase: Phase | None = None
    waiting_on: str | None = None
    actor: Named = None
    owner: Named = None
    owner_said: bool = False
    """Whether the row says who owns the ticket, if only that nobody does."""
    owner_column: bool = True
    """Whether the source has a column for the owner; else it is told by what people do."""
    first_owner: Named = None
    """Who owned it before this row; the earliest such row tells who did from the start."""
    first_owner_said: bool = False
    team: Named = None
    requester: Named = None
    resolver: Named = None
    urgent: bool = False
    subject: str | None = None
    problem: str | None = None
    text: str | None = None
    """Words to be kept as a reply or note."""
    private: bool = False
    before: str | None = None
    after: str | None = None
    service: str | None = None
    priority: str | None = None
    resolution: str | None = None
    resolved_at: str | None = None
    closed_at: str | None = None
    promise_missed: bool | None = None
    reassignments: int | None = None
    reopenings: int | None = None
    seconds: int | None = None
    """Length of a call, of a piece of work, or of all handling."""

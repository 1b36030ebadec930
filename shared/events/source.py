"""What an imported row states, kept word for word, because the source's own figures are owed to it."""

from datetime import datetime

import msgspec

from shared.vocabulary.identity import PersonId, Plain, TeamId
from shared.vocabulary.words import Level


class SourceRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One row of an imported source: what it states beside the event it became."""

    source: Plain
    """Name of the source; the ticket's key in it stands on `TicketRaised`."""

    kind: Plain = Plain("row")
    """Which of the source's tables the row stood in."""

    state: Plain | None = None
    """State or activity as the source names it; reports count these."""

    course: Plain | None = None
    """What that state means for the ticket's course: open, waiting, resolved or closed."""

    actor: PersonId | None = None
    """Who wrote the row, as the source names them."""

    owner: PersonId | None = None
    """Who owned the ticket after the row, as the source names them."""

    team: TeamId | None = None
    """Whose queue it stood in after the row."""

    resolver: PersonId | None = None
    """Who resolved it, where the source has a column for that."""

    system: bool = False
    """Whether the actor was declared to be a system account of this source."""

    priority: Plain | None = None
    level: Level | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    promise_missed: bool | None = None
    reassignments: int | None = None
    reopenings: int | None = None
    seconds: int | None = None
    """Length of a call or of handling, in seconds."""

"""A line of the queue: one ticket, and what is shown of it while it waits or is worked on."""

from datetime import datetime

import msgspec

from shared.vocabulary.identity import Personal, PersonId, TeamId, TicketId
from shared.vocabulary.words import Level, WaitingOn


class QueueRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One ticket's place: in the queue, or out of it until it is reopened."""

    ticket: TicketId
    number: int
    raised_at: datetime
    changed_at: datetime
    subject: Personal | None = None
    requester: PersonId | None = None
    urgent: bool = False
    priority: Level | None = None
    toughness: int | None = None
    """Milli-points as judged, which no forecast follows; else as forecast."""
    team: TeamId | None = None
    owner: PersonId | None = None
    waiting_on: WaitingOn | None = None
    resolve_by: datetime | None = None
    adopted: bool = True
    source: str | None = None
    source_key: str | None = None
    settled: bool = False
    offered_to: PersonId | None = None
    offered_until: datetime | None = None
    pinned_to: PersonId | None = None
    asks_for_help: bool = False
    helper: PersonId | None = None

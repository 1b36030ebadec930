"""A ticket's line: where it stands, and everything its page needs beside the conversation."""

from datetime import datetime

import msgspec

from shared.vocabulary.identity import Personal, PersonId, RoundId, TeamId, TicketId
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Channel, Level, Origin, Resolution, WaitingOn


class TicketRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One ticket as its page shows it."""

    ticket: TicketId
    version: int
    number: int
    raised_at: datetime
    changed_at: datetime
    channel: Channel
    state: str = "open"
    """open, waiting, resolved or closed"""
    subject: Personal | None = None
    problem: Personal | None = None
    availability: Personal | None = None
    contact: Personal | None = None
    department: Personal | None = None
    email: Personal | None = None
    phone: Personal | None = None
    requester: PersonId | None = None
    urgent: bool = False
    service: str | None = None
    source: str | None = None
    source_key: str | None = None
    adopted: bool = True
    team: TeamId | None = None
    owner: PersonId | None = None
    origin: Origin | None = None
    round: RoundId | None = None
    owned_since: datetime | None = None
    impact: Level | None = None
    urgency: Level | None = None
    priority: Level | None = None
    toughness: int | None = None
    """Milli-points, as a person judged it."""
    expected: tuple[int, int, int] | None = None
    """Milli-points of its forecast: what is expected, and the range of eight in ten."""
    counted: int | None = None
    """Milli-points it was found to be, or an appeal made of it."""
    appealed_by: PersonId | None = None
    """Whose appeal waits for an answer."""
    carried_by: tuple[PersonId, ...] = ()
    """Everybody who owned it, in order."""
    need: SkillNeed | None = None
    minutes: int | None = None
    resolve_by: datetime | None = None
    waiting_on: WaitingOn | None = None
    waiting_until: datetime | None = None
    waiting_for: Personal | None = None
    resolution: Resolution | None = None
    done: Personal | None = None
    resolved_at: datetime | None = None
    reopened: int = 0
    handed_over: int = 0
    tags: tuple[str, ...] = ()
    links: tuple[TicketId, ...] = ()
    hands: tuple[PersonId, ...] = ()
    """Everyone of the desk who did something on it, in order of their first act."""
    confirmed: bool = False
    offered_to: PersonId | None = None
    offered_until: datetime | None = None
    pinned_to: PersonId | None = None
    asks_for_help: bool = False
    question: Personal | None = None
    helper: PersonId | None = None

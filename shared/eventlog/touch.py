"""Touch time: how long people were at a ticket, which is never how long it was open.

Effort is active touch intervals, never open duration, and credit goes to whoever acted (product.md 1, no. 70
and 71). For one agent on one ticket, in seconds:

    touch = Σ over the times between two of their log entries of max(logged, active)
    active = Σ min(pause between two of their own acts, CAP)

The larger of the two counts, because logged minutes mostly cover the very acts that were seen.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from shared.eventlog.recorded import Recorded
from shared.events.assignment import EntitlementEvent
from shared.events.ticket import TicketWorkLogged
from shared.events.toughness import ToughnessEvent
from shared.vocabulary.identity import PersonId, is_person

CAP = 900
"""Seconds. A longer pause was other work; a quarter of an hour is what one act may take unseen."""

BOOKKEEPING = (EntitlementEvent, ToughnessEvent)
"""What is recorded about a ticket's account is no work on the ticket, whoever did it."""


class Act(msgspec.Struct, frozen=True, array_like=True):
    """What a person did last on a ticket."""

    at: datetime
    unlogged: int = 0
    """Active seconds since their last log entry."""


class Touched(NamedTuple):
    """An act of a person on a ticket, and the seconds it adds to their touch time."""

    who: str
    last: Act
    seconds: int


def worker(told: Recorded[Any], *, requester: PersonId | None) -> str | None:
    """Who of the desk did it; None for requesters, machines of a source, and the desk's own hands."""
    row = getattr(told.event, "row", None)
    if row is not None and row.system:
        return None
    if not is_person(told.by) or str(told.by) == requester:
        return None
    return str(told.by)


def touched(
    acts: Mapping[str, Act], told: Recorded[Any], *, requester: PersonId | None
) -> Touched | None:
    """What the event adds to somebody's touch time; None where nobody of the desk was at it."""
    event = told.event
    if isinstance(event, BOOKKEEPING):
        return None
    logged = event.seconds if isinstance(event, TicketWorkLogged) else None
    who = event.agent if isinstance(event, TicketWorkLogged) else worker(told, requester=requester)
    if who is None:
        return None
    before = acts.get(who)
    active = min(CAP, pause(before.at, told.at)) if before else 0
    seen = active + (before.unlogged if before else 0)
    if logged is None:
        return Touched(who, Act(told.at, seen), active)
    return Touched(who, Act(told.at), active + max(0, logged - seen))


def pause(earlier: datetime, later: datetime) -> int:
    """Seconds from one act to the next; none where the clock went back."""
    return max(0, int((later - earlier).total_seconds()))

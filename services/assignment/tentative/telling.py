"""What the plan says now: only of what still waits, for who can still have it, and in words."""

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from services.assignment.explaining.nobody import AsThingsStand
from services.assignment.ruling.pressing import MINUTE
from services.assignment.situation.situation import Situation
from services.assignment.tentative.coming import GRAIN
from services.assignment.tentative.planning import Tentative, TentativePlan
from shared.vocabulary.identity import TicketId

SOON = 120
"""Minutes up to which a moment is told as a span."""


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that waits for somebody in sight, and how often tentative owners changed."""

    tickets: tuple[AsThingsStand, ...]
    """Who begins first, first."""
    since: datetime | None = None
    """From when on changes are counted; None where there is no plan."""
    counted: int = 0
    """Tickets that ever were in a plan since then."""
    mean_changes: float = 0.0
    worst_changes: int = 0


def outlook(
    plan: TentativePlan | None, situation: Situation, now: datetime, name_of: Callable[[str], str]
) -> Outlook:
    """The plan as it may be told."""
    if plan is None:
        return Outlook(tickets=())
    told = as_things_stand(plan, situation, now, name_of)
    changes = plan.changes()
    return Outlook(
        tickets=tuple(sorted(told.values(), key=lambda each: (each.at, each.ticket))),
        since=plan.since,
        counted=changes.tickets,
        mean_changes=changes.mean,
        worst_changes=changes.worst,
    )


def as_things_stand(
    plan: TentativePlan | None,
    situation: Situation,
    now: datetime,
    name_of: Callable[[str], str],
) -> Mapping[TicketId, AsThingsStand]:
    """What may be told of the plan; nothing of one that is older than the last round."""
    recent = situation.rounds.recent
    if plan is None or not recent or plan.round != recent[-1]:
        return {}
    return {
        each.ticket: in_words(each, now, name_of)
        for each in plan.tickets
        if still_holds(each, situation)
    }


def still_holds(each: Tentative, situation: Situation) -> bool:
    """Whether the ticket still waits, offered to nobody, for who works here and will be there by then."""
    if each.agent is None or each.at is None or each.ticket in situation.pending.offers:
        return False
    member = situation.crew.members.get(each.agent)
    if each.ticket not in situation.owners.waiting or member is None or not member.here:
        return False
    back = member.away_until
    return member.away is None or (back is not None and back <= each.at)


def in_words(each: Tentative, now: datetime, name_of: Callable[[str], str]) -> AsThingsStand:
    """One ticket of the plan, as people read it."""
    assert each.agent is not None, "only who is named is told of"
    assert each.at is not None, "who is named is named for a moment"
    name = name_of(each.agent)
    return AsThingsStand(
        ticket=each.ticket,
        agent=each.agent,
        name=name,
        at=each.at,
        changes=each.changes,
        words=f"would go to {name} as things stand, {when_told(each.at, now)}",
    )


def when_told(at: datetime, now: datetime) -> str:
    """In how long somebody could begin it, or at which moment."""
    minutes = -((now - at) // GRAIN) * GRAIN // MINUTE
    if minutes <= 0:
        return "as soon as they begin something new"
    if minutes <= SOON:
        return f"in about {minutes} minutes"
    return f"on {at:%a %-d %b} at about {at:%H:%M} UTC"

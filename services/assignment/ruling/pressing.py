"""How much a ticket presses: the weight of its urgency, and what is left of its promise.

Several rules ask this and none may know another, so it is said once, here.
"""

from datetime import timedelta

from services.assignment.situation.open_hours import open_hours
from services.assignment.situation.standing import Frozen, WaitingTicket
from shared.vocabulary.policy import Policy
from shared.vocabulary.words import Level

MINUTE = timedelta(minutes=1)


def weight(ticket: WaitingTicket, policy: Policy) -> int:
    """How many times an ordinary ticket's minutes this one's count; staff's judgement wins."""
    rates = policy.assignment
    if ticket.priority is Level.CRITICAL:
        return rates.critical_factor
    if ticket.priority is Level.HIGH or (ticket.priority is None and ticket.urgent):
        return rates.urgent_factor
    return rates.normal_factor if ticket.priority is Level.NORMAL else 1


def waited(ticket: WaitingTicket, desk: Frozen) -> int:
    """Whole minutes since it was raised in which somebody of the desk was on shift."""
    return open_hours(desk.roster).minutes(ticket.raised_at, desk.now)


def left(ticket: WaitingTicket, desk: Frozen) -> int | None:
    """Whole minutes until the promise breaks, below 0 afterwards; None where nothing is promised."""
    return None if ticket.resolve_by is None else (ticket.resolve_by - desk.now) // MINUTE


def is_imminent(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether little of the promised time is left beyond the work itself, or nothing."""
    remaining = left(ticket, desk)
    if remaining is None or ticket.resolve_by is None:
        return False
    promised = (ticket.resolve_by - ticket.raised_at) // MINUTE
    spare = 100 * (remaining - ticket.minutes)
    return spare < desk.policy.promise.imminent_percent * promised


def is_overtaken(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether it has waited as long as anything may while something younger is begun."""
    return waited(ticket, desk) >= desk.policy.assignment.overtaken_minutes


def is_tough(ticket: WaitingTicket, policy: Policy) -> bool:
    """Whether it counts as tough under the policy."""
    return ticket.toughness >= policy.work.tough_from

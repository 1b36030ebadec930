"""Redline: an agent who must not work for a requester or on a service never gets such a ticket.

A conflict of interest, a pair that is kept apart, a clearance that is missing: each is drawn with its
reason on the roster, and no urgency lifts it.
"""

from services.assignment.situation.standing import Profile, WaitingTicket
from shared.vocabulary.identity import PersonId
from shared.vocabulary.policy import Policy

NAME = "redline"


def reads(ticket: WaitingTicket, policy: Policy) -> tuple[PersonId | None, str | None]:
    """All of the ticket that the ban looks at."""
    return ticket.requester, ticket.service


def ban(ticket: WaitingTicket, agent: Profile, policy: Policy) -> str | None:
    """Why this agent must not get it, if they must not."""
    for requester, service in agent.redlines:
        towards = requester is None or requester == ticket.requester
        around = service is None or service == ticket.service
        if towards and around:
            return "is kept from it by a redline"
    return None

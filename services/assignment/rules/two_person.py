"""Two persons: who asked for or approved what needed approval does not carry it out.

So there is always a second pair of eyes on what somebody is given: requester, approver and whoever
fulfils are different people, and on services named in the policy requester and agent always are.
"""

from services.assignment.situation.standing import Profile, WaitingTicket
from shared.vocabulary.identity import PersonId
from shared.vocabulary.policy import Policy

NAME = "two persons"


def reads(ticket: WaitingTicket, policy: Policy) -> tuple[PersonId, ...]:
    """All of the ticket that the ban looks at: whom it keeps."""
    together = policy.together
    apart = ticket.kept_apart if together.two_person else ()
    asked = ticket.service in together.two_person_services and ticket.requester
    return (*apart, asked) if asked else apart


def ban(ticket: WaitingTicket, agent: Profile, policy: Policy) -> str | None:
    """Why this agent must not get it, if they must not."""
    if agent.id not in reads(ticket, policy):
        return None
    return "asked for it themself" if agent.id == ticket.requester else "approved it"

"""Team: a ticket that stands in a team's queue is for the members of that team."""

from services.assignment.situation.standing import Profile, WaitingTicket
from shared.vocabulary.identity import TeamId
from shared.vocabulary.policy import Policy

NAME = "team"


def reads(ticket: WaitingTicket, policy: Policy) -> TeamId | None:
    """All of the ticket that the ban looks at."""
    return ticket.team


def ban(ticket: WaitingTicket, agent: Profile, policy: Policy) -> str | None:
    """Why this agent must not get it, if they must not."""
    if ticket.team is None or ticket.team in agent.teams:
        return None
    return "is not in the team whose queue the ticket stands in"

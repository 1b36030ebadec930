"""Team: a ticket that stands in a team's queue is for the members of that team."""

from services.assignment.standing import Frozen, Standing, WaitingTicket

NAME = "team"


def ban(ticket: WaitingTicket, agent: Standing, _: Frozen) -> str | None:
    """Why this agent must not get it, if they must not."""
    if ticket.team is None or ticket.team in agent.teams:
        return None
    return "is not in the team whose queue the ticket stands in"

"""Held: no round gives anything to a frozen team, nor to one that pulls its tickets or shares them by hand.

A supervisor froze it, or the team chose its way. People may still take and give; a ticket that is pinned
to somebody is given to them all the same, unless the team is frozen.
"""

from services.assignment.situation.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.words import Way

NAME = "held"
WORDS = {
    Way.MANUAL: "is given nothing by itself, for the team shares its tickets by hand",
    Way.PULLED: "is given nothing by itself, for the team pulls its tickets from the list",
}


def concerns(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether the ticket's team is given anything."""
    return ticket.helps is None and desk.given_by(ticket.team).held


def ban(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str | None:
    """Why this agent must not get it now, if they must not."""
    team = desk.given_by(ticket.team)
    if not concerns(ticket, desk):
        return None
    if team.frozen:
        return "is given nothing while the team is frozen"
    return None if ticket.pinned_to == agent.id else WORDS[team.way]

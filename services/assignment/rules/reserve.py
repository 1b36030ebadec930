"""Reserve: whoever is behind in tough work is spared ordinary work, to be free when tough work comes.

Rotation gives the next tough ticket to whoever is furthest behind among those who are free just then; who is
always busy with ordinary work is never among them. So ordinary work is dearer with whoever is behind, the
more so the longer it would keep them; where nobody else is free for it, it is theirs all the same.
"""

from services.assignment.ruling.pressing import is_tough
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.toughness import points

NAME = "reserve"
REACH = 10
"""Mean tough tickets behind up to which the price rises; a longer lag needs more than being kept free."""


def concerns(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether it is ordinary work, and the policy spares anybody."""
    return desk.policy.assignment.reserve_price > 0 and not is_tough(ticket, desk.policy)


def price(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """Milli-minutes for ordinary work, by how far the agent is behind."""
    return at_lead(ticket, agent.lead + agent.pending, desk)


def at_lead(ticket: WaitingTicket, lead: int, desk: Frozen) -> int:
    """Milli-minutes with somebody so many milli-points ahead."""
    behind = min(max(0, -lead), REACH * desk.mean_tough)
    return ticket.minutes * desk.policy.assignment.reserve_price * behind // desk.mean_tough


def words(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str:
    """What tough work the agent is kept free for."""
    behind = -(agent.lead + agent.pending)
    if behind <= 0 or not concerns(ticket, desk):
        return "need not be kept free for tough work"
    return f"is {points(behind)} points behind in tough work, and kept free for it"

"""Evenness: whose tickets took more of their time this week gets the next one later.

Load counts what is in hand, and whoever has nothing in hand looks alike. Over a week the quickest and the
best would still be given most; this weighs how much of everybody's time on shift their tickets took.
"""

from services.assignment.situation.standing import Frozen, Standing, WaitingTicket

NAME = "evenness"


def price(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
    """Milli-minutes for giving more work to somebody, by how busy they were."""
    return ticket.minutes * agent.busy * desk.policy.assignment.evenness_price // 1_000


def words(ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str:
    """How busy the agent was."""
    return f"was busy for {agent.busy / 10:.1f} % of the time on shift in the last seven days"

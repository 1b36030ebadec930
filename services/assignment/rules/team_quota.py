"""Team quota: of a team's tickets no more are in work at once than the policy says, whoever works on them."""

from services.assignment.ruling.tying import AtMost, Takers
from services.assignment.situation.standing import Frozen

NAME = "team quota"


def concerns(desk: Frozen) -> bool:
    """Whether any team has a quota."""
    return bool(desk.policy.together.quotas)


def ties(desk: Frozen, takers: Takers) -> list[AtMost]:
    """What is left of each quota that this round's tickets could go beyond."""
    everyone = tuple(agent.id for agent in desk.agents)
    tied = []
    for quota in desk.policy.together.quotas:
        tickets = tuple(t.id for t in desk.tickets if t.team == quota.team and t.helps is None)
        left = max(0, quota.tickets - desk.team_work.get(quota.team, 0))
        if left < len(tickets):
            tied.append(AtMost(tickets, everyone, left))
    return tied

"""Pools: those who share a queue, what waits in it, and which share of it is whose."""

from collections.abc import Iterable

import msgspec

from services.assignment.situation.effort import levels_above
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.identity import TeamId


class Pool(msgspec.Struct):
    """Those who share a queue, and what waits in it."""

    people: int = 0
    weight: int = 0
    """Sum of their weights in a share."""
    lightest: int | None = None
    """Milli-points of the least of its waiting tickets that count anything."""
    heaviest: int = 0
    """Milli-points of the most of its waiting tickets with which nobody at work would stay below the cap."""


def counted(desk: Frozen) -> dict[TeamId | None, Pool]:
    """Each team by its id, and everybody under None."""
    pools: dict[TeamId | None, Pool] = {None: Pool()}
    for agent in desk.agents:
        for team in (None, *agent.teams):
            pool = pools.setdefault(team, Pool())
            pool.people += 1
            pool.weight += agent.weight
    for ticket in desk.tickets:
        pool = pools.setdefault(ticket.team, Pool())
        if ticket.toughness:
            least = ticket.toughness if pool.lightest is None else pool.lightest
            pool.lightest = min(least, ticket.toughness)
    return pools


def own_pools(agent: Standing, pools: dict[TeamId | None, Pool]) -> list[Pool]:
    """The pools an agent takes part in; everybody's where something waits in no team's queue."""
    names: Iterable[TeamId | None] = agent.teams
    if not agent.teams or pools[None].lightest is not None:
        names = (*agent.teams, None)
    return [pools[name] for name in names]


def own_share(agent: Standing, pool: Pool) -> int:
    """At least so much of any ticket that waits in the pool is booked to the agent as their share."""
    lightest = pool.lightest or 0
    return lightest * agent.weight // pool.weight if pool.weight else 0


def could_have(ticket: WaitingTicket, agent: Standing) -> bool:
    """Whether they are at work, of the ticket's team, and know enough for it."""
    at_work = agent.shift is not None and agent.away is None
    of_the_team = ticket.team is None or ticket.team in agent.teams
    need, profile = ticket.need, agent.profile
    able = levels_above(ticket, profile) >= 0 and profile.tier >= need.tier
    speaks = need.language is None or need.language in profile.languages
    return at_work and of_the_team and able and speaks

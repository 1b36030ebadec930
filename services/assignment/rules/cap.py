"""Fairness cap: no deal leaves anyone more than so many mean tough tickets ahead of their fair share.

It gives way only where a promise would break and nobody below the cap is free, and for one ticket that
alone counts more than the cap, where nobody now at work who knows enough would stay below it: then to
somebody who is not ahead. Each such deal is recorded with its reason. In a team of n, dealing a ticket of w
points puts its taker w·(1 − 1/n) ahead, for a share of it is their own. So k mean tickets ahead are
k / (1 − 1/n) deals in a row: 2.5 for k = 2 in a team of five, but four for two people. Below five the cap is
k · (1 − 1/n) / (1 − 1/5), which keeps it at the same number of deals in a row; that is still above the
(n − 1)/2 by which the greedy rule alone may err (Fagin and Williams 1983), so it can be kept. Who is alone
has nobody to take turns with, and no cap.
"""

import msgspec

from services.assignment.engine.form.columns import LARGEST_STANDING
from services.assignment.ruling.pools import Pool, could_have, counted, own_pools, own_share
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.identity import TeamId

NAME = "fairness cap"
FULL_TEAM = 5
"""From so many people on the cap is the policy's own."""
NO_CAP = LARGEST_STANDING


def caps(desk: Frozen) -> list[int]:
    """By agent, in their order: the lead up to which the round may bring them at no cost.

    An agent's own share comes off what they are credited with when it is booked, and the problem does not
    know it; the least share of any waiting ticket is granted here, so that nobody ends above the cap.
    """
    pools = pools_of(desk)
    alike: dict[tuple[TeamId, ...], Among] = {}
    most = []
    for agent in desk.agents:
        own = alike.get(agent.teams)
        if own is None:
            own = alike[agent.teams] = among(own_pools(agent, pools), desk)
        most.append(cap(agent, own))
    return most


def is_granted(agent: Standing, desk: Frozen, pools: dict[TeamId | None, Pool]) -> bool:
    """Whether they may pass the cap by one ticket that is too heavy for everybody."""
    own = among(own_pools(agent, pools), desk)
    return agent.lead <= 0 and own.heaviest > own.promised


def one_each(desk: Frozen) -> list[int]:
    """The places of agents who may get one ticket at most in this round.

    A ticket waits that is too heavy for everybody, and they are not ahead: so that only a single ticket
    ever leads anybody past the cap, they are asked again in the next round, a moment later.
    """
    if max((ticket.toughness for ticket in desk.tickets), default=0) <= promised(2, desk):
        return []
    pools = pools_of(desk)
    return [place for place, agent in enumerate(desk.agents) if is_granted(agent, desk, pools)]


class Among(msgspec.Struct, frozen=True):
    """What the pools of agents in the same teams come to."""

    promised: int
    heaviest: int
    dealing: tuple[Pool, ...]
    """Those in which something waits that counts anything."""


def among(own: list[Pool], desk: Frozen) -> Among:
    """The pools taken together."""
    return Among(
        promised=promised(max((pool.people for pool in own), default=1), desk),
        heaviest=max((pool.heaviest for pool in own), default=0),
        dealing=tuple(pool for pool in own if pool.lightest is not None),
    )


def cap(agent: Standing, own: Among) -> int:
    """One agent's, among their pools."""
    if own.promised == NO_CAP:
        return NO_CAP
    most = max(own.promised, own.heaviest) if agent.lead <= 0 else own.promised
    return most + least_share(agent, own)


def least_share(agent: Standing, own: Among) -> int:
    """At least so much of any ticket that waits is booked to the agent as their share."""
    return min([own_share(agent, pool) for pool in own.dealing], default=0)


def promised(people: int, desk: Frozen) -> int:
    """Milli-points ahead that the guarantee allows in a team of so many."""
    if people <= 1:
        return NO_CAP
    k, size = desk.policy.fairness.cap, min(people, FULL_TEAM)
    return k * desk.mean_tough * FULL_TEAM * (size - 1) // (1_000 * (FULL_TEAM - 1) * size)


def promised_to(agent: Standing, desk: Frozen, pools: dict[TeamId | None, Pool]) -> int:
    """What the guarantee allows an agent in the largest of their pools."""
    return promised(max(pool.people for pool in own_pools(agent, pools)), desk)


def words(after: int, most: int) -> str:
    """What the cap has to say of somebody's lead after a plan, both in milli-points."""
    if after <= most:
        return "stays within the fairness cap"
    return f"would be {after - most} milli-points past the fairness cap of {most}"


def pools_of(desk: Frozen) -> dict[TeamId | None, Pool]:
    """Each team by its id and everybody under None, with the heaviest ticket that is too much for all."""
    pools = counted(desk)
    for ticket in desk.tickets:
        if ticket.toughness > promised(2, desk) and not fits_somebody(ticket, desk, pools):
            pools[ticket.team].heaviest = max(pools[ticket.team].heaviest, ticket.toughness)
    return pools


def fits_somebody(ticket: WaitingTicket, desk: Frozen, pools: dict[TeamId | None, Pool]) -> bool:
    """Whether somebody now at work who knows enough for it would stay below the cap with it, busy or not."""
    return any(
        agent.lead + ticket.toughness <= own.promised + least_share(agent, own)
        for agent in desk.agents
        if could_have(ticket, agent)
        for own in [among(own_pools(agent, pools), desk)]
    )

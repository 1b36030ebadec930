"""The ways of sharing out work that can be simulated: ours, and the rivals' as documented and tuned."""

from collections.abc import Callable

import msgspec

from services.assignment.simulator.as_forecast import forecasting
from services.assignment.simulator.dealer import Dealer
from services.assignment.simulator.ours import Ours
from services.assignment.simulator.rivals import (
    least_loaded,
    longest_idle,
    minutes_left,
    ordered_queue,
    round_robin,
    skills_first,
    spare_capacity,
    spare_percent,
    weighted,
)
from services.assignment.simulator.rivals.fewest_in_scope import FewestInScope
from services.assignment.simulator.rivals.orders import AsOurs, head_start
from services.assignment.simulator.rivals.pushing import Choice, Order, Pushing
from services.assignment.simulator.rivals.self_picking import SelfPicking
from services.assignment.simulator.world import World
from shared.eventlog.port import RequestIsUnclear
from shared.vocabulary.policy import SHIPPED, Policy

TUNED = ":tuned"
IN_HAND = 2
"""Tickets an agent of a rival as documented has in work (the guide's W)."""


class PolicyIsUnknown(RequestIsUnclear):
    """There is no way of sharing out work of that name."""


def without_ledger(document: Policy) -> Policy:
    """The same policy, under which nobody is ever too far ahead and no lead costs anything."""
    fairness = msgspec.structs.replace(document.fairness, cap=1_000_000)
    rates = msgspec.structs.replace(document.assignment, rotation_weight=0, reserve_price=0)
    return msgspec.structs.replace(document, fairness=fairness, assignment=rates)


def ordered_as_ours() -> Order:
    """Our own order, under the policy as shipped."""
    return AsOurs(SHIPPED)


def oldest_first() -> Order:
    """Priority, then age."""
    return head_start


class Way(msgspec.Struct, frozen=True):
    """A pushing rival: how it chooses, and what tuning on seeds 1 to 10 found best for its mean wait."""

    choice: Callable[[int], Choice]
    """From a seed, for what is decided by lot."""
    limit: int = 1
    order: Callable[[], Order] = ordered_as_ours
    more_for_seniors: bool = False


def always(choice: Choice) -> Callable[[int], Choice]:
    """A choice that needs no lot."""
    return lambda _: choice


PUSHING = {
    "round-robin": Way(always(round_robin.choose)),
    "least-loaded": Way(always(least_loaded.choose)),
    "spare-capacity": Way(always(spare_capacity.choose)),
    "spare-percent": Way(always(spare_percent.choose)),
    "longest-idle": Way(always(longest_idle.choose)),
    "fewest-in-scope": Way(FewestInScope),
    "weighted": Way(always(weighted.Weighted(weighted.by_pace))),
    "skills-first": Way(always(skills_first.choose)),
    "minutes-left": Way(always(minutes_left.choose)),
}
DOCUMENTED = {
    "spare-capacity": Way(always(spare_capacity.choose), more_for_seniors=True),
    "spare-percent": Way(always(spare_percent.choose), more_for_seniors=True),
    "weighted": Way(always(weighted.Weighted(weighted.by_tier))),
}
"""Where tuning also found other figures of a rival's own than a supervisor would set first."""
OWN = {"ours": SHIPPED, "ours-without-ledger": without_ledger(SHIPPED)}
"""Our own engine under the policy as shipped, and under the same with nothing to rotate."""
NAMES = (
    *OWN, *PUSHING, *(name + TUNED for name in PUSHING), "self-picking", "ordered-queue",
)  # fmt: skip


def policy_named(name: str, world: World, *, forecast: bool) -> Dealer:
    """The way of sharing out work of that name, for one run. Raises `PolicyIsUnknown`."""
    if name in OWN:
        return (forecasting if forecast else Ours)(world, OWN[name])
    if name == "self-picking":
        return SelfPicking(world.seed)
    if name == "ordered-queue":
        return Pushing(ordered_queue.choose, order=ordered_as_ours(), limit=1)
    bare = name.removesuffix(TUNED)
    if bare not in PUSHING:
        raise PolicyIsUnknown(f"policy {name!r} is unknown; expected one of {', '.join(NAMES)}")
    way = PUSHING[bare]
    return pushing(way if name != bare else as_documented(name), world.seed)


def as_documented(name: str) -> Way:
    """The rival as its maker describes it: two tickets in work, priority and then age."""
    way = DOCUMENTED.get(name, PUSHING[name])
    return msgspec.structs.replace(way, limit=IN_HAND, order=oldest_first)


def pushing(way: Way, seed: int) -> Pushing:
    """A pushing rival, ready to run."""
    return Pushing(
        way.choice(seed), order=way.order(), limit=way.limit, more_for_seniors=way.more_for_seniors
    )

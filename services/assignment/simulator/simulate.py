"""One run: a world, a policy, and the figures of what became of it."""

from typing import Literal

from services.assignment.fairness import Figures, Run, figures
from services.assignment.simulator.policies import policy_named
from services.assignment.simulator.virtual_time import VirtualTime
from services.assignment.simulator.world import DAY, World

Toughness = Literal["known", "forecast"]


def simulated(world: World, policy: str, *, toughness: Toughness = "known") -> Figures:
    """The figures of a policy in a world. Raises `PolicyIsUnknown`."""
    return figures(run(world, policy, toughness=toughness))


def run(world: World, policy: str, *, toughness: Toughness = "known") -> Run:
    """Everything the figures of a policy in a world are made from."""
    chosen = policy_named(policy, world, forecast=toughness == "forecast")
    taken = VirtualTime(world, chosen).run()
    return Run(
        policy=policy,
        seed=world.seed,
        scenario=world.scenario,
        days=world.days,
        toughness=toughness,
        courses=taken.courses(world.days * DAY),
        presences=taken.presences(),
        moves=taken.moves,
        exceptions=chosen.exceptions,
    )

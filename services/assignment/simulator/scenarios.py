"""The desks that can be simulated, by name."""

import msgspec

from services.assignment.simulator.grown import grown
from services.assignment.simulator.guide import guide
from services.assignment.simulator.knobs import Knobs
from services.assignment.simulator.world import World
from shared.eventlog.port import RequestIsUnclear

SCENARIOS = {
    each.scenario: each
    for each in (
        Knobs(scenario="guide"),
        Knobs(scenario="desk", grown=True),
        Knobs(scenario="load-70", busy=0.70, grown=True),
        Knobs(scenario="load-85", busy=0.85, grown=True),
        Knobs(scenario="load-95", busy=0.95, grown=True),
        Knobs(scenario="effort-over", bias=1.3, grown=True),
        Knobs(scenario="effort-under", bias=0.7, grown=True),
        Knobs(scenario="thin-pools", thin=True, grown=True),
        Knobs(scenario="tough-waves", waves=True, grown=True),
        Knobs(scenario="absence-shock", shock=0.25, grown=True),
        Knobs(scenario="agents-300", agents=300, daily=2_000, busy=0.82),
    )
}
"""`guide` and `agents-300` are the assignment guide's; the others are desks with everything."""
FEWEST_AGENTS = 30
"""With fewer the guide's skills could not all be known by sixteen people, six of the highest tier."""


class ScenarioIsUnknown(RequestIsUnclear):
    """There is no desk of that name."""


class DeskIsTooSmall(RequestIsUnclear):
    """The desk could not be invented with so few people or days."""


def knobs_of(scenario: str, *, days: int | None, agents: int | None) -> Knobs:
    """The settings of a scenario; other numbers of days or agents keep its tickets for each agent.

    Raises `ScenarioIsUnknown`, `DeskIsTooSmall`.
    """
    if scenario not in SCENARIOS:
        raise ScenarioIsUnknown(
            f"scenario {scenario!r} is unknown; expected one of {', '.join(SCENARIOS)}"
        )
    knobs = SCENARIOS[scenario]
    count, length = agents or knobs.agents, days or knobs.days
    if count < FEWEST_AGENTS:
        raise DeskIsTooSmall(f"{count} agents are too few; expected {FEWEST_AGENTS} or more")
    daily = knobs.daily * count // knobs.agents
    return msgspec.structs.replace(knobs, agents=count, days=length, daily=daily)


def world_of(knobs: Knobs, seed: int) -> World:
    """The desk of these settings from a seed."""
    world = guide(seed, knobs)
    return grown(world, knobs) if knobs.grown else world

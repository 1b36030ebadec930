"""Every scenario is a desk of its own, and the same seed is always the same desk."""

import hashlib

import msgspec
import pytest

from services.assignment.simulator.scenarios import (
    SCENARIOS,
    DeskIsTooSmall,
    ScenarioIsUnknown,
    knobs_of,
    world_of,
)
from services.assignment.simulator.world import DAY, World
from shared.vocabulary.toughness import is_tough


def short(scenario: str, seed: int = 1, days: int = 9) -> World:
    return world_of(knobs_of(scenario, days=days, agents=None), seed)


def digest(world: World) -> str:
    return hashlib.sha256(msgspec.json.encode(world)).hexdigest()[:16]


@pytest.mark.parametrize(
    ("scenario", "told"), [("guide", "053471bb1a89ef26"), ("desk", "ff5fd00d6557b5e8")]
)
def test_a_seed_is_the_same_desk_on_every_machine(scenario: str, told: str) -> None:
    assert digest(short(scenario)) == told


def test_another_seed_is_another_desk() -> None:
    assert digest(short("guide", seed=2)) != digest(short("guide", seed=1))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_everybody_asks_for_something_that_somebody_can_do(scenario: str) -> None:
    desk = short(scenario)
    for each in desk.asks:
        able = [
            worker
            for agent, worker in enumerate(desk.workers)
            if worker.skills.get(each.need.name or "", 0) >= each.need.level
            and worker.tier >= each.need.tier
            and (each.need.language is None or each.need.language in worker.languages)
            and agent not in each.barred
        ]
        assert able, each


def busy(world: World) -> float:
    lunches = sum(each.end - each.start for each in world.breaks if each.lunch)
    supply = sum(shift.end - shift.start for shift in world.shifts) - lunches
    return sum(each.work for each in world.asks) * 1.07 / supply


def test_loads_are_what_they_are_called() -> None:
    assert round(busy(short("guide")), 2) == 0.78
    assert [round(busy(short(f"load-{per}")), 1) for per in (70, 95)] == [0.7, 1.0]


def test_biased_estimates_are_off_by_a_third_on_average() -> None:
    usual, over, under = (
        sum(each.minutes for each in short(name).asks)
        for name in ("desk", "effort-over", "effort-under")
    )
    assert over / usual == pytest.approx(1.3, abs=0.02)
    assert under / usual == pytest.approx(0.7, abs=0.02)


def test_in_thin_pools_fewer_people_know_a_skill() -> None:
    def knowing(world: World) -> int:
        return sum(len(worker.skills) for worker in world.workers)

    assert knowing(short("thin-pools")) < 0.75 * knowing(short("desk"))


def test_in_waves_tough_tickets_of_a_skill_come_together() -> None:
    def spread(world: World) -> int:
        days: dict[tuple[int, str | None], int] = {}
        for each in world.asks:
            if is_tough(each.toughness):
                key = each.arrives // DAY, each.need.name
                days[key] = days.get(key, 0) + 1
        return max(days.values())

    assert spread(short("tough-waves")) > 1.5 * spread(short("desk"))


def test_in_the_shock_a_quarter_of_the_shifts_of_a_week_fall_out() -> None:
    def shifts_of(world: World, days: range) -> int:
        return sum(shift.start // DAY in days for shift in world.shifts)

    usual, shock = short("desk", days=30), short("absence-shock", days=30)
    assert shifts_of(shock, range(10, 17)) < 0.9 * shifts_of(usual, range(10, 17))
    assert shifts_of(shock, range(10)) == shifts_of(usual, range(10))


def test_a_desk_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(ScenarioIsUnknown, match=r"'gudie' is unknown; expected one of guide, desk"):
        knobs_of("gudie", days=None, agents=None)


def test_a_desk_too_small_for_its_skills_is_refused() -> None:
    with pytest.raises(DeskIsTooSmall, match="5 agents are too few; expected 30 or more"):
        knobs_of("guide", days=None, agents=5)

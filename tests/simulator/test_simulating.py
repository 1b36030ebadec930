"""The command, and what holds of every policy on a desk of a week."""

import json
from contextlib import nullcontext
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner

from services.assignment.commands.simulate import add_commands
from services.assignment.fairness import Figures, leads_after
from services.assignment.simulator.policies import NAMES, PolicyIsUnknown
from services.assignment.simulator.scenarios import knobs_of, world_of
from services.assignment.simulator.simulate import run, simulated
from services.assignment.simulator.world import World


def a_day(scenario: str = "desk", days: int = 2) -> World:
    return world_of(knobs_of(scenario, days=days, agents=30), 3)


def asked(*words: str) -> Any:
    app = Typer()
    app.callback()(lambda: None)
    add_commands(app, nullcontext)
    return CliRunner().invoke(app, ["simulate", *words])


def slow_if_ours(name: str) -> Any:
    return pytest.param(name, marks=pytest.mark.slow) if name.startswith("ours") else name


@pytest.mark.parametrize("policy", [slow_if_ours(name) for name in NAMES])
def test_whoever_shares_out_leads_sum_to_zero(policy: str) -> None:
    told = run(a_day(), policy)
    assert sum(leads_after(told.moves).values()) == 0
    assert len(told.courses) == len(a_day().asks)


@pytest.mark.parametrize(
    "policy", [*map(slow_if_ours, ["ours", "fewest-in-scope", "self-picking"])]
)
def test_the_same_seed_gives_the_same_figures(policy: str) -> None:
    assert simulated(a_day(), policy) == simulated(a_day(), policy)


@pytest.mark.slow
def test_our_way_misplaces_less_than_the_same_without_a_ledger() -> None:
    desk = a_day("guide", days=7)
    fair, unfair = simulated(desk, "ours"), simulated(desk, "ours-without-ledger")
    assert fair.m7 is not None
    assert unfair.m7 is not None
    assert fair.m7 < 0.7 * unfair.m7


def test_for_people_runs_stand_beside_each_other() -> None:
    told = asked("--days", "1", "--agents", "30", "--policy", "least-loaded")
    assert "least-loaded, seed 1" in told.stdout
    assert "promises broken, %" in told.stdout


def test_the_json_has_exactly_the_keys_that_were_promised() -> None:
    told = asked("--days", "1", "--agents", "30", "--policy", "least-loaded", "--json")
    assert list(json.loads(told.stdout)) == list(Figures.__struct_fields__)


def test_several_seeds_and_policies_are_told_one_a_line() -> None:
    both = ["--policy", "least-loaded", "--policy", "self-picking", "--seed", "1", "--seed", "2"]
    told = asked("--days", "1", "--agents", "30", "--json", *both)
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert [(line["seed"], line["policy"]) for line in lines] == [
        (1, "least-loaded"), (1, "self-picking"), (2, "least-loaded"), (2, "self-picking"),
    ]  # fmt: skip


def test_a_policy_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(PolicyIsUnknown, match="policy 'best' is unknown; expected one of ours"):
        simulated(a_day(), "best")

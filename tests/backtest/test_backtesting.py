"""A backtest tells each policy beside the baseline, the oracle and chance, in figures and in words."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
import typer
from typer.testing import CliRunner

from services.assignment.backtest.backtesting import Told, backtested
from services.assignment.backtest.commands import add_commands
from services.assignment.backtest.intervals import interval, paired
from services.assignment.backtest.parallel import at_once
from services.assignment.backtest.runs import Replays
from services.assignment.simulator.policies import PolicyIsUnknown
from shared.command_line import code_of
from shared.eventlog.port import RequestIsUnclear
from tests.backtest.pasts import week
from tests.desks import Desk
from tests.imports.histories import given


@pytest.fixture(scope="module")
def told() -> Told:
    replays = Replays(week())
    heard: list[tuple[str, int, int]] = []
    answer = backtested(
        replays, "ours", "recorded", seeds=2, run=at_once(replays),
        progress=lambda *each: heard.append(each),
    )  # fmt: skip
    assert heard[-1] == ("random", 2, 2), "long runs say how far they are"
    return answer


def test_the_keys_are_those_of_simulate(told: Told) -> None:
    run = json.loads(msgspec.json.encode(told))["runs"][0]
    assert {"policy", "seed", "m30", "worst_lead", "gini_tough_per_present_day"} <= set(run)
    assert (run["scenario"], run["toughness"]) == ("backtest", "forecast")


def test_ceiling_and_floor_are_always_beside(told: Told) -> None:
    assert set(told.means) == {"ours", "recorded", "oracle", "random"}
    found = told.against["recorded"]["gini_tough_per_present_day"]
    assert found.low <= found.mean <= found.high < 0, "fairer than the past, whatever the ties"


def test_it_says_in_words_what_it_goes_by_and_what_it_cannot_know(told: Told) -> None:
    words = " ".join(told.notes)
    assert "no roster" in words
    assert "Recorded reassignments were caused by the recorded routing" in words
    assert "slowest tenth" in words
    assert "30 minutes" in words


def test_an_interval_of_equal_values_is_that_value_and_pairs_cancel_what_they_share() -> None:
    assert interval([2.0, 2.0, 2.0]).high == 2.0
    assert paired([1.0, 5.0, 9.0], [2.0, 6.0, 10.0]).low == -1.0


def test_an_unknown_policy_is_refused_by_name() -> None:
    replays = Replays(week())
    with pytest.raises(PolicyIsUnknown, match="policy 'best' is unknown; expected one of ours"):
        backtested(
            replays, "best", "recorded", seeds=1, run=at_once(replays), progress=lambda *_: None
        )


def typed(*words: str) -> Any:
    """The command over an imported desk."""
    desk = Desk()
    given(desk, "uci498", "uci498")

    @contextmanager
    def reading() -> Iterator[Desk]:
        yield desk

    app = typer.Typer()
    app.command("nothing")(lambda: None)
    add_commands(app, reading, kernel=lambda: None)
    return CliRunner().invoke(app, ["backtest", *words], catch_exceptions=False)


def test_a_small_import_can_be_replayed_by_command() -> None:
    answer = json.loads(
        typed(
            "--to", "2026-03-03", "--min-tickets", "1", "--seeds", "1", "--processes", "1", "--json"
        ).stdout
    )
    assert answer["tickets"] >= 1
    assert answer["baseline"] == "recorded"


def test_a_day_that_is_none_is_refused_with_what_was_expected() -> None:
    with pytest.raises(
        RequestIsUnclear, match="--from '4/4' is no day; expected one such as"
    ) as no:
        typed("--from", "4/4")
    assert code_of(no.value) == 2

"""A backtest tells each policy beside the baseline, the oracle and chance, in figures and in words."""

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
import typer
from msgspec.structs import replace
from typer.testing import CliRunner

from services.assignment.backtest.backtesting import Told, backtested
from services.assignment.backtest.intervals import interval, paired
from services.assignment.backtest.parallel import at_once
from services.assignment.backtest.runs import Replays
from services.assignment.backtest.tried_policy import tried
from services.assignment.commands.backtest import add_commands, compared
from services.assignment.simulator.policies import PolicyIsUnknown
from shared.command_line import code_of
from shared.eventlog.port import RequestIsUnclear
from tests.backtest.pasts import HOUR, week
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


def test_waits_that_end_at_different_things_are_not_held_against_each_other(told: Told) -> None:
    words = " ".join(told.notes)
    assert "Waiting as recorded and as replayed cannot be compared" in words
    assert "mean_wait_minutes" in told.incomparable
    said = compared(told)
    assert not [each for each in said if "wait" in each and "recorded" in each]
    assert [each for each in said if "wait" in each and "random" in each]


def test_where_the_log_tells_when_work_began_waits_are_compared() -> None:
    past = week()
    worked = tuple(
        replace(each, case=dataclasses.replace(each.case, seconds=600, begun=each.arrives + HOUR))
        for each in past.tickets
    )
    replays = Replays(replace(past, tickets=worked))
    told = backtested(
        replays, "round-robin", "recorded", seeds=1, run=at_once(replays), progress=lambda *_: None
    )
    assert told.incomparable == ()
    assert "cannot be compared" not in " ".join(told.notes)
    assert told.means["recorded"]["mean_wait_minutes"].mean == 60


def test_a_policy_of_ones_own_goes_through_the_past_as_the_shipped_one_does(tmp_path: Path) -> None:
    file = tmp_path / "alone.json"
    rates = {"rotation_weight": 0, "reserve_price": 0}
    file.write_bytes(msgspec.json.encode({"version": 7, "assignment": rates}))
    asked = tried(str(file), ["fairness.cap=1000"])
    assert asked.document
    assert (asked.document.assignment.rotation_weight, asked.document.fairness.cap) == (
        0,
        1_000_000,
    )
    other = tried("ours", ["assignment.rotation_weight=0", "assignment.load_weight=0"])
    assert other.document
    replays = Replays(week(), tried={asked.name: asked.document, other.name: other.document})
    found = msgspec.structs.asdict(replays.run(asked.name, 1))
    alike = msgspec.structs.asdict(replays.run("ours-without-ledger", 1))
    assert found["policy"] == f"{file}, fairness.cap=1000"
    assert found | {"policy": ""} == alike | {"policy": ""}
    assert replays.run(other.name, 1).worst_lead != replays.run("ours", 1).worst_lead


@pytest.mark.parametrize(
    ("named", "changes", "words"),
    [
        ("best", [], "policy 'best' is unknown; expected one of ours"),
        ("round-robin", ["fairness.cap=1"], "'round-robin' follows no document that --set could"),
        ("missing.json", [], r"missing.json cannot be read \(No such file"),
        ("ours", ["fairness.cup=1"], "there is no policy.fairness.cup; expected one of"),
    ],
)
def test_what_names_no_policy_is_refused_with_what_was_expected(
    named: str, changes: list[str], words: str
) -> None:
    with pytest.raises(RequestIsUnclear, match=words):
        tried(named, changes)


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
            "--to", "2026-03-03", "--min-tickets", "1", "--seeds", "1", "--processes", "1", "--json",
            "--set", "fairness.cap=1.5",
        ).stdout
    )  # fmt: skip
    assert answer["tickets"] >= 1
    assert answer["policy"] == "ours, fairness.cap=1.5"
    assert answer["baseline"] == "recorded"


def test_a_day_that_is_none_is_refused_with_what_was_expected() -> None:
    with pytest.raises(
        RequestIsUnclear, match="--from '4/4' is no day; expected one such as"
    ) as no:
        typed("--from", "4/4")
    assert code_of(no.value) == 2

"""A backtest: policies through the past, seed by seed, and what follows from comparing them."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import msgspec

from services.assignment.backtest.as_recorded import RECORDED
from services.assignment.backtest.intervals import Interval, interval, paired
from services.assignment.backtest.parallel import Runs
from services.assignment.backtest.runs import ORACLE, POLICIES, RANDOM, Replayed, Replays
from services.assignment.backtest.words import begun_unknown, notes
from services.assignment.simulator.policies import PolicyIsUnknown

WAITS = ("mean_wait_minutes", "p95_wait_minutes", "max_wait_minutes", "tough_p95_wait_minutes")
COMPARED = (
    *WAITS, "breach_share", "handover_share", "gini_tickets_per_present_day", "gini_effort_per_present_day",
    "gini_load", "gini_tough_per_present_day", "m7", "m30", "worst_lead", "worst_lag",
)  # fmt: skip
"""Figures of which means and differences are told."""
Progress = Callable[[str, int, int], None]
"""Told what is being run, how many runs are done, and how many there are."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a backtest says."""

    team: str
    begins: str
    days: int
    agents: int
    tickets: int
    tough_tickets: int
    seeds: int
    policy: str
    baseline: str
    means: dict[str, dict[str, Interval]]
    """By policy and figure."""
    against: dict[str, dict[str, Interval]]
    """The policy minus the baseline, the oracle, chance: by whom and figure, seed by seed."""
    incomparable: tuple[str, ...] = ()
    """Figures in which the past as it was cannot be held against a replay; the notes say why."""
    notes: tuple[str, ...]
    """What the figures go by, and what no replay can know."""
    runs: tuple[Replayed, ...]
    """Each policy on each seed, with the keys of `simulate`."""


def must_be_known(*names: str) -> None:
    """Refuse a policy that cannot go through the past. Raises `PolicyIsUnknown`."""
    for name in names:
        if name not in POLICIES:
            raise PolicyIsUnknown(
                f"policy {name!r} is unknown; expected one of {', '.join(POLICIES)}"
            )


def backtested(
    replays: Replays, policy: str, baseline: str, *, seeds: int, progress: Progress, run: Runs
) -> Told:
    """The policy beside the baseline, the oracle and chance, under so many seeds.

    Raises `PolicyIsUnknown`.
    """
    must_be_known(*({policy, baseline} - replays.own.keys()))
    names = list(dict.fromkeys((policy, baseline, ORACLE, RANDOM)))
    runs = {name: run_all(replays, name, seeds, progress, run) for name in names}
    past = replays.past
    return Told(
        team=past.team,
        begins=f"{past.begins:%Y-%m-%d}",
        days=past.days,
        agents=len(past.agents),
        tickets=len(past.tickets),
        tough_tickets=sum(each.tough for each in past.tickets),
        seeds=seeds,
        policy=policy,
        baseline=baseline,
        means={name: means(of) for name, of in runs.items()},
        against={
            name: differences(runs[policy], of) for name, of in runs.items() if name != policy
        },
        incomparable=WAITS if RECORDED in names and begun_unknown(past) else (),
        notes=notes(past, replays.document),
        runs=tuple(each for of in runs.values() for each in dict.fromkeys(of)),
    )


def run_all(
    replays: Replays, name: str, seeds: int, progress: Progress, run: Runs
) -> list[Replayed]:
    """One policy under every seed, in order; the past as it was is the same under each."""
    if name == RECORDED:
        return [replays.run(name, 0)] * seeds
    finished, waiting = count(1), []
    for seed in range(1, seeds + 1):
        waiting.append(run(name, seed))
        waiting[-1].add_done_callback(lambda _: progress(name, next(finished), seeds))
    return [each.result() for each in waiting]


def values(runs: Sequence[Replayed], figure: str) -> list[float] | None:
    """A figure seed by seed; None where it is empty for any."""
    found: list[Any] = [getattr(run, figure) for run in runs]
    return None if None in found else found


def means(runs: Sequence[Replayed]) -> dict[str, Interval]:
    """Each figure that there is."""
    return {
        figure: interval(found)
        for figure in COMPARED
        if (found := values(runs, figure)) is not None
    }


def differences(ours: Sequence[Replayed], theirs: Sequence[Replayed]) -> dict[str, Interval]:
    """Each figure that both have, ours minus theirs."""
    return {
        figure: paired(mine, other)
        for figure in COMPARED
        if (mine := values(ours, figure)) is not None
        and (other := values(theirs, figure)) is not None
    }

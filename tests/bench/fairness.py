"""What fairness comes to and costs on invented desks: ours, the same without its ledger, every rival.

Everything holds for one policy document, the shipped default; it was tuned on seeds 1 to 10, and the seeds
below were chosen afterwards. Each figure is the mean over seeds with the worst beside it; differences are
paired by seed, their intervals from the bootstrap. A run counts CPU of its own process after the kernel is
compiled.
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from statistics import mean
from typing import Any, NamedTuple

from services.assignment.engine.search import compiling
from services.assignment.fairness import Figures
from services.assignment.simulator.dice import Dice
from services.assignment.simulator.policies import NAMES, TUNED
from services.assignment.simulator.scenarios import knobs_of, world_of
from services.assignment.simulator.simulate import Toughness, simulated
from shared.settings import Settings

SEEDS = (31, 32, 33, 34, 35)
SEEDS_OF_300 = (31, 32)
DAYS, DAYS_OF_300 = 90, 30
AT_ONCE = 2
"""Processes; the machine of the table has two cores."""
RESAMPLES = 10_000
OURS, WITHOUT = "ours", "ours-without-ledger"
WEIGHED = (
    "mean_wait_minutes", "p95_wait_minutes", "max_wait_minutes", "tough_p95_wait_minutes",
    "breach_share", "handover_share", "gini_load", "gini_tough_per_present_day", "m30",
    "worst_lead", "worst_lag",
)  # fmt: skip
"""Figures that rivals are held against; less is better in each."""
NEEDED = ("breach_share", "handover_share", "gini_load", "m30", "worst_lead")
"""Where ours has to be better than the best tuned rival."""
Runs = dict[str, list[Figures]]
Measured = dict[tuple[str, str], Any]
"""Figures by scenario and toughness, then policy, in order of seeds; and CPU seconds of ours."""


class Job(NamedTuple):
    """One run."""

    scenario: str
    days: int
    policy: str
    toughness: Toughness
    seed: int


def run() -> dict[str, Any]:
    """The rows of the table."""
    return rows(measured([*of_60(), *of_300()]))


def rows(done: Measured) -> dict[str, Any]:
    """The same of what was measured."""
    known, forecast = done["guide", "known"], done["guide", "forecast"]
    return {
        "seeds": list(SEEDS),
        "60 agents, known": guarantee(known[OURS], m30=0.020, lead=3.5, lag=4.5),
        "60 agents, forecast": guarantee(forecast[OURS], m30=0.023, lead=4.0, lag=6.5),
        "300 agents, known": guarantee(done["agents-300", "known"][OURS], m30=0.014, lead=3.0),
        "300 agents, forecast": guarantee(
            done["agents-300", "forecast"][OURS], m30=0.014, lead=3.0
        ),
        "price of fairness": price(known),
        "against the best tuned rival": duel(known),
        "every policy": {name: means(runs) for name, runs in known.items()},
        "cpu_s": {"60 agents, 90 days": spent(done["cpu", "guide"])},
    }


def of_60() -> Iterable[Job]:
    """The guide's desk under every policy, ours also by forecast."""
    for seed in SEEDS:
        yield from (Job("guide", DAYS, name, "known", seed) for name in NAMES)
        yield Job("guide", DAYS, OURS, "forecast", seed)


def of_300() -> Iterable[Job]:
    """Three hundred agents, two thousand tickets a day."""
    for seed in SEEDS_OF_300:
        yield Job("agents-300", DAYS_OF_300, OURS, "known", seed)
        yield Job("agents-300", DAYS_OF_300, OURS, "forecast", seed)


def measured(jobs: list[Job]) -> Measured:
    """Every job's figures."""
    found: Measured = {}
    with ProcessPoolExecutor(AT_ONCE, initializer=warm_up) as processes:
        for job, (figures, cpu) in zip(jobs, processes.map(one, jobs), strict=True):
            runs = found.setdefault((job.scenario, job.toughness), {})
            runs.setdefault(job.policy, []).append(figures)
            if job.policy == OURS:
                found.setdefault(("cpu", job.scenario), []).append(cpu)
    return found


def warm_up() -> None:
    """Compile the kernel, or read it; no run pays for it."""
    compiling.load(Settings().kernel)


def one(job: Job) -> tuple[Figures, float]:
    """A run's figures and its CPU seconds, its world's invention included."""
    began = time.process_time()
    world = world_of(knobs_of(job.scenario, days=job.days, agents=None), job.seed)
    figures = simulated(world, job.policy, toughness=job.toughness)
    return figures, time.process_time() - began


def guarantee(runs: list[Figures], *, m30: float, lead: float, lag: float | None = None) -> Any:
    """Misplaced work, lead and lag: mean, worst, and whether the mean reaches the goal."""
    goals = {"m30": m30, "worst_lead": lead} | ({"worst_lag": lag} if lag else {})
    return {
        name: told([getattr(each, name) for each in runs]) | {"goal": goal}
        for name, goal in goals.items()
    } | {"exceptions": told([each.exceptions for each in runs])}


def told(values: list[float]) -> dict[str, float]:
    """Mean and worst."""
    return {"mean": round(mean(values), 4), "worst": round(max(values), 4)}


def price(known: Runs) -> dict[str, Any]:
    """What the ledger costs beside the same engine without it: per cent, with the upper 95 % bound."""
    found = {}
    for name, goal in (("mean_wait_minutes", 2.5), ("tough_p95_wait_minutes", 10.0)):
        pairs = [
            (getattr(fair, name), getattr(free, name))
            for fair, free in zip(known[OURS], known[WITHOUT], strict=True)
        ]
        low, high = interval(pairs, dearer)
        found[name] = {
            "per cent": round(dearer(pairs), 2), "from": low, "to": high, "goal, upper": goal,
        }  # fmt: skip
    return found


def dearer(pairs: list[tuple[float, float]]) -> float:
    """By how many per cent the first of all pairs together exceed the second."""
    return 100 * (sum(a for a, _ in pairs) / sum(b for _, b in pairs) - 1)


def interval(
    pairs: list[tuple[float, float]], of: Callable[[list[tuple[float, float]]], float]
) -> tuple[float, float]:
    """The middle 95 % of a figure over pairs drawn anew with replacement (Efron 1979)."""
    dice, count = Dice(1), len(pairs)
    drawn = sorted(of([pairs[dice.below(count)] for _ in pairs]) for _ in range(RESAMPLES))
    return round(drawn[RESAMPLES * 25 // 1_000], 2), round(drawn[RESAMPLES * 975 // 1_000 - 1], 2)


def duel(known: Runs) -> dict[str, Any]:
    """Row by row: ours, the best tuned rival in that row, and who wins; means with the worst beside."""
    rivals = [name for name in known if name.endswith(TUNED)] + ["self-picking", "ordered-queue"]
    found = {}
    for figure in WEIGHED:
        best = min(rivals, key=lambda name: of(known[name], figure)["mean"])
        ours, theirs = of(known[OURS], figure), of(known[best], figure)
        found[figure] = {
            "ours": ours, "best rival": theirs, "which": best,
            "won": "yes" if ours["mean"] < theirs["mean"] else "no", "needed": figure in NEEDED,
        }  # fmt: skip
    return found


def of(runs: list[Figures], figure: str) -> dict[str, float]:
    """Mean over seeds, and the worst of them."""
    return told([getattr(each, figure) for each in runs])


def means(runs: list[Figures]) -> dict[str, Any]:
    """Every figure's mean over seeds, and the worst of them."""
    return {name: of(runs, name) for name in (*WEIGHED, "exceptions")}


def spent(seconds: list[float]) -> dict[str, float]:
    """CPU seconds of one run."""
    return {"mean": round(mean(seconds), 1), "worst": round(max(seconds), 1)}

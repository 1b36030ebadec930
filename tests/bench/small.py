"""How often a batch of up to twenty tickets is answered exactly, by what the search may spend on it.

The optima were proven offline and are kept by the digest of their problem; `python -m tests.bench.small
[SECONDS]` proves those that are missing, with so much deterministic time for each. Rounds of a log are stated
by the rules, so after a rule has changed it is to be run again. One that is not proven counts as missed.
"""

import json
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from services.assignment.engine.exact import cp_sat
from services.assignment.engine.form.plan import Cost
from services.assignment.engine.form.problem import Problem, digest
from services.assignment.engine.search import compiling, pipeline
from services.assignment.engine.search.budget import units_of
from shared.settings import Settings
from tests.bench import rounds
from tests.bench.cut_rounds import rounds as cut
from tests.bench.instances import KINDS, arriving
from tests.bench.timing import timed

OPTIMA = Path(__file__).parent / "kept_optima.json"
MOST = 20
BUDGETS = (0.5, 2, 8, 24)
SEEDS = (1, 2, 3)
LIVE, EVERY_THREE_HOURS = 30, 12
"""Rounds taken from a log: as they would be now, and with what came in for three hours."""
AT_ONCE = 40
"""Tickets that somebody may be given of three hours."""
SECONDS = 20.0


def batches() -> Iterator[tuple[str, Problem]]:
    """Every batch with the name of its kind."""
    yield from invented()
    yield from (("log, live", each) for each in largest(cut(0, 1), LIVE))
    yield from (("log, three hours", each) for each in largest(cut(3, AT_ONCE), EVERY_THREE_HOURS))


def invented() -> Iterator[tuple[str, Problem]]:
    """Those that are drawn from seeds."""
    for tickets in (3, 5, 10, 20):
        for seed in range(8):
            yield "dense", rounds.batch(tickets, 12, seed)
    for agents in (100, 400):
        for tickets in (5, 10, 15, 20):
            for seed in (1, 2, 3):
                yield "arriving", arriving(tickets, agents, seed)
    for kind in ("ordinary", "tight", "islands", "skills against load"):
        for seed in range(1, 6):
            yield kind, KINDS[kind](MOST, 8, seed)


def largest(several: list[Problem], most: int) -> list[Problem]:
    """The largest rounds of up to twenty tickets, of equal ones the earliest."""
    small = [each for each in several if len(each.tickets) <= MOST]
    return sorted(small, key=lambda each: -len(each.arc_agent))[:most]


def kept() -> dict[str, Cost]:
    """The proven optima by digest."""
    return {name: Cost(*cost) for name, cost in json.loads(OPTIMA.read_text()).items()}


def run() -> dict[str, Any]:
    """By budget: the share that is exact, and CPU; what is not proven, by kind."""
    optima, several = kept(), list(batches())
    known = [(kind, each, optima.get(digest(each))) for kind, each in several]
    return {
        "batches": len(several),
        "unproven": [kind for kind, _, best in known if best is None],
        "budgets": {f"{budget} ms": measured(known, budget) for budget in BUDGETS},
    }


def measured(known: list[tuple[str, Problem, Cost | None]], budget: float) -> dict[str, Any]:
    """The share of exact answers in per cent over all seeds, CPU milliseconds, and kinds missed."""
    exactly, spent, missed = 0, [], []
    for kind, problem, best in known:
        for seed in SEEDS:
            found, milliseconds = timed(problem, units_of(budget), seed)
            spent.append(milliseconds)
            exactly += found.cost == best
            if found.cost != best:
                missed.append(f"{kind} {len(problem.tickets)}")
    return {
        "exact_percent": round(100 * exactly / len(spent), 1),
        "cpu_ms_p50": round(statistics.median(spent), 2),
        "cpu_ms_p95": round(sorted(spent)[int(0.95 * len(spent))], 2),
        "missed": missed,
    }


def proven(problem: Problem, seconds: float) -> Cost | None:
    """What the best plan costs; None where so much time does not prove it."""
    found = pipeline.solve(problem, seed=1, units=units_of(1_000))
    if found.bounds.meet(found.cost):
        return found.cost
    proof = cp_sat.prove(problem, found.owners, limit=seconds, seed=1)
    return proof.cost if proof.proven else None


def main() -> int:
    """Prove what is not proven yet, and let go of what is asked about no more."""
    compiling.load(Settings().kernel)
    before, optima = kept(), {}
    for kind, problem in batches():
        name = digest(problem)
        best = before.get(name)
        if best is None:
            best = proven(problem, float(sys.argv[1]) if sys.argv[1:] else SECONDS)
            print(f"{kind}, {len(problem.tickets)} tickets: {best or 'not proven'}", flush=True)
        if best is not None:
            optima[name] = (best.risk, best.overflow, best.minutes)
    OPTIMA.write_text(json.dumps(optima, indent=0, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

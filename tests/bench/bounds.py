"""Bounds of the invented batches, found once with much time and kept with the prices that prove them.

`python -m tests.bench.bounds KIND TICKETS AGENTS SEED [ROUNDS]` finds one and keeps it where it is higher
than what is kept. The batch itself is made anew from its seed; its digest is part of the certificate.
"""

import sys
import zlib
from pathlib import Path
from typing import Any

import msgspec

from services.assignment.engine.form.problem import Problem
from services.assignment.engine.knapsack.ascent import certified
from services.assignment.engine.knapsack.certificate import Certificate, OnLevel
from services.assignment.engine.knapsack.recheck import rechecked
from services.assignment.engine.search import compiling, pipeline
from services.assignment.engine.search.budget import units_of
from shared.settings import Settings
from tests.bench.instances import KINDS

FOLDER = Path(__file__).parent / "kept_bounds"
ROUNDS = 1_500
SEARCHED_FOR = 2_000
"""Milliseconds of search for the plan that the prices are raised towards."""
GRAIN, LARGE = 100, 2_000
"""To what milli-minutes prices are rounded, so that files stay small, and from how many tickets on."""


def file_of(kind: str, tickets: int, agents: int, seed: int) -> Path:
    """Where the bound of a batch is kept."""
    return FOLDER / f"{kind.replace(' ', '_')}-{tickets}x{agents}-{seed}.json.zlib"


def kept() -> list[tuple[str, int, int, int]]:
    """Every batch whose bound is kept."""
    told = []
    for file in sorted(FOLDER.glob("*.json.zlib")):
        kind, size, seed = file.name.removesuffix(".json.zlib").rsplit("-", 2)
        tickets, agents = size.split("x")
        told.append((kind.replace("_", " "), int(tickets), int(agents), int(seed)))
    return told


def certificate_of(kind: str, tickets: int, agents: int, seed: int) -> Certificate | None:
    """The kept certificate of a batch; None where there is none."""
    file = file_of(kind, tickets, agents, seed)
    if not file.exists():
        return None
    return msgspec.json.decode(zlib.decompress(file.read_bytes()), type=Certificate)


def found(problem: Problem, rounds: int) -> Certificate:
    """The best prices that some minutes of searching find, counted twice."""
    plan = pipeline.solve(problem, seed=1, units=units_of(SEARCHED_FOR))
    proof = certified(problem, plan.owners, plan.cost, OnLevel.MINUTES, rounds=rounds)
    if len(problem.tickets) >= LARGE:
        proof = coarse(problem, proof)
    rechecked(problem, proof)
    return proof


def coarse(problem: Problem, proof: Certificate) -> Certificate:
    """The certificate with rounded prices, and what those prove."""
    prices = [GRAIN * round(price / GRAIN) for price in proof.tickets]
    rough = msgspec.structs.replace(proof, tickets=prices, bound=0)
    return msgspec.structs.replace(rough, bound=rechecked(problem, rough))


def run() -> dict[str, Any]:
    """Every kept bound, counted anew."""
    return {
        f"{kind} {tickets} × {agents}, seed {seed}": counted_anew(kind, tickets, agents, seed)
        for kind, tickets, agents, seed in kept()
    }


def counted_anew(kind: str, tickets: int, agents: int, seed: int) -> int:
    """The bound in milli-minutes, from the kept prices alone."""
    proof = certificate_of(kind, tickets, agents, seed)
    assert proof is not None, "only what is kept is counted"
    return rechecked(KINDS[kind](tickets, agents, seed), proof)


def main() -> int:
    """Find the bound of the batch that is named."""
    kind, tickets, agents, seed, *rounds = sys.argv[1], *map(int, sys.argv[2:])
    compiling.load(Settings().kernel)
    before = certificate_of(kind, tickets, agents, seed)
    proof = found(KINDS[kind](tickets, agents, seed), *(rounds or [ROUNDS]))
    told = f"{proof.bound}, before {before.bound if before else 'none'}"
    print(f"{kind} {tickets} × {agents}, seed {seed}: {told}")
    if before is None or before.bound < proof.bound:
        FOLDER.mkdir(exist_ok=True)
        file = file_of(kind, tickets, agents, seed)
        file.write_bytes(zlib.compress(msgspec.json.encode(proof), level=9))
    return 0


if __name__ == "__main__":
    sys.exit(main())

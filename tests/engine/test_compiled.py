"""The kernel gives the same plan interpreted and compiled, and is compiled beside the deciding."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assignment.engine.form.problem import Problem
from services.assignment.engine.kernel.step import mode
from services.assignment.engine.search import compiling, pipeline
from services.assignment.engine.search.trying_out import busy
from services.assignment.engine.search.weighing import Weighing
from tests.cases import cases
from tests.engine.problems import problems


@contextmanager
def interpreted() -> Iterator[None]:
    """As a process decides before its kernel is compiled."""
    mode.compiled = False
    try:
        yield
    finally:
        del mode.compiled


@given(problems(tickets=5, agents=4), st.integers(0, 2**63))
@cases(40)
def test_a_small_plan_is_the_same_interpreted_and_compiled(problem: Problem, seed: int) -> None:
    compiled = pipeline.solve(problem, seed=seed, units=60)
    with interpreted():
        assert pipeline.solve(problem, seed=seed, units=60) == compiled


@pytest.mark.slow
def test_a_plan_found_by_prices_is_the_same_interpreted_and_compiled() -> None:
    compiled = pipeline.solve(busy(), seed=5, units=150)
    with interpreted():
        assert pipeline.solve(busy(), seed=5, units=150) == compiled


def test_every_way_is_tried_alike_interpreted_and_compiled() -> None:
    compiled = pipeline.solve(busy(12), seed=5, units=400)
    with interpreted():
        assert pipeline.solve(busy(12), seed=5, units=400) == compiled


def test_what_agents_would_cost_is_the_same_interpreted_and_compiled() -> None:
    owners = pipeline.solve(busy(), seed=5, units=50).owners
    compiled = Weighing(busy(), owners).best(3, 5)
    with interpreted():
        assert Weighing(busy(), owners).best(3, 5) == compiled
    assert [each.cost for each in compiled] == sorted(each.cost for each in compiled)


def test_another_state_of_the_sources_has_another_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "step.py"
    source.write_text("1")
    monkeypatch.setattr(compiling, "SOURCES", (source,))
    before = compiling.place_of(tmp_path)
    source.write_text("12")
    assert compiling.place_of(tmp_path) != before


@pytest.mark.slow
def test_a_process_goes_over_to_the_compiled_kernel_when_it_is_ready(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from services.assignment.engine.search import compiling, pipeline, trying_out\n"
        "from services.assignment.engine.kernel.step import mode\n"
        "beside = compiling.Compiling(pathlib.Path(sys.argv[1])); beside.begin()\n"
        "first = pipeline.solve(trying_out.busy(), seed=1, units=20), mode.compiled\n"
        "beside.wait(); then = pipeline.solve(trying_out.busy(), seed=1, units=20), mode.compiled\n"
        "print(first[0] == then[0], first[1], then[1])"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    told = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "False", "True"]

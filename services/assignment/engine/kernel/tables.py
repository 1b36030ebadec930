"""The problem as the kernel reads it: flat arrays, upper levels in one number, curves as lines with marks."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.curve import UNIT
from services.assignment.engine.form.curves import Curves
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.kernel.step import inlined

Indices = npt.NDArray[np.uint32]
NOWHERE = 1 << 62
"""Farther than any x; where the first line of a curve begins, negated, and the last one ends."""


class Lines(NamedTuple):
    """All lines of all curves of one kind, one curve after the other."""

    slope: Column
    base: Column
    since: Column
    """By line: the x from which it is the highest."""
    until: Column
    """By line: the x at which the next one takes over."""


class Tables(NamedTuple):
    """Everything that stays as it is during a search."""

    arc_start: Column
    arc_agent: Indices
    """Unsigned, so that compiled code need not ask whether an index counts from the end."""
    arc_minutes: Column
    arc_price: Column
    pressing: Column
    """By ticket: what leaving it costs on the upper levels; more than any overflow of the whole plan."""
    waiting: Column
    points: Column
    tough: Column
    """By ticket: 1 if it takes a place for tough ones."""
    load: Lines
    lead: Lines


@inlined
def line_at(lines: Lines, near: int, x: int) -> int:
    """The line that is highest at x, looked for from a near one of the same curve."""
    line = near
    while x >= lines.until[line]:
        line += 1
    while x < lines.since[line]:
        line -= 1
    return line


@inlined
def cost_on(lines: Lines, line: int, x: int) -> int:
    """Milli-minutes at x on a line."""
    return (lines.slope[line] * x + lines.base[line]) // UNIT


def tables(problem: Problem) -> Tables:
    """The problem for the kernel."""
    return Tables(
        arc_start=problem.arc_start,
        arc_agent=problem.arc_agent.astype(np.uint32),
        arc_minutes=problem.arc_minutes,
        arc_price=frozen(problem.prices()),
        pressing=frozen(problem.risk * heavier_than_overflow(problem)),
        waiting=problem.waiting,
        points=problem.toughness,
        tough=frozen((problem.toughness >= problem.tough_from).astype(np.int64)),
        load=lines(problem.load_curve),
        lead=lines(problem.lead_curve),
    )


def heavier_than_overflow(problem: Problem) -> int:
    """By what a point of risk is multiplied so that it counts before every milli-point of overflow."""
    return 1 + int(problem.toughness.sum())


def lines(curves: Curves) -> Lines:
    """The curves as lines; what lies beyond an end is kept away by the agents' rooms."""
    until, since = curves.until.copy(), np.empty_like(curves.until)
    since[1:] = curves.until[:-1]
    since[curves.line_start[:-1]] = -NOWHERE
    until[curves.line_start[1:] - 1] = NOWHERE
    return Lines(curves.slope, curves.base, frozen(since), frozen(until))


def frozen(values: Column) -> Column:
    """The array, from now on read-only, as all arrays of one type have to be for compiled steps."""
    values.setflags(write=False)
    return values

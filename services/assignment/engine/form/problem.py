"""One canonical numeric problem: what the kernel, the exact model, the referee and explanations read.

Whole numbers only (milli-minutes, milli-points), so that a plan costs the same on every machine. Ids
stand in sorted order, arcs in order of ticket and agent, and every column is read-only.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np

from services.assignment.engine.form.columns import LARGEST_STANDING, Column, column
from services.assignment.engine.form.curves import Curves
from services.assignment.engine.form.sides import Side


class Problem(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Which ticket may go to whom, and what that adds. Equal problems have equal digests."""

    tickets: tuple[str, ...]
    agents: tuple[str, ...]

    arc_start: Column
    """Ticket t's arcs are arc_start[t] up to, not including, arc_start[t + 1]."""
    arc_agent: Column
    """Index of the agent, rising within a ticket."""
    arc_minutes: Column
    """Milli-minutes of load the ticket adds on that agent."""
    terms: Mapping[str, Column]
    """Milli-minutes by price rule, one for each arc."""

    risk: Column
    """By ticket, level 1: the imminent breach of leaving it waiting; 0 where the promise is not near."""
    waiting: Column
    """By ticket, level 3: milli-minutes of leaving it waiting."""
    toughness: Column
    """Milli-points by ticket."""
    tough_from: int
    """Milli-points from which a ticket takes one of its agent's places for tough ones."""

    slots: Column
    """By agent: how many more tickets may be given now."""
    minutes_free: Column
    """By agent: how many more milli-minutes of load fit in."""
    tough_slots: Column
    """By agent: how many more tough tickets may be given now."""
    load: Column
    """By agent: milli-minutes carried already."""
    lead: Column
    """By agent: milli-points ahead of entitlement, or behind."""
    lead_cap: Column
    """By agent: milli-points of lead; what a plan adds above is overflow, level 2."""
    load_curve: Curves
    lead_curve: Curves

    sides: tuple[Side, ...]

    def arcs(self, ticket: int) -> range:
        """The arcs of a ticket."""
        return range(int(self.arc_start[ticket]), int(self.arc_start[ticket + 1]))

    def prices(self) -> Column:
        """By arc: the sum of all price rules, in milli-minutes."""
        total = np.zeros(len(self.arc_agent), dtype=np.int64)
        for each in self.terms.values():
            total += each
        return total

    def tough(self) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """By ticket: whether it takes a place for tough ones."""
        return self.toughness >= self.tough_from


NEVER_TOUGH = LARGEST_STANDING
"""`tough_from` of a desk that does not count tough tickets."""


def unlimited(agents: int) -> Column:
    """By agent: a limit that binds nobody."""
    return column([LARGEST_STANDING] * agents)


def arcs_of(eligible: Sequence[Sequence[int]]) -> tuple[Column, Column]:
    """`arc_start` and `arc_agent` from the agents of each ticket, rising."""
    lengths = np.array([0, *map(len, eligible)], dtype=np.int64)
    return column(np.cumsum(lengths)), column([agent for each in eligible for agent in each])


def with_only(problem: Problem, ticket: int, agent: int) -> Problem:
    """The problem in which the ticket may go to this agent only, or wait."""
    arcs = problem.arcs(ticket)
    kept = np.ones(len(problem.arc_agent), dtype=np.bool_)
    kept[arcs.start : arcs.stop] = problem.arc_agent[arcs.start : arcs.stop] == agent
    return with_pairs(problem, kept)


def with_pairs(problem: Problem, kept: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Problem:
    """The problem without the arcs that are not kept."""
    before = np.concatenate(([0], np.cumsum(kept)))
    return msgspec.structs.replace(
        problem,
        arc_start=column(before[problem.arc_start]),
        arc_agent=column(problem.arc_agent[kept]),
        arc_minutes=column(problem.arc_minutes[kept]),
        terms={rule: column(each[kept]) for rule, each in problem.terms.items()},
    )


def without_sides(problem: Problem) -> Problem:
    """The problem in which nothing ties tickets together; no plan of it costs more."""
    return msgspec.structs.replace(problem, sides=())


def digest(problem: Problem) -> str:
    """A fingerprint of the frozen input: equal problems, equal digests, on every machine."""
    told = hashlib.sha256()
    for name, values in named(problem):
        told.update(f"{name}:{len(values)}\n".encode())
        told.update(values.astype("<i8", copy=False).tobytes())
    rest = (problem.tickets, problem.agents, problem.tough_from, problem.sides)
    told.update(msgspec.json.encode(rest))
    return told.hexdigest()


def named(problem: Problem) -> Iterator[tuple[str, Column]]:
    """Every column with its field's name, those of terms and curves included."""
    for field in problem.__struct_fields__:
        value = getattr(problem, field)
        if isinstance(value, np.ndarray):
            yield field, value
        elif isinstance(value, Curves):
            for part in value.__struct_fields__:
                yield f"{field}.{part}", getattr(value, part)
    for rule in sorted(problem.terms):
        yield f"terms[{rule}]", problem.terms[rule]

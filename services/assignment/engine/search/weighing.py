"""How the agents compare for one ticket under a plan: what it adds with each, and by which rule."""

import msgspec
import numpy as np

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.plan import WAITING, Owners
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.kernel.carried import nothing_given, place, take_off
from services.assignment.engine.kernel.tables import tables
from services.assignment.engine.kernel.weigh import weigh


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """One agent for one ticket."""

    agent: int
    cost: int
    """Milli-minutes that the ticket adds with them, everything else as planned."""
    terms: dict[str, int]
    """The price rules' part of it."""
    load: int
    """The load curve's part."""
    lead: int
    """The lead curve's part."""


class Weighing:
    """A plan, in which one ticket after the other is weighed."""

    def __init__(self, problem: Problem, owners: Owners) -> None:
        self._problem, self._tables = problem, tables(problem)
        self._carried = nothing_given(problem, self._tables)
        for ticket, owner in enumerate(owners):
            if owner != WAITING:
                place(self._tables, self._carried, ticket, self._arc(ticket, owner))

    def best(self, ticket: int, most: int) -> list[Weighed]:
        """The agents with whom the ticket costs least, whether they have room or not."""
        start, before = (
            self._problem.arcs(ticket).start,
            take_off(self._tables, self._carried, ticket),
        )
        costs = np.zeros(len(self._problem.arcs(ticket)), dtype=np.int64)
        weigh(self._tables, self._carried, ticket, costs)
        told = [
            self._weighed(ticket, start + int(index), costs[index]) for index in least(costs, most)
        ]
        place(self._tables, self._carried, ticket, before)
        return told

    def _weighed(self, ticket: int, arc: int, cost: int) -> Weighed:
        problem, agent = self._problem, int(self._problem.arc_agent[arc])
        lead = problem.lead_curve[agent].marginal(
            int(self._carried.lead[agent]), int(problem.toughness[ticket])
        )
        terms = {rule: int(column[arc]) for rule, column in problem.terms.items()}
        load = int(cost) - lead - sum(terms.values())
        return Weighed(agent=agent, cost=int(cost), terms=terms, load=load, lead=lead)

    def _arc(self, ticket: int, agent: int) -> int:
        arcs = self._problem.arcs(ticket)
        return arcs.start + int(
            np.searchsorted(self._problem.arc_agent[arcs.start : arcs.stop], agent)
        )


def least(costs: Column, most: int) -> Column:
    """The places of the smallest costs, smallest first, of equal ones the first."""
    return np.argsort(costs, kind="stable")[:most]

"""The problem with an answer put into it: this agent on this ticket, or anybody but them.

What is forced is forced above everything else: the ticket weighs more on the first level than all others
together, so that it waits only where the agent could not take it even alone. So the plans of a forced
problem are judged by the problem it came from.
"""

import msgspec
import numpy as np

from services.assignment.engine.form.columns import Column, column
from services.assignment.engine.form.problem import Problem, with_only, with_pairs


def forced(problem: Problem, ticket: int, agent: int) -> Problem:
    """The problem in which the agent gets the ticket."""
    return pressing(with_only(problem, ticket, agent), [ticket])


def refused(problem: Problem, ticket: int, agent: int) -> Problem:
    """The problem in which the ticket goes to anybody but the agent, or waits."""
    return with_pairs(
        problem, (problem.arc_agent != agent) | (ticket_of_each_arc(problem) != ticket)
    )


def with_exactly(problem: Problem, agent: int, tickets: frozenset[int]) -> Problem:
    """The problem in which the agent gets these tickets and no others."""
    among = np.isin(ticket_of_each_arc(problem), sorted(tickets))
    return pressing(with_pairs(problem, among == (problem.arc_agent == agent)), sorted(tickets))


def pressing(problem: Problem, tickets: list[int]) -> Problem:
    """The same problem, in which each of the tickets weighs more than all that is not among them."""
    if not tickets:
        return problem
    risk = problem.risk.copy()
    risk[tickets] = int(problem.risk.sum()) + 1
    return msgspec.structs.replace(problem, risk=column(risk))


def with_lead(problem: Problem, agent: int, lead: int) -> Problem:
    """The problem in which the agent stands so many milli-points ahead."""
    leads = problem.lead.copy()
    leads[agent] = lead
    return msgspec.structs.replace(problem, lead=column(leads))


def ticket_of_each_arc(problem: Problem) -> Column:
    """By arc: the ticket it belongs to."""
    return column(np.repeat(np.arange(len(problem.tickets)), np.diff(problem.arc_start)))

"""A problem back as JSON; reading it again gives one with the same digest."""

import msgspec
import numpy as np

from services.assignment.engine.form.curve import Curve
from services.assignment.engine.form.problem import NEVER_TOUGH, Problem
from services.assignment.engine.stated.sides_by_id import by_id
from services.assignment.engine.stated.statement import (
    AgentColumns,
    ArcColumns,
    CurveLines,
    Statement,
    TicketColumns,
)


def write(problem: Problem) -> bytes:
    """The problem as JSON."""
    return msgspec.json.encode(statement_of(problem))


def statement_of(problem: Problem) -> Statement:
    """The problem with every reference by id."""
    counts = np.diff(problem.arc_start)
    load, lead, listed = listed_curves(problem)
    return Statement(
        tickets=TicketColumns(
            id=list(problem.tickets),
            risk=problem.risk.tolist(),
            waiting=problem.waiting.tolist(),
            toughness=problem.toughness.tolist(),
        ),
        agents=AgentColumns(
            id=list(problem.agents),
            load_curve=load,
            lead_curve=lead,
            **{
                name: getattr(problem, name).tolist()
                for name in ("slots", "minutes_free", "tough_slots", "load", "lead", "lead_cap")
            },
        ),
        arcs=ArcColumns(
            ticket=[problem.tickets[t] for t in np.repeat(np.arange(len(counts)), counts)],
            agent=[problem.agents[a] for a in problem.arc_agent],
            minutes=problem.arc_minutes.tolist(),
        ),
        terms={rule: each.tolist() for rule, each in sorted(problem.terms.items())},
        curves=listed,
        tough_from=None if problem.tough_from == NEVER_TOUGH else problem.tough_from,
        sides=[by_id(side, problem) for side in problem.sides],
    )


def listed_curves(problem: Problem) -> tuple[list[int], list[int], list[CurveLines]]:
    """The place of each agent's load curve and lead curve, and each different curve once."""
    place: dict[Curve, int] = {}
    which = []
    for several in (problem.load_curve, problem.lead_curve):
        own = [several.curve(index) for index in range(len(several.line_start) - 1)]
        at = [place.setdefault(curve, len(place)) for curve in own]
        which.append([at[index] for index in several.which.tolist()])
    lines = [
        CurveLines(
            slopes=list(each.slopes), bases=list(each.bases), knots=list(each.knots), end=each.end
        )
        for each in place
    ]
    return which[0], which[1], lines

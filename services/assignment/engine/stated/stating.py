"""A problem from JSON: column arrays by id, for people, other programs and years to come.

The same form is published (`services/assignment/published/problem.md`), solved by `evenhand solve`, and kept
with every recorded round. Ids may stand in any order; a problem has them sorted.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from services.assignment.engine.form import curves
from services.assignment.engine.form.checking import check
from services.assignment.engine.form.columns import (
    LARGEST_STANDING,
    Column,
    ProblemIsMalformed,
    column,
    refuse_unless,
)
from services.assignment.engine.form.curve import FLAT, Curve
from services.assignment.engine.form.problem import NEVER_TOUGH, Problem
from services.assignment.engine.stated.sides_by_id import by_index
from services.assignment.engine.stated.statement import ArcColumns, CurveLines, Statement

TAKEN = frozenset({"load", "rotation", "waiting"})
"""What an answer's `by_rule` names beside the terms."""
READ = msgspec.json.Decoder(Statement)


def read(text: bytes) -> Problem:
    """The problem that the JSON states.

    Raises `ProblemIsMalformed`, which names the field, its value and what was expected.
    """
    try:
        statement = READ.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise ProblemIsMalformed(f"the problem is malformed: {wrong}") from wrong
    return problem_of(statement)


def problem_of(statement: Statement) -> Problem:
    """The canonical problem: ids sorted, arcs by ticket and agent, every reference resolved."""
    refuse_uneven(statement)
    tickets, agents, arcs = statement.tickets, statement.agents, statement.arcs
    ticket_at = place_of(tickets.id, "tickets.id")
    agent_at = place_of(agents.id, "agents.id")
    by_ticket, by_agent = order_of(ticket_at), order_of(agent_at)
    ticket = resolved(arcs.ticket, ticket_at, "arcs.ticket", "tickets.id")
    agent = resolved(arcs.agent, agent_at, "arcs.agent", "agents.id")
    order = np.lexsort((agent, ticket))
    refuse_twice(arcs, ticket, agent, order)
    bent = curves_of(statement)
    made = Problem(
        tickets=tuple(sorted(tickets.id)),
        agents=tuple(sorted(agents.id)),
        arc_start=column(np.searchsorted(ticket[order], np.arange(len(ticket_at) + 1))),
        arc_agent=column(agent[order]),
        arc_minutes=sorted_by(order, arcs.minutes, 0),
        terms={rule: sorted_by(order, each, 0) for rule, each in statement.terms.items()},
        risk=sorted_by(by_ticket, tickets.risk, 1),
        waiting=sorted_by(by_ticket, tickets.waiting, 0),
        toughness=sorted_by(by_ticket, tickets.toughness, 0),
        tough_from=NEVER_TOUGH if statement.tough_from is None else statement.tough_from,
        slots=sorted_by(by_agent, agents.slots, LARGEST_STANDING),
        minutes_free=sorted_by(by_agent, agents.minutes_free, LARGEST_STANDING),
        tough_slots=sorted_by(by_agent, agents.tough_slots, LARGEST_STANDING),
        load=sorted_by(by_agent, agents.load, 0),
        lead=sorted_by(by_agent, agents.lead, 0),
        lead_cap=sorted_by(by_agent, agents.lead_cap, LARGEST_STANDING),
        load_curve=chosen(bent, agents.load_curve, by_agent, "load_curve"),
        lead_curve=chosen(bent, agents.lead_curve, by_agent, "lead_curve"),
        sides=tuple(
            by_index(side, ticket_at, agent_at, f"sides[{index}]")
            for index, side in enumerate(statement.sides)
        ),
    )
    check(made)
    return made


def refuse_uneven(statement: Statement) -> None:
    """Columns of one table that are not equally long."""
    for name, table, rows in (
        ("tickets", statement.tickets, len(statement.tickets.id)),
        ("agents", statement.agents, len(statement.agents.id)),
        ("arcs", statement.arcs, len(statement.arcs.ticket)),
    ):
        for field in table.__struct_fields__:
            refuse_length(getattr(table, field), f"{name}.{field}", rows)
    for rule, values in statement.terms.items():
        refuse_unless(
            rule not in TAKEN, f"terms has {rule!r}, which a cost names already; name it otherwise"
        )
        refuse_length(values, f"terms.{rule}", len(statement.arcs.ticket))


def refuse_length(values: Sequence[object] | None, field: str, rows: int) -> None:
    """A column of another length than its table has rows."""
    told = rows if values is None else len(values)
    refuse_unless(told == rows, f"{field} has {told} entries, expected {rows}")


def place_of(ids: list[str], field: str) -> dict[str, int]:
    """Each id's place in sorted order, told in the order given; none may come twice."""
    rank = {each: place for place, each in enumerate(sorted(ids))}
    seen: set[str] = set()
    for index, each in enumerate(ids):
        refuse_unless(
            each not in seen, f"{field}[{index}] is {each!r} again, expected each id once"
        )
        seen.add(each)
    return {each: rank[each] for each in ids}


def order_of(place: dict[str, int]) -> Column:
    """Where each entry of sorted order stood before."""
    return column(np.argsort(column(place.values())))


def resolved(named: list[str], place: dict[str, int], field: str, among: str) -> Column:
    """Ids as places; one that nobody has is refused."""
    for index, each in enumerate(named):
        refuse_unless(each in place, f"{field}[{index}] is {each!r}, expected an id of {among}")
    return column(place[each] for each in named)


def refuse_twice(arcs: ArcColumns, ticket: Column, agent: Column, order: Any) -> None:
    """A pair that is stated twice."""
    again = (np.diff(ticket[order]) == 0) & (np.diff(agent[order]) == 0)
    for place in np.flatnonzero(again)[:1]:
        first, index = sorted((int(order[place]), int(order[place + 1])))
        refuse_unless(
            False,
            f"arcs.ticket[{index}] and arcs.agent[{index}] are {arcs.ticket[index]!r} and "
            f"{arcs.agent[index]!r} again, as in [{first}], expected each pair once",
        )


def sorted_by(order: Any, values: list[int] | None, otherwise: int) -> Column:
    """The column in canonical order; the same value everywhere where none is given."""
    if values is None:
        return column(np.full(len(order), otherwise, dtype=np.int64))
    return column(column(values)[order])


def curves_of(statement: Statement) -> list[Curve]:
    """The listed curves, each refused by its place where it is not convex."""
    made = []
    for index, lines in enumerate(statement.curves):
        curve = curve_of(lines, f"curves[{index}]")
        curves.refuse_unless_convex(curve, f"curves[{index}]")
        made.append(curve)
    return made


def curve_of(lines: CurveLines, name: str) -> Curve:
    """One curve; bases that are left out follow from a cost of 0 at 0, or where the curve begins to bend."""
    refuse_unless(len(lines.slopes) > 0, f"{name}.slopes is empty, expected a slope a line")
    refuse_length(lines.knots, f"{name}.knots", len(lines.slopes) - 1)
    bases = derived(lines) if lines.bases is None else lines.bases
    refuse_length(bases, f"{name}.bases", len(lines.slopes))
    return Curve(tuple(lines.slopes), tuple(bases), tuple(lines.knots), lines.end)


def derived(lines: CurveLines) -> list[int]:
    """Bases with which each line meets the next, and the first that reaches 0 costs nothing there."""
    bases = [0]
    for index, knot in enumerate(lines.knots):
        bases.append(bases[-1] + (lines.slopes[index] - lines.slopes[index + 1]) * knot)
    at_zero = bases[sum(knot <= 0 for knot in lines.knots)]
    return [base - at_zero for base in bases]


def chosen(listed: list[Curve], which: list[int] | None, order: Any, field: str) -> curves.Curves:
    """Each agent's curve in canonical order; flat where none is named."""
    if which is None:
        return curves.curves([FLAT] * len(order))
    for index, each in enumerate(which):
        refuse_unless(
            0 <= each < len(listed),
            f"agents.{field}[{index}] is {each}, expected the place of one of the {len(listed)} curves",
        )
    return curves.curves([listed[which[place]] for place in order])

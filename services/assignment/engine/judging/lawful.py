"""Whether a plan keeps the side rules: their meaning, said once and without a solver."""

from collections.abc import Iterator, Sequence

from services.assignment.engine.form.plan import WAITING
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.form.sides import Apart, Quota, Role, Side, Together, tickets_of


def broken(problem: Problem, owners: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Each side rule that the plan breaks, by its index, and what it does instead."""
    for index, side in enumerate(problem.sides):
        if not keeps(side, owners):
            yield index, f"sides[{index}] is broken: {breach_in_words(problem, side, owners)}"


def keeps(side: Side, owners: Sequence[int]) -> bool:
    """Whether the plan keeps the rule."""
    match side:
        case Together(tickets=tickets):
            return len({owners[ticket] for ticket in tickets}) <= 1
        case Apart(tickets=tickets):
            takers = [owners[ticket] for ticket in tickets if owners[ticket] != WAITING]
            return len(set(takers)) == len(takers)
        case Role():
            return owners[side.seat] in may_sit(side, owners[side.ticket])
        case Quota(tickets=tickets, agents=agents, most=most):
            among = frozenset(agents)
            return sum(owners[ticket] in among for ticket in tickets) <= most


def may_sit(role: Role, owner: int) -> tuple[int, ...]:
    """Who may take the seat while that owner, or nobody, has the ticket; WAITING if it has to wait."""
    return next((each.seat for each in role.beside if each.owner == owner), (WAITING,))


def breach_in_words(problem: Problem, side: Side, owners: Sequence[int]) -> str:
    """The rule's kind, and where the plan leaves its tickets."""

    def where(ticket: int) -> str:
        owner = owners[ticket]
        return "waits" if owner == WAITING else f"goes to {problem.agents[owner]}"

    kind = side.__struct_config__.tag
    return f"{kind}: " + ", ".join(f"{problem.tickets[t]} {where(t)}" for t in tickets_of(side))

"""Why a plan leaves a ticket waiting: the last hurdle, or what came first."""

from collections import Counter

from services.assignment import rulebook
from services.assignment.engine.form.plan import WAITING, Owners
from services.assignment.engine.form.sides import tickets_of
from services.assignment.problem.compile import Compiled
from shared.vocabulary.identity import PersonId, Plain

OTHERS_FIRST = Plain("others came first")
"""Everybody who could take it was given something else of the same round."""
TIED = Plain("tied to others")
"""It was not alone in question: what side rules tie it to found no better place."""
KEPT = tuple[tuple[str, tuple[PersonId, ...]], ...]


def why_left(stated: Compiled, owners: Owners, place: int) -> Plain:
    """What left the ticket at that place of the problem waiting.

    Where nobody could take it: the last rule in the rulebook's order that kept anybody from it, for those
    came nearest. Else the fairness cap, if only that held them back, what ties it to other tickets or
    people, or that waiting costs less.
    """
    problem = stated.problem
    takers = [int(problem.arc_agent[arc]) for arc in problem.arcs(place)]
    if not takers:
        return last_hurdle(stated.ruled_out[stated.places[place].ticket.id])
    given = Counter(owner for owner in owners if owner != WAITING)
    free = [agent for agent in takers if given[agent] < int(problem.slots[agent])]
    if not free:
        return OTHERS_FIRST
    carried = points(stated, owners)
    tough = int(problem.toughness[place])
    over = [carried[agent] + tough > int(problem.lead_cap[agent]) for agent in free]
    if all(over):
        return Plain(rulebook.CAP.name)
    tied = any(place in tickets_of(side) for side in problem.sides)
    return TIED if tied else Plain(rulebook.WAITING.name)


def last_hurdle(kept: KEPT) -> Plain:
    """The last rule that kept anybody; where nobody works here, the last of all."""
    order = [rule.name for rule in rulebook.BANS]
    return Plain(max((name for name, _ in kept), key=order.index, default=order[-1]))


def points(stated: Compiled, owners: Owners) -> list[int]:
    """Each agent's lead with what the plan gives them, in milli-points."""
    leads: list[int] = stated.problem.lead.tolist()
    for place, agent in enumerate(owners):
        if agent != WAITING:
            leads[agent] += int(stated.problem.toughness[place])
    return leads

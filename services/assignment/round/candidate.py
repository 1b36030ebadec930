"""How somebody who could have a ticket stands: what is told of them beside a decision."""

from services.assignment import rulebook
from services.assignment.engine.search.weighing import Weighed
from services.assignment.situation.standing import Frozen
from shared.events.assignment import Candidate
from shared.vocabulary.identity import Plain


def candidate(desk: Frozen, weighed: Weighed) -> Candidate:
    """What the ticket adds with one agent, by rule, everything else as planned."""
    terms = {Plain(rule): cost for rule, cost in weighed.terms.items()}
    terms[Plain(rulebook.LOAD.name)] = weighed.load
    terms[Plain(rulebook.LEAD.name)] = weighed.lead
    return Candidate(agent=desk.agents[weighed.agent].id, cost=weighed.cost, terms=terms)

"""What the rules make of a round at other leads of one agent: where its caps change, what prices then ask."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

import msgspec

from services.assignment import rulebook
from services.assignment.engine.form.columns import Column, column
from services.assignment.engine.turning import Dearer
from services.assignment.problem.compile import Compiled
from services.assignment.situation.standing import Frozen, Standing
from shared.vocabulary.identity import PersonId


def with_agent(desk: Frozen, agent: Standing) -> Frozen:
    """The round with this agent as they are told here."""
    agents = tuple(agent if each.id == agent.id else each for each in desk.agents)
    return msgspec.structs.replace(desk, agents=agents)


def at_lead(desk: Frozen, agent: PersonId, lead: int) -> Frozen:
    """The round with the agent that many milli-points ahead."""
    standing = next(each for each in desk.agents if each.id == agent)
    return with_agent(desk, msgspec.structs.replace(standing, lead=lead))


def alike(desk: Frozen, agent: PersonId, leads: range) -> Iterator[range]:
    """The leads in their order, cut wherever anybody's cap changes with them.

    A cap grants more to who is not ahead, and for what is too heavy for everybody. On one side of 0 more
    tickets are too heavy for the agent the further ahead they are, so caps that are the same at two leads
    are the same between them.
    """

    def granted(lead: int) -> tuple[object, ...]:
        asked = at_lead(desk, agent, lead)
        return lead <= 0, rulebook.CAP.caps(asked), rulebook.CAP.one_each(asked)

    while leads:
        first = granted(leads[0])
        same = bisect_left(leads, True, key=lambda lead: granted(lead) != first)
        yield leads[:same]
        leads = leads[same:]


def dearer(made: Compiled, leads: range) -> Dearer:
    """By place: what prices ask at each of the leads more than in the problem, made at the first.

    The leads are as the problem has them, offers that may be accepted included.
    """

    @cache
    def more(place: int) -> Column:
        ticket, seat = made.places[place].ticket, made.places[place].seat
        asking = [
            rule.at_lead
            for rule in rulebook.PRICES
            if rule.at_lead and seat is None and rule.concerns(ticket, made.desk)
        ]
        asked = [sum(at(ticket, lead, made.desk) for at in asking) for lead in leads]
        return column([each - asked[0] for each in asked])

    return more

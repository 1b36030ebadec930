"""What waits and the coming openings as one numeric problem, by the rules that a round asks.

Each opening is an agent of the problem with one place. Whether somebody could have a ticket is asked as of
their opening; what it costs with them is asked as of now, the minutes until the opening counting as work in
hand, so that the rule of delay prices the wait. Ties between tickets are left to the round that deals them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from services.assignment import rulebook
from services.assignment.engine.form.columns import Column, column
from services.assignment.engine.form.curves import curves
from services.assignment.engine.form.problem import Problem, arcs_of, unlimited
from services.assignment.explaining.openings import at_moment
from services.assignment.problem.compile import Room, taken, terms
from services.assignment.problem.eligibility import Eligibility
from services.assignment.problem.seating import Place
from services.assignment.ruling.pressing import MINUTE
from services.assignment.situation.standing import Frozen, Standing
from services.assignment.tentative.coming import Coming, Prospect, coming
from shared.vocabulary.identity import PersonId, TicketId

CHANGE = "change"
"""The term of the problem that no rule of a round has: another tentative owner than the last."""


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """The problem, and what stands for what in it."""

    problem: Problem
    openings: tuple[Coming, ...]
    """By agent of the problem."""
    unchanged: tuple[bool, ...]
    """By arc: whether the ticket had no tentative owner yet, or had this one, or can have theirs no more."""


def stated(prospect: Prospect, last: Mapping[TicketId, PersonId]) -> Stated:
    """The problem of a pass; `last`: who was to get a ticket by the plan before."""
    desk, openings = prospect.desk, tuple(coming(prospect))
    pairs = takers(desk, openings)
    priced = msgspec.structs.replace(
        desk, agents=tuple(waiting_for(each, desk) for each in openings)
    )
    moved = [
        other
        for ticket, who in zip(desk.tickets, pairs, strict=True)
        for other in differing(last.get(ticket.id), who, openings, desk)
    ]
    costs = terms(priced, [Place(ticket) for ticket in desk.tickets], pairs)
    costs[CHANGE] = column([desk.policy.assignment.change_price * each for each in moved])
    return Stated(
        problem=numbers(desk, openings, pairs, costs),
        openings=openings,
        unchanged=tuple(not each for each in moved),
    )


def takers(desk: Frozen, openings: Sequence[Coming]) -> list[dict[int, int]]:
    """By ticket: at which openings it could be begun, rising, and the milli-minutes it means there."""
    found: dict[TicketId, dict[int, int]] = {ticket.id: {} for ticket in desk.tickets}
    at: dict[datetime, dict[int, int]] = {}
    for place, each in enumerate(openings):
        at.setdefault(each.at, {})[each.agent] = place
    for when, place_of in at.items():
        then = opened(desk, when, {agent: openings[place] for agent, place in place_of.items()})
        sieve = Eligibility(then)
        for ticket, efforts in taken(then, sieve, Room(then, sieve.on_hand)).items():
            found[ticket] |= {place_of[a]: e for a, e in efforts.items() if a in place_of}
    return [dict(sorted(found[ticket.id].items())) for ticket in desk.tickets]


def opened(desk: Frozen, when: datetime, opening: Mapping[int, Coming]) -> Frozen:
    """The desk at that moment, a place free for each of those who open then."""
    standing = tuple(
        opening[place].standing if place in opening else agent
        for place, agent in enumerate(desk.agents)
    )
    return at_moment(msgspec.structs.replace(desk, agents=standing), when)


def waiting_for(opening: Coming, desk: Frozen) -> Standing:
    """The agent as prices see them: what is left until the opening stands before the ticket."""
    wait = 1_000 * ((opening.at - desk.now) // MINUTE)
    return msgspec.structs.replace(opening.standing, load=opening.standing.load + wait)


def differing(
    last: PersonId | None, who: Mapping[int, int], openings: Sequence[Coming], desk: Frozen
) -> list[bool]:
    """By arc of one ticket: whether it would change the tentative owner who can still have it."""
    agents = [desk.agents[openings[place].agent].id for place in who]
    return [last in agents and agent != last for agent in agents]


def numbers(
    desk: Frozen,
    openings: Sequence[Coming],
    pairs: Sequence[Mapping[int, int]],
    costs: Mapping[str, Column],
) -> Problem:
    """The problem over those pairs."""
    start, taker = arcs_of([[*who] for who in pairs])
    load, lead, caps = rulebook.LOAD, rulebook.LEAD, rulebook.CAP.caps(desk)
    standing = [each.standing for each in openings]
    return Problem(
        tickets=tuple(ticket.id for ticket in desk.tickets),
        agents=tuple(each.id for each in openings),
        arc_start=start,
        arc_agent=taker,
        arc_minutes=column([minutes for who in pairs for minutes in who.values()]),
        terms=costs,
        risk=column([rulebook.BREACH.leaving(ticket, desk) for ticket in desk.tickets]),
        waiting=column([rulebook.WAITING.leaving(ticket, desk) for ticket in desk.tickets]),
        toughness=column([ticket.toughness for ticket in desk.tickets]),
        tough_from=max(1, desk.policy.work.tough_from),
        slots=column([1] * len(openings)),
        minutes_free=unlimited(len(openings)),
        tough_slots=unlimited(len(openings)),
        load=column([load.carried(agent) for agent in standing]),
        lead=column([lead.carried(agent) for agent in standing]),
        lead_cap=column([caps[each.agent] for each in openings]),
        load_curve=curves([load.curve(agent, desk) for agent in standing]),
        lead_curve=curves([lead.curve(agent, desk) for agent in standing]),
        sides=(),
    )

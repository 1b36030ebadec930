"""Rulebook and frozen situation to one numeric problem: only who may be given a ticket becomes an arc."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from services.assignment import rulebook
from services.assignment.engine.form.columns import Column, column
from services.assignment.engine.form.curves import curves
from services.assignment.engine.form.plan import WAITING, Owners
from services.assignment.engine.form.problem import Problem, arcs_of
from services.assignment.problem.eligibility import Agents, Eligibility, bits, members
from services.assignment.problem.seating import Place, places, sides, sitters
from services.assignment.problem.side_ties import side_ties
from services.assignment.ruling.kinds import Price
from services.assignment.ruling.tying import Tie
from services.assignment.situation.standing import Frozen
from shared.vocabulary.identity import PersonId, TicketId


class Compiled:
    """The problem of a round, and who was ruled out by what; the latter is found when it is asked."""

    def __init__(self, desk: Frozen) -> None:
        self.desk = desk
        self.eligibility = Eligibility(desk)
        room = Room(desk, self.eligibility.on_hand)
        takers = taken(desk, self.eligibility, room)
        ties = tied(desk, takers)
        self.places = places(desk, ties)
        """By ticket of the problem: the ticket of the round, or the seat, that it stands for."""
        self.problem = stated(desk, room, arcs(self.places, desk, takers), self.places, ties)

    def named(self, owners: Owners) -> dict[TicketId, PersonId]:
        """Who gets which ticket of the round under a plan; who waits is left out, and so are seats."""
        return {
            place.ticket.id: self.desk.agents[agent].id
            for place, agent in zip(self.places, owners, strict=True)
            if agent != WAITING and place.seat is None
        }

    @cached_property
    def ruled_out(self) -> dict[TicketId, tuple[tuple[str, tuple[PersonId, ...]], ...]]:
        """By ticket: each rule that is somebody's first to say no, with them, in the rulebook's order."""
        sieve = self.eligibility
        return {ticket.id: tuple(sieve.ruled_out(ticket)) for ticket in self.desk.tickets}

    def verdict(self, ticket: TicketId, agent: PersonId) -> tuple[str, str] | None:
        """The first rule that keeps the agent from the ticket, and its words."""
        asked = next(each for each in self.desk.tickets if each.id == ticket)
        who = next((each for each in self.desk.agents if each.id == agent), None)
        return rulebook.ruled_out(asked, who, self.desk) if who else None


def compiled(desk: Frozen) -> Compiled:
    """The canonical problem of a round."""
    return Compiled(desk)


class Room:
    """What each agent can still be given, on each of the three limits; nothing without a free slot."""

    def __init__(self, desk: Frozen, on_hand: Agents) -> None:
        nobody = [0] * len(desk.agents)
        self.slots, self.minutes, self.tough = nobody, nobody.copy(), nobody.copy()
        for index in members(on_hand):
            agent = desk.agents[index]
            slots = rulebook.SLOTS.room(agent, desk)
            if slots > 0:
                self.slots[index] = slots
                self.minutes[index] = max(0, rulebook.MINUTES.room(agent, desk))
                self.tough[index] = max(0, rulebook.TOUGH.room(agent, desk))
        for index in rulebook.CAP.one_each(desk):
            self.slots[index] = min(self.slots[index], 1)
        self.free: Agents = bits(slots > 0 for slots in self.slots)


Taken = Mapping[TicketId, dict[int, int]]
"""By ticket: the agents who may be given it, rising, and the milli-minutes it would mean for each."""


def taken(desk: Frozen, sieve: Eligibility, room: Room) -> Taken:
    """Who may be given which ticket now."""
    takers: dict[TicketId, dict[int, int]] = {}
    added, takes = rulebook.LOAD.added, rulebook.TOUGH.takes
    for ticket in desk.tickets:
        efforts = takers[ticket.id] = {}
        for index in members(sieve.open_to(ticket, room.free)):
            agent = desk.agents[index]
            effort = added(ticket, agent)
            if effort <= room.minutes[index] and takes(ticket, agent, desk) <= room.tough[index]:
                efforts[index] = effort
    return takers


def tied(desk: Frozen, takers: Taken) -> list[Tie]:
    """What the side rules tie together in this round; mostly nothing."""
    if not any(rule.concerns(desk) for rule in rulebook.SIDES):
        return []
    ids = [agent.id for agent in desk.agents]
    named = {ticket: tuple(ids[index] for index in who) for ticket, who in takers.items()}
    return [tie for _, tie in side_ties(desk, named)]


def arcs(seated: Sequence[Place], desk: Frozen, takers: Taken) -> list[dict[int, int]]:
    """By place of the problem: who may be given it, rising, and the milli-minutes it means for each."""
    at: dict[PersonId, int] = {}
    found = []
    for place in seated:
        efforts = takers[place.ticket.id]
        if place.seat:
            at = at or {agent.id: index for index, agent in enumerate(desk.agents)}
            percent = place.seat.percent
            seats = [at[person] for person in sitters(place.seat)]
            efforts = {index: efforts[index] * percent // 100 for index in seats}
        found.append(efforts)
    return found


def stated(
    desk: Frozen,
    room: Room,
    pairs: list[dict[int, int]],
    seated: Sequence[Place],
    ties: Sequence[Tie],
) -> Problem:
    """The problem over the pairs that nothing rules out."""
    agents, load, lead = desk.agents, rulebook.LOAD, rulebook.LEAD
    start, taker = arcs_of([[*who] for who in pairs])
    return Problem(
        tickets=tuple(place.id for place in seated),
        agents=tuple(agent.id for agent in agents),
        arc_start=start,
        arc_agent=taker,
        arc_minutes=column([minutes for who in pairs for minutes in who.values()]),
        terms=terms(desk, seated, pairs),
        risk=column([0 if p.seat else rulebook.BREACH.leaving(p.ticket, desk) for p in seated]),
        waiting=column([0 if p.seat else rulebook.WAITING.leaving(p.ticket, desk) for p in seated]),
        toughness=column([0 if p.seat else p.ticket.toughness for p in seated]),
        tough_from=max(1, desk.policy.work.tough_from),
        slots=column(room.slots),
        minutes_free=column(room.minutes),
        tough_slots=column(room.tough),
        load=column([load.carried(agent) for agent in agents]),
        lead=column([lead.carried(agent) for agent in agents]),
        lead_cap=column(rulebook.CAP.caps(desk)),
        load_curve=curves([load.curve(agent, desk) for agent in agents]),
        lead_curve=curves([lead.curve(agent, desk) for agent in agents]),
        sides=sides(ties, seated, desk),
    )


def terms(
    desk: Frozen, seated: Sequence[Place], pairs: Sequence[dict[int, int]]
) -> dict[str, Column]:
    """Every price rule over all pairs; what concerns no ticket costs nothing anywhere."""
    nothing = column([0] * sum(map(len, pairs)))
    found = {}
    for rule in rulebook.PRICES:
        concerned = [p.seat is None and rule.concerns(p.ticket, desk) for p in seated]
        found[rule.name] = (
            column(priced(rule, desk, seated, pairs, concerned)) if any(concerned) else nothing
        )
    return found


def priced(
    rule: Price,
    desk: Frozen,
    seated: Sequence[Place],
    pairs: Sequence[dict[int, int]],
    concerned: Sequence[bool],
) -> list[int]:
    """One price rule over all pairs; of a ticket that it does not concern nobody is asked."""
    costs: list[int] = []
    agents, price = desk.agents, rule.price
    for place, takers, asked in zip(seated, pairs, concerned, strict=True):
        if asked:
            ticket = place.ticket
            costs += [price(ticket, agents[index], desk) for index in takers]
        else:
            costs += [0] * len(takers)
    return costs

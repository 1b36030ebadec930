"""A plan in the making: what it costs to place, move or swap a ticket, kept up to date step by step."""

import msgspec

from services.assignment.engine.plan import WAITING, Cost, Owners
from services.assignment.engine.problem import Problem

NOTHING = Cost(0, 0, 0)


class Rooms(msgspec.Struct):
    """What still fits in, by agent."""

    slots: list[int]
    minutes: list[int]
    tough: list[int]


class Search:
    """Owners by ticket, and each agent's load, lead and free room under them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.owner = [WAITING] * len(problem.tickets)
        self.arc = [-1] * len(problem.tickets)
        self.agent_of: list[int] = problem.arc_agent.tolist()
        self.minutes_of: list[int] = problem.arc_minutes.tolist()
        self.points_of: list[int] = problem.toughness.tolist()
        self.prices: list[int] = problem.prices().tolist()
        self.risk: list[int] = problem.risk.tolist()
        self.waiting: list[int] = problem.waiting.tolist()
        self.tough: list[bool] = problem.tough().tolist()
        self.load: list[int] = problem.load.tolist()
        self.lead: list[int] = problem.lead.tolist()
        self.cap: list[int] = problem.lead_cap.tolist()
        self.load_curve = [problem.load_curve[a] for a in range(len(problem.agents))]
        self.lead_curve = [problem.lead_curve[a] for a in range(len(problem.agents))]
        self.free = Rooms(
            slots=problem.slots.tolist(),
            minutes=problem.minutes_free.tolist(),
            tough=problem.tough_slots.tolist(),
        )
        self.units = 0
        self._risk, self._overflow, self._minutes = sum(self.risk), 0, sum(self.waiting)

    def open_arcs(self, ticket: int) -> list[int]:
        """The ticket's arcs to agents who have room for it."""
        return [arc for arc in self.problem.arcs(ticket) if self.fits(arc, ticket)]

    def fits(self, arc: int, ticket: int) -> bool:
        """Whether slots, minutes, tough places and the curves' ends leave room."""
        agent, minutes, free = self.agent_of[arc], self.minutes_of[arc], self.free
        return (
            free.slots[agent] > 0
            and minutes <= free.minutes[agent]
            and minutes <= self.load_curve[agent].room(self.load[agent])
            and self.points_of[ticket] <= self.lead_curve[agent].room(self.lead[agent])
            and (not self.tough[ticket] or free.tough[agent] > 0)
        )

    def marginal(self, arc: int, ticket: int) -> int:
        """Milli-minutes the ticket adds over this arc as things stand."""
        agent = self.agent_of[arc]
        return (
            self.prices[arc]
            + self.load_curve[agent].marginal(self.load[agent], self.minutes_of[arc])
            + self.lead_curve[agent].marginal(self.lead[agent], self.points_of[ticket])
        )

    def overflow(self, arc: int, ticket: int) -> int:
        """Milli-points the ticket adds above the agent's cap."""
        agent = self.agent_of[arc]
        above = self.lead[agent] - self.cap[agent]
        return max(0, above + self.points_of[ticket]) - max(0, above)

    def gain(self, arc: int, ticket: int) -> Cost:
        """What placing a waiting ticket changes on each level."""
        return Cost(
            -self.risk[ticket],
            self.overflow(arc, ticket),
            self.marginal(arc, ticket) - self.waiting[ticket],
        )

    def place_best(self, ticket: int) -> None:
        """Give the ticket to whom it costs least; it waits where nobody has room or waiting is better."""
        arcs = self.open_arcs(ticket)
        self.units += 1
        if arcs:
            best = min(arcs, key=lambda arc: (self.gain(arc, ticket), arc))
            if self.gain(best, ticket) < NOTHING:
                self.place(ticket, best)

    def place(self, ticket: int, arc: int) -> None:
        """Put the ticket on an arc."""
        agent = self.agent_of[arc]
        self._add(self.gain(arc, ticket), 1)
        self.owner[ticket], self.arc[ticket] = agent, arc
        self._carry(agent, ticket, arc, 1)

    def take_off(self, ticket: int) -> int:
        """Take the ticket off its agent; the arc it was on, or -1 if it waited."""
        agent, arc = self.owner[ticket], self.arc[ticket]
        if agent != WAITING:
            self._carry(agent, ticket, arc, -1)
            self.owner[ticket], self.arc[ticket] = WAITING, -1
            self._add(self.gain(arc, ticket), -1)
        return arc

    def _carry(self, agent: int, ticket: int, arc: int, times: int) -> None:
        self.load[agent] += times * self.minutes_of[arc]
        self.lead[agent] += times * self.points_of[ticket]
        self.free.slots[agent] -= times
        self.free.minutes[agent] -= times * self.minutes_of[arc]
        self.free.tough[agent] -= times * self.tough[ticket]

    def _add(self, change: Cost, times: int) -> None:
        self._risk += times * change.risk
        self._overflow += times * change.overflow
        self._minutes += times * change.minutes

    def restore(self, owners: Owners) -> None:
        """Go back to an earlier plan."""
        for ticket in range(len(owners)):
            self.take_off(ticket)
        for ticket, agent in enumerate(owners):
            arc = None if agent == WAITING else self._arc_to(ticket, agent)
            if arc is not None:
                self.place(ticket, arc)

    def cost(self) -> Cost:
        """What the plan costs, kept up to date with every step."""
        return Cost(self._risk, self._overflow, self._minutes)

    def improve(self, budget: int) -> None:
        """Move and swap tickets while it helps and steps are left."""
        improved = True
        while improved and self.units < budget:
            helped = [self._improve_one(ticket, budget) for ticket in range(len(self.owner))]
            improved = any(helped)

    def _improve_one(self, ticket: int, budget: int) -> bool:
        if self.units >= budget:
            return False
        return self._move(ticket) or self._swap(ticket) or self._eject(ticket)

    def _move(self, ticket: int) -> bool:
        before = self.cost()
        arc = self.take_off(ticket)
        self.place_best(ticket)
        if self.cost() < before:
            return True
        self._back(ticket, arc)
        return False

    def _swap(self, ticket: int) -> bool:
        return any(
            self._try_swap(ticket, other)
            for other in range(ticket + 1, len(self.owner))
            if WAITING not in (self.owner[ticket], self.owner[other])
            and self.owner[ticket] != self.owner[other]
        )

    def _try_swap(self, ticket: int, other: int) -> bool:
        there = self._arc_to(ticket, self.owner[other])
        here = self._arc_to(other, self.owner[ticket])
        self.units += 1
        if there is None or here is None:
            return False
        before = self.cost()
        arc, other_arc = self.take_off(ticket), self.take_off(other)
        if self.fits(there, ticket) and self.fits(here, other):
            self.place(ticket, there)
            self.place(other, here)
            if self.cost() < before:
                return True
        self._back(ticket, arc)
        self._back(other, other_arc)
        return False

    def _eject(self, ticket: int) -> bool:
        """Make room for a waiting ticket by moving another one on."""
        if self.owner[ticket] != WAITING:
            return False
        for arc in self.problem.arcs(ticket):
            agent = self.agent_of[arc]
            for other in [t for t, owner in enumerate(self.owner) if owner == agent]:
                if self._try_eject(ticket, arc, other):
                    return True
        return False

    def _try_eject(self, ticket: int, arc: int, other: int) -> bool:
        self.units += 1
        before = self.cost()
        other_arc = self.take_off(other)
        if self.fits(arc, ticket):
            self.place(ticket, arc)
            self.place_best(other)
            if self.cost() < before:
                return True
        self.take_off(ticket)
        self._back(other, other_arc)
        return False

    def _back(self, ticket: int, arc: int) -> None:
        self.take_off(ticket)
        if arc >= 0:
            self.place(ticket, arc)

    def _arc_to(self, ticket: int, agent: int) -> int | None:
        return next((arc for arc in self.problem.arcs(ticket) if self.agent_of[arc] == agent), None)

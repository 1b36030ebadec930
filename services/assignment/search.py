"""A plan in the making: what it costs to place, move or swap a ticket, kept up to date step by step."""

from services.assignment.problem import WAITING, Cost, Owners, Problem


class Search:
    """Owners by ticket, and each agent's load, lead and free slots under them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.owner = [WAITING] * len(problem.tickets)
        self.arc = [-1] * len(problem.tickets)
        self.load, self.lead = list(problem.load), list(problem.lead)
        self.free = list(problem.slots)
        self.prices = [problem.price(arc) for arc in range(len(problem.arc_agent))]
        self.units = 0
        self._minutes, self._risk = 0, sum(problem.risk)

    def open_arcs(self, ticket: int) -> list[int]:
        """The ticket's arcs to agents with a free slot."""
        agents, free = self.problem.arc_agent, self.free
        return [arc for arc in self.problem.arcs(ticket) if free[agents[arc]] > 0]

    def marginal(self, arc: int, ticket: int) -> int:
        """Milli-minutes the ticket adds over this arc as things stand."""
        p, agent = self.problem, self.problem.arc_agent[arc]
        return (
            self.prices[arc]
            + p.load_curve[agent].marginal(self.load[agent], p.arc_minutes[arc])
            + p.lead_curve[agent].marginal(self.lead[agent], p.toughness[ticket])
        )

    def place_best(self, ticket: int) -> None:
        """Give the ticket to whom it costs least; it waits where nobody is free."""
        arcs = self.open_arcs(ticket)
        self.units += 1
        if arcs:
            self.place(ticket, min(arcs, key=lambda arc: (self.marginal(arc, ticket), arc)))

    def place(self, ticket: int, arc: int) -> None:
        """Put the ticket on an arc."""
        agent = self.problem.arc_agent[arc]
        self._minutes += self.marginal(arc, ticket)
        self._risk -= self.problem.risk[ticket]
        self.owner[ticket], self.arc[ticket] = agent, arc
        self.load[agent] += self.problem.arc_minutes[arc]
        self.lead[agent] += self.problem.toughness[ticket]
        self.free[agent] -= 1

    def take_off(self, ticket: int) -> int:
        """Take the ticket off its agent; the arc it was on, or -1 if it waited."""
        agent, arc = self.owner[ticket], self.arc[ticket]
        if agent != WAITING:
            self.load[agent] -= self.problem.arc_minutes[arc]
            self.lead[agent] -= self.problem.toughness[ticket]
            self.free[agent] += 1
            self.owner[ticket], self.arc[ticket] = WAITING, -1
            self._minutes -= self.marginal(arc, ticket)
            self._risk += self.problem.risk[ticket]
        return arc

    def restore(self, owners: Owners) -> None:
        """Go back to an earlier plan."""
        for ticket in range(len(owners)):
            self.take_off(ticket)
        for ticket, agent in enumerate(owners):
            if agent != WAITING:
                arcs = self.problem.arcs(ticket)
                self.place(ticket, next(a for a in arcs if self.problem.arc_agent[a] == agent))

    def cost(self) -> Cost:
        """What the plan costs, kept up to date with every step."""
        return Cost(self._risk, 0, self._minutes)

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
        before = self.take_off(ticket)
        self.units += 1
        arcs = self.open_arcs(ticket)
        if not arcs:
            return False
        best = min(arcs, key=lambda arc: (self.marginal(arc, ticket), arc))
        better = before < 0 or self.marginal(best, ticket) < self.marginal(before, ticket)
        self.place(ticket, best if better else before)
        return better

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
        arc, other_arc = self.take_off(ticket), self.take_off(other)
        before = self._pair(ticket, arc, other, other_arc)
        after = self._pair(ticket, there, other, here)
        if after < before:
            self.place(ticket, there)
            self.place(other, here)
            return True
        self.place(ticket, arc)
        self.place(other, other_arc)
        return False

    def _pair(self, ticket: int, arc: int, other: int, other_arc: int) -> int:
        return self.marginal(arc, ticket) + self.marginal(other_arc, other)

    def _eject(self, ticket: int) -> bool:
        """Make room for a waiting ticket by moving another one on."""
        if self.owner[ticket] != WAITING:
            return False
        for arc in self.problem.arcs(ticket):
            agent = self.problem.arc_agent[arc]
            for other in [t for t, owner in enumerate(self.owner) if owner == agent]:
                if self._try_eject(ticket, arc, other):
                    return True
        return False

    def _try_eject(self, ticket: int, arc: int, other: int) -> bool:
        self.units += 1
        before = self.take_off(other)
        self.place(ticket, arc)
        elsewhere = self.open_arcs(other)
        if elsewhere:
            self.place(other, min(elsewhere, key=lambda a: (self.marginal(a, other), a)))
            return True
        if self.problem.risk[ticket] > self.problem.risk[other]:
            return True
        self.take_off(ticket)
        self.place(other, before)
        return False

    def _arc_to(self, ticket: int, agent: int) -> int | None:
        arcs = self.problem.arcs(ticket)
        return next((arc for arc in arcs if self.problem.arc_agent[arc] == agent), None)

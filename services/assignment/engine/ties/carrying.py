"""What a plan gives each agent, kept up to date while single tickets are placed and taken off."""

from services.assignment.engine.form.plan import WAITING, Cost, Owners
from services.assignment.engine.form.problem import Problem


class Carrying:
    """A plan in the making, for the few tickets that side rules tie; the kernel is for the many."""

    def __init__(self, problem: Problem, owners: Owners) -> None:
        agents = len(problem.agents)
        self.problem, self.owners = problem, [WAITING] * len(owners)
        self.tickets, self.tough = [0] * agents, [0] * agents
        self.minutes, self.points = [0] * agents, [0] * agents
        self._prices = problem.prices()
        self.load_curve = list(map(problem.load_curve.__getitem__, range(agents)))
        self.lead_curve = list(map(problem.lead_curve.__getitem__, range(agents)))
        for ticket, agent in enumerate(owners):
            if agent != WAITING:
                self.place(ticket, agent)

    def arc(self, ticket: int, agent: int) -> int | None:
        """The pair's arc, where it is not banned."""
        taker = self.problem.arc_agent
        return next((arc for arc in self.problem.arcs(ticket) if taker[arc] == agent), None)

    def takers(self, ticket: int) -> list[int]:
        """Whom no ban keeps from the ticket."""
        arcs = self.problem.arcs(ticket)
        return [int(each) for each in self.problem.arc_agent[arcs.start : arcs.stop]]

    def fits(self, ticket: int, agent: int) -> bool:
        """Whether the agent may take the ticket and every limit leaves room for it."""
        p, arc = self.problem, self.arc(ticket, agent)
        if arc is None:
            return False
        minutes = self.minutes[agent] + int(p.arc_minutes[arc])
        points = self.points[agent] + int(p.toughness[ticket])
        tough = self.tough[agent] + int(p.toughness[ticket] >= p.tough_from)
        return (
            self.tickets[agent] < p.slots[agent]
            and minutes <= p.minutes_free[agent]
            and tough <= p.tough_slots[agent]
            and minutes <= self.load_curve[agent].room(int(p.load[agent]))
            and points <= self.lead_curve[agent].room(int(p.lead[agent]))
        )

    def adds(self, ticket: int, agent: int) -> Cost:
        """What giving the ticket to the agent costs, against leaving it waiting."""
        p, arc = self.problem, self.arc(ticket, agent)
        assert arc is not None, "only a pair that is not banned has a cost"
        load, lead = int(p.load[agent]) + self.minutes[agent], self._lead(agent)
        points, above = int(p.toughness[ticket]), lead - int(p.lead_cap[agent])
        curves = self.load_curve[agent].marginal(load, int(p.arc_minutes[arc]))
        curves += self.lead_curve[agent].marginal(lead, points)
        return Cost(
            -int(p.risk[ticket]),
            max(0, above + points) - max(0, above),
            int(self._prices[arc]) - int(p.waiting[ticket]) + curves,
        )

    def _lead(self, agent: int) -> int:
        return int(self.problem.lead[agent]) + self.points[agent]

    def place(self, ticket: int, agent: int) -> None:
        """Give a waiting ticket to the agent."""
        self.owners[ticket] = agent
        self._carry(ticket, agent, 1)

    def take_off(self, ticket: int) -> None:
        """Let the ticket wait."""
        if self.owners[ticket] != WAITING:
            self._carry(ticket, self.owners[ticket], -1)
            self.owners[ticket] = WAITING

    def _carry(self, ticket: int, agent: int, times: int) -> None:
        p, arc = self.problem, self.arc(ticket, agent)
        assert arc is not None, "only a pair that is not banned can be in a plan"
        self.tickets[agent] += times
        self.minutes[agent] += times * int(p.arc_minutes[arc])
        self.points[agent] += times * int(p.toughness[ticket])
        self.tough[agent] += times * int(p.toughness[ticket] >= p.tough_from)

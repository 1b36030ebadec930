"""The exact model in numbers: who takes what, what waits, what curves cost, and what each level counts.

Curves are stated by their own lines, so that a plan costs to the integer what the referee says.
"""

import msgspec

from services.assignment.engine.exact.sheet import Sheet
from services.assignment.engine.exact.side_rules import tie
from services.assignment.engine.form.curve import UNIT, Curve
from services.assignment.engine.form.plan import WAITING, Owners
from services.assignment.engine.form.problem import Problem


class Level(msgspec.Struct, frozen=True):
    """What a level counts: so many times each of these numbers of the model."""

    numbers: list[int]
    times: list[int]

    def of(self, values: list[int]) -> int:
        """What it comes to where the model's numbers have these values."""
        return sum(
            values[number] * times for number, times in zip(self.numbers, self.times, strict=True)
        )


class Model:
    """The problem in numbers: 1 for each pair that is taken and each ticket that waits, costs of curves."""

    def __init__(self, problem: Problem, hint: Owners, sheet: Sheet) -> None:
        self.problem, self._hint, self.sheet = problem, hint, sheet
        self._agent_of: list[int] = problem.arc_agent.tolist()
        self._ticket_of = [t for t in range(len(problem.tickets)) for _ in problem.arcs(t)]
        self._arcs_of: dict[int, list[int]] = {}
        for arc, agent in enumerate(self._agent_of):
            self._arcs_of.setdefault(agent, []).append(arc)
        self.taken = [self.sheet.number(0, 1, int(self._is_hinted(arc))) for arc in self._arcs()]
        self.waits = [self._waits(ticket) for ticket in range(len(problem.tickets))]
        self.above_cap: list[int] = []
        self.curves = [cost for agent in self._arcs_of for cost in self._of(agent)]
        self._tie()

    def _waits(self, ticket: int) -> int:
        """Whether the ticket waits: as it must where nobody may take it."""
        pairs = [self.taken[arc] for arc in self.problem.arcs(ticket)]
        waits = self.sheet.number(int(not pairs), 1, int(self._hint[ticket] == WAITING))
        if pairs:
            self.sheet.one_of([*pairs, waits])
        return waits

    def _arcs(self) -> range:
        return range(len(self._agent_of))

    def _is_hinted(self, arc: int) -> bool:
        return self._hint[self._ticket_of[arc]] == self._agent_of[arc]

    def _tie(self) -> None:
        pairs = zip(self._ticket_of, self._agent_of, strict=True)
        taken = dict(zip(pairs, self.taken, strict=True))
        for side in self.problem.sides:
            tie(self.sheet, side, taken, self._arcs_of)

    def _of(self, agent: int) -> list[int]:
        """Keep the agent's limits; what their two curves cost."""
        p, arcs = self.problem, self._arcs_of[agent]
        load, lead = int(p.load[agent]), int(p.lead[agent])
        minutes = p.arc_minutes[arcs].tolist()
        points = [int(p.toughness[self._ticket_of[arc]]) for arc in arcs]
        tough = [int(each >= p.tough_from) for each in points]
        self._at_most(int(p.slots[agent]), arcs, [1] * len(arcs))
        self._at_most(int(p.tough_slots[agent]), arcs, tough)
        fits = min(int(p.minutes_free[agent]), p.load_curve[agent].room(load))
        self._at_most(fits, arcs, minutes)
        self._at_most(p.lead_curve[agent].room(lead), arcs, points)
        self._cap(lead - int(p.lead_cap[agent]), arcs, points)
        return [
            self._bent(p.load_curve[agent], load, arcs, minutes),
            self._bent(p.lead_curve[agent], lead, arcs, points),
        ]

    def _at_most(self, limit: int, arcs: list[int], adds: list[int]) -> None:
        if sum(adds) > limit:
            self.sheet.keep([self.taken[arc] for arc in arcs], adds, most=limit)

    def _hinted(self, arcs: list[int], adds: list[int]) -> int:
        """What the hint adds over these arcs."""
        return sum(add for arc, add in zip(arcs, adds, strict=True) if self._is_hinted(arc))

    def _cap(self, above: int, arcs: list[int], points: list[int]) -> None:
        """Count what the plan adds above the cap, from so many points above it."""
        stands = max(0, above)
        farthest = max(0, above + sum(points)) - stands
        if farthest:
            hinted = max(0, above + self._hinted(arcs, points)) - stands
            added = self.sheet.number(0, farthest, hinted)
            taken = [self.taken[arc] for arc in arcs]
            self.sheet.keep([*taken, added], [*points, -1], most=stands - above)
            self.above_cap.append(added)

    def _bent(self, curve: Curve, start: int, arcs: list[int], adds: list[int]) -> int:
        """A number that is at least the curve where the plan ends; minimising makes it equal.

        Only the lines between the start and the farthest the arcs can lead are stated.
        """
        farthest = start + sum(adds)
        bends = [curve.cost(knot) for knot in curve.knots if start < knot < farthest]
        ends = (curve.cost(start), curve.cost(farthest))
        hinted = curve.cost(start + self._hinted(arcs, adds))
        cost = self.sheet.number(min(*ends, *bends), max(ends), hinted)
        taken = [self.taken[arc] for arc in arcs]
        for line in curve.lines(start, farthest):
            slope, stands = curve.slopes[line], curve.slopes[line] * start + curve.bases[line]
            self.sheet.keep(
                [*taken, cost], [*(slope * add for add in adds), -UNIT], most=UNIT - 1 - stands
            )
        return cost

    def risk(self) -> Level:
        """What leaving tickets waiting costs, on the first level."""
        return Level(self.waits, self.problem.risk.tolist())

    def overflow(self) -> Level:
        """Milli-points that the plan adds above the caps."""
        return Level(self.above_cap, [1] * len(self.above_cap))

    def minutes(self) -> Level:
        """Milli-minutes of the plan, with what the curves stand at already."""
        times = [*self.problem.prices().tolist(), *self.problem.waiting.tolist()]
        numbers = [*self.taken, *self.waits, *self.curves]
        return Level(numbers, [*times, *[1] * len(self.curves)])

    def standing(self) -> int:
        """Milli-minutes of the curves before anything is given."""
        p = self.problem
        return sum(
            p.load_curve[a].cost(int(p.load[a])) + p.lead_curve[a].cost(int(p.lead[a]))
            for a in self._arcs_of
        )

    def owners(self) -> Owners:
        """The plan that is known by now."""
        p, values = self.problem, self.sheet.hint
        return tuple(
            next((self._agent_of[a] for a in p.arcs(t) if values[self.taken[a]]), WAITING)
            for t in range(len(p.tickets))
        )

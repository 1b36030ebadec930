"""A search under way: the kernel's steps over one problem, the best plan so far, and units spent."""

import numpy as np

from services.assignment.engine.form.columns import Column
from services.assignment.engine.form.plan import WAITING, Cost, Owners
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.kernel.averaging import average
from services.assignment.engine.kernel.branching import branch
from services.assignment.engine.kernel.carried import (
    LOOKED,
    MINUTES,
    NONE,
    UPPER,
    nothing_given,
    place,
    restore,
)
from services.assignment.engine.kernel.dice import seeded
from services.assignment.engine.kernel.floors import (
    BETTER,
    LEAST_MINUTES,
    LEAST_UPPER,
    beginning,
)
from services.assignment.engine.kernel.greedy import place_all, place_by_prices
from services.assignment.engine.kernel.improve import EVERYTHING, NOTHING, improve
from services.assignment.engine.kernel.market import opened, rounded
from services.assignment.engine.kernel.prices import Prices
from services.assignment.engine.kernel.prune import kept, pruned
from services.assignment.engine.kernel.repair import MOST_TAKEN, Shaken
from services.assignment.engine.kernel.shaking import Spending, shake
from services.assignment.engine.kernel.subgradient import raise_prices
from services.assignment.engine.kernel.tables import heavier_than_overflow, tables
from services.assignment.engine.search.budget import ARCS_PRICED_A_UNIT, ARCS_TRIED_A_UNIT

NOTHING_FOUND = -1.0e300
SORTING = 10
"""Prices of an arc that sorting out the likeliest takes as long as."""
PATIENCE = 400
"""Tries in vain, for each ticket, after which destroy and repair gives up."""
SHORTEST = 40
"""Units of a part at least: beginning one costs some, too."""
SLICES = 16
"""Into how many parts of its budget destroy and repair divides its growing strictness."""
LIKELY, LIKELIEST = 20, 12
"""Arcs a ticket keeps while prices are stepped, and in the search after (assignment.md 2.2)."""


class Search:
    """One problem being solved; everything it does is told by the seed and the units it may spend."""

    def __init__(self, problem: Problem, *, seed: int) -> None:
        tickets = len(problem.tickets)
        self.problem = problem
        self.whole = self.tables = tables(problem)
        self.carried = nothing_given(problem, self.tables)
        self._priced = self._elsewhere = 0
        self._looked = 0
        self._whole_arc: Column | None = None
        self._dice = np.array(seeded(seed), dtype=np.int64)
        self._due = np.full(tickets, EVERYTHING)
        self._shaken = Shaken(
            *(np.zeros(n, dtype=np.int64) for n in (MOST_TAKEN, MOST_TAKEN, tickets))
        )
        self._best, self._least = self.carried.arc.copy(), self.level()

    @property
    def units(self) -> int:
        """Units spent so far."""
        looked = self._looked + int(self.carried.total[LOOKED])
        return self._spent_otherwise() + looked // ARCS_TRIED_A_UNIT

    def spend(self, units: int) -> None:
        """Count what was spent on this problem elsewhere."""
        self._elsewhere += units

    def level(self) -> tuple[int, int]:
        """What the plan costs now: the upper levels in one number, and milli-minutes."""
        return int(self.carried.total[UPPER]), int(self.carried.total[MINUTES])

    def cost(self) -> Cost:
        """What the best plan costs."""
        upper, minutes = self._least
        risk, overflow = divmod(upper, heavier_than_overflow(self.problem))
        return Cost(risk, overflow, minutes)

    def owners(self) -> Owners:
        """The best plan."""
        agent = np.append(self.tables.arc_agent, WAITING)
        return tuple(agent[self._best].tolist())

    def keep(self) -> bool:
        """Remember the plan if it is the best so far; whether it is."""
        better = self.level() < self._least
        if better:
            self._best, self._least = self.carried.arc.copy(), self.level()
        return better

    def place_in_order_of_need(self) -> None:
        """Greedy: the riskiest and dearest to leave waiting first, then tough ones, then long ones."""
        t = self.tables
        minutes = np.append(t.arc_minutes, 0)[t.arc_start[:-1]]
        place_all(t, self.carried, np.lexsort((-minutes, -t.tough, -t.waiting, -t.pressing)))
        self.keep()

    def begin_with(self, owners: Owners) -> None:
        """Place every ticket as in an earlier plan."""
        t = self.tables
        for ticket, owner in enumerate(owners):
            if owner != WAITING:
                arcs = slice(int(t.arc_start[ticket]), int(t.arc_start[ticket + 1]))
                found = int(np.searchsorted(t.arc_agent[arcs], owner))
                place(t, self.carried, ticket, arcs.start + found)
        self.keep()

    def find_prices(self, averaged: int, stepped: int, among: int | None = LIKELY) -> Prices:
        """Dual prices after so many rounds of averaging, and of steps among each ticket's likeliest arcs.

        From then on the search knows those likeliest arcs only. `among`: how many; None for all.
        """
        whole, standing = self.whole, nothing_given(self.problem, self.whole)
        markets = opened(whole, standing, self.carried)
        average(whole, standing, markets, NOTHING_FOUND, averaged)
        if among is not None:
            self._narrow(rounded(markets), among)
        raise_prices(self.tables, standing, markets, self._least[1], stepped)
        self._priced += averaged * len(whole.arc_agent) + stepped * len(self.tables.arc_agent)
        return rounded(markets)

    def place_by(self, prices: Prices) -> None:
        """Keep each ticket's likeliest arcs and place everything anew among them, by regret."""
        regret = self._narrow(prices, LIKELIEST)
        self._looked += int(self.carried.total[LOOKED])
        self.carried = nothing_given(self.problem, self.tables)
        order = np.lexsort((-regret, -self.tables.tough, -self.tables.pressing))
        place_by_prices(self.tables, self.carried, order, prices)
        self.keep()

    def _narrow(self, prices: Prices, most: int) -> Column:
        """Keep so many of each ticket's arcs; by how much its best one is better than its second."""
        self._priced += SORTING * len(self.tables.arc_agent)
        likely = kept(self.tables, self._best, prices, most)
        self._best = np.where(self._best == NONE, NONE, np.searchsorted(likely.arc, self._best))
        self._whole_arc = likely.arc if self._whole_arc is None else self._whole_arc[likely.arc]
        self.tables = pruned(self.tables, likely)
        return likely.regret

    def improve(self, units: int) -> None:
        """Moves, swaps and ejections until nothing helps or the units are spent."""
        improve(self.tables, self.carried, self._due, self._until(units))
        self.keep()

    def attend_to_waiting(self) -> None:
        """Until something changes, look at tickets that wait and at no others."""
        self._due[:] = np.where(self.carried.arc == NONE, EVERYTHING, NOTHING)

    def attend_to_all(self, what: int = EVERYTHING) -> None:
        """Look at every ticket again, for moves only or for everything."""
        self._due[:] = what

    def shake(self, units: int, *, begun: int, lenient: int) -> bool:
        """Destroy and repair until a better plan is found, the units are spent or patience is; which."""
        spending = Spending(
            spent=self._spent_otherwise(), looked=self._looked, arcs_a_unit=ARCS_TRIED_A_UNIT,
            begun=begun, units=units, shortest=SHORTEST, parts=SLICES, lenient=lenient,
            patience=PATIENCE * len(self.problem.tickets),
        )  # fmt: skip
        best = np.array(self._least, dtype=np.int64)
        shake(self.tables, self.carried, self._shaken, self._dice, best, spending)
        return self.keep()

    def try_every_way(self, units: int) -> bool:
        """Branch and bound over all tickets; whether nothing was left out, so that no plan is better."""
        tickets = len(self.problem.tickets)
        branches = beginning(self._best, len(self.problem.agents), *self._least)
        restore(self.tables, self.carried, np.full(tickets, NONE))
        complete = branch(self.tables, self.carried, branches, tickets, self._until(units))
        if branches.known[BETTER]:
            self._best = branches.best
            self._least = int(branches.known[LEAST_UPPER]), int(branches.known[LEAST_MINUTES])
        self.return_to_best()
        return complete

    def return_to_best(self) -> None:
        """Go on from the best plan, every ticket looked at again."""
        restore(self.tables, self.carried, self._best)
        self.attend_to_all()

    def widen(self) -> None:
        """From the best plan among the likeliest arcs to the same plan among all."""
        if self._whole_arc is None:
            return
        self._looked += int(self.carried.total[LOOKED])
        self._best = np.where(
            self._best == NONE, NONE, np.append(self._whole_arc, NONE)[self._best]
        )
        self.tables, self._whole_arc = self.whole, None
        self.carried = nothing_given(self.problem, self.whole)
        self.return_to_best()

    def _spent_otherwise(self) -> int:
        """Units spent otherwise than by trying arcs out."""
        return self._elsewhere + self._priced // ARCS_PRICED_A_UNIT

    def _until(self, units: int) -> int:
        """How many arcs may have been looked at when so many units are spent in all."""
        return int(self.carried.total[LOOKED]) + (units - self.units) * ARCS_TRIED_A_UNIT

"""The smallest change that would have given an agent the ticket, from kept numbers alone.

Of a round whose rules are gone only the numeric problem is known. A lead stands in it, and so does what each
price asked of the agent; at which of these the decision turns is found by solving it again. What another
length or urgency would have made of the numbers only the rules of then could say, and nobody makes it up.
"""

import msgspec

from services.assignment.engine.forcing import forced, refused
from services.assignment.engine.form.plan import Owners
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.turning import TooManySets, straight_below, turning
from services.assignment.explaining.numbers import Numbers
from services.assignment.explaining.smallest import (
    UNIT,
    Change,
    Changes,
    Part,
    PlanIsUnproven,
    less_ahead,
)
from shared.vocabulary.words import RoundStatus

OF_THE_RULES = (
    "How much shorter or more urgent it would have had to be, only the rules of then could say."
)
NO_TERMS = "What each rule asked was not kept with the numbers."


def kept_changes(round_: Numbers, ticket: int, agent: int) -> Changes:
    """The smallest change of the agent's lead, and of what one rule asked of them for the ticket.

    Everything else stands as it was kept, the agent's cap and what prices asked included.
    """
    asked = Asked(round_, ticket, agent)
    found, unproven = [], []
    for part, look in ((Part.LEAD, asked.lead), (Part.PRICE, asked.price)):
        try:
            found.append(look())
        except (PlanIsUnproven, TooManySets):
            unproven.append(part)
    terms = round_.problem.terms
    return Changes(
        found=tuple(each for each in found if each is not None),
        asked=(Part.LEAD, Part.PRICE) if terms else (Part.LEAD,),
        unproven=tuple(unproven),
        untold=OF_THE_RULES if terms else f"{NO_TERMS} {OF_THE_RULES}",
    )


class Asked(msgspec.Struct, frozen=True):
    """One ticket and one agent of kept numbers, by their places."""

    round_: Numbers
    ticket: int
    agent: int

    def lead(self) -> Change | None:
        """How many milli-points less ahead."""
        problem = self.round_.problem
        now = int(problem.lead[self.agent])
        whole = int(problem.toughness.sum())
        last = min(straight_below(problem.lead_curve[self.agent]), now) - whole - UNIT
        found = turning(problem, self.ticket, self.agent, range(now - 1, last, -1), self._proven)
        return None if found is None else less_ahead(now - found)

    def price(self) -> Change | None:
        """By how many milli-minutes less one rule would have had to ask; none where none asked as much.

        A price turns nothing that a promise or the cap has decided: those levels come first.
        """
        problem = self.round_.problem
        if not problem.terms:
            return None
        with_them = judge(problem, self._proven(forced(problem, self.ticket, self.agent))).cost
        without = judge(problem, self._proven(refused(problem, self.ticket, self.agent))).cost
        if (with_them.risk, with_them.overflow) > (without.risk, without.overflow):
            return None
        if with_them < without:
            raise PlanIsUnproven
        by = with_them.minutes - without.minutes + 1
        rule, most = self._dearest()
        if by > most:
            return None
        return Change(
            part=Part.PRICE,
            by=by,
            words=f"{by / 1000:.3f} minutes cheaper with them by the rule “{rule}”",
        )

    def _dearest(self) -> tuple[str, int]:
        problem = self.round_.problem
        arc = next(a for a in problem.arcs(self.ticket) if problem.arc_agent[a] == self.agent)
        asked = {rule: int(column[arc]) for rule, column in problem.terms.items()}
        return max(asked.items(), key=lambda each: (each[1], each[0]))

    def _proven(self, problem: Problem) -> Owners:
        best = self.round_.solve(problem)
        if best.status is not RoundStatus.PROVEN:
            raise PlanIsUnproven
        return best.owners

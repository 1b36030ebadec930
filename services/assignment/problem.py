"""One canonical numeric problem: what the kernel, the exact model, the referee and explanations read.

Whole numbers only (milli-minutes, milli-points), so that a plan costs the same on every machine. Ids
stand in sorted order, arcs in order of ticket and agent.
"""

import hashlib

import msgspec

from services.assignment.curve import Curve
from shared.eventlog.port import Refusal

LARGEST = 10**12
"""No single price, minute or point may be larger: sums over 10⁶ of them stay within 64 bits."""


class ProblemIsMalformed(Refusal):
    """A field of the problem contradicts another or leaves its range."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Which ticket may go to whom, and what that adds."""

    tickets: tuple[str, ...]
    agents: tuple[str, ...]
    arc_start: tuple[int, ...]
    """Ticket t's arcs are arc_start[t] up to, not including, arc_start[t + 1]."""
    arc_agent: tuple[int, ...]
    """Index of the agent, rising within a ticket."""
    arc_minutes: tuple[int, ...]
    """Milli-minutes of load the ticket adds on that agent."""
    terms: dict[str, tuple[int, ...]]
    """Milli-minutes by price rule, one for each arc."""
    toughness: tuple[int, ...]
    """Milli-points by ticket."""
    risk: tuple[int, ...]
    """By ticket: how bad it is to leave it waiting; counts before any minute."""
    slots: tuple[int, ...]
    """By agent: how many more tickets may be given now."""
    load: tuple[int, ...]
    """By agent: milli-minutes carried already."""
    lead: tuple[int, ...]
    """By agent: milli-points ahead of entitlement, or behind."""
    load_curve: tuple[Curve, ...]
    lead_curve: tuple[Curve, ...]

    def arcs(self, ticket: int) -> range:
        """The arcs of a ticket."""
        return range(self.arc_start[ticket], self.arc_start[ticket + 1])

    def price(self, arc: int) -> int:
        """The sum of all price rules for an arc, in milli-minutes."""
        return sum(column[arc] for column in self.terms.values())


class Cost(msgspec.Struct, frozen=True, order=True):
    """What a plan costs; a lower level decides only between equals on the higher ones."""

    risk: int
    overflow: int
    """Milli-points above the fairness cap; there is no cap in this version, so always 0."""
    minutes: int


WAITING = -1
Owners = tuple[int, ...]
"""By ticket: index of the agent it goes to, or WAITING."""


def digest(problem: Problem) -> str:
    """A fingerprint of the frozen input: equal problems, equal digests, on every machine."""
    ordered = msgspec.json.encode(problem, order="deterministic")
    return hashlib.sha256(ordered).hexdigest()


def check(problem: Problem) -> None:
    """Refuse a problem whose columns do not fit together or whose numbers leave their range."""
    arcs, tickets, agents = len(problem.arc_agent), len(problem.tickets), len(problem.agents)
    lengths = {
        "arc_start": (len(problem.arc_start), tickets + 1),
        "arc_minutes": (len(problem.arc_minutes), arcs),
        "toughness": (len(problem.toughness), tickets),
        "risk": (len(problem.risk), tickets),
        "slots": (len(problem.slots), agents),
        "load": (len(problem.load), agents),
        "lead": (len(problem.lead), agents),
        "load_curve": (len(problem.load_curve), agents),
        "lead_curve": (len(problem.lead_curve), agents),
    } | {f"terms[{name}]": (len(column), arcs) for name, column in problem.terms.items()}
    for field, (length, expected) in lengths.items():
        refuse_unless(length == expected, f"{field} has {length} entries, expected {expected}")
    for field, column in columns(problem).items():
        for index, value in enumerate(column):
            refuse_unless(
                abs(value) <= LARGEST, f"{field}[{index}] is {value}, expected at most {LARGEST}"
            )
    for arc, agent in enumerate(problem.arc_agent):
        refuse_unless(0 <= agent < agents, f"arc_agent[{arc}] is {agent}, of {agents} agents")


def columns(problem: Problem) -> dict[str, tuple[int, ...]]:
    """The columns whose values have to stay in range."""
    return {
        "arc_minutes": problem.arc_minutes,
        "toughness": problem.toughness,
        "risk": problem.risk,
        "load": problem.load,
        "lead": problem.lead,
    } | {f"terms[{name}]": column for name, column in problem.terms.items()}


def refuse_unless(holds: bool, why: str) -> None:
    """Name the field, its value and what was expected."""
    if not holds:
        raise ProblemIsMalformed(f"the problem is malformed: {why}")

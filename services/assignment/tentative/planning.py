"""A pass over what waits: from the prospect and the plan before to the next plan; pure.

The same input gives the same plan. It is looked for twice: with every owner of the plan before held, and
freely at the price of each change. The second counts only where it is cheaper, its changes paid for.
"""

from datetime import datetime

import msgspec

from services.assignment.engine.form.checking import check
from services.assignment.engine.form.columns import column
from services.assignment.engine.form.plan import WAITING, Owners
from services.assignment.engine.form.problem import digest, with_pairs
from services.assignment.engine.search import pipeline
from services.assignment.round.deciding import seed_of
from services.assignment.tentative.coming import Prospect
from services.assignment.tentative.stating import Stated, stated
from shared.vocabulary.identity import PersonId, RoundId, TicketId

ROUNDS_WORTH = 100
"""How many times the steps of a round a pass may take for each of its two searches; with ten times the free
one came out dearer than the plan before at 60 people and 200 tickets."""


class Tentative(msgspec.Struct, frozen=True, kw_only=True):
    """A waiting ticket in the plan."""

    ticket: TicketId
    agent: PersonId | None = None
    """Who would get it as things stand; None where nobody is in sight."""
    at: datetime | None = None
    """When they could begin it, told to five minutes."""
    changes: int = 0
    """How often somebody else was told before."""


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """How often tentative owners changed, over some tickets."""

    tickets: int = 0
    changes: int = 0
    worst: int = 0
    """The most of one ticket."""

    @property
    def mean(self) -> float:
        """A ticket's; 0 where there was none."""
        return self.changes / self.tickets if self.tickets else 0.0

    def and_of(self, changes: int) -> "Changes":
        """With one more ticket that had so many."""
        return Changes(
            tickets=self.tickets + 1,
            changes=self.changes + changes,
            worst=max(self.worst, changes),
        )


class TentativePlan(msgspec.Struct, frozen=True, kw_only=True):
    """Who would get what waits. It is derived: it may be lost at any time, and no deal reads it."""

    round: RoundId | None = None
    """The last round that was known; after another one the plan is out of date."""
    made_at: datetime
    since: datetime
    """From when on changes are counted."""
    digest: str = ""
    """Of the numeric problem; the same digest, the same plan."""
    tickets: tuple[Tentative, ...] = ()
    """In order of id."""
    gone: Changes = Changes()
    """Of tickets that no longer wait."""

    def changes(self) -> Changes:
        """Of every ticket that ever was in a plan, since it is counted."""
        told = self.gone
        for each in self.tickets:
            told = told.and_of(each.changes)
        return told


def planned(
    prospect: Prospect, before: TentativePlan | None, round_id: RoundId | None
) -> TentativePlan:
    """The plan after the one before."""
    now = prospect.desk.now
    before = before or TentativePlan(made_at=now, since=now)
    known = {each.ticket: each for each in before.tickets}
    gone, waiting = before.gone, {ticket.id for ticket in prospect.desk.tickets}
    for each in before.tickets:
        if each.ticket not in waiting:
            gone = gone.and_of(each.changes)
    last = {ticket: each.agent for ticket, each in known.items() if each.agent}
    asked = stated(prospect, last)
    owners = searched(asked, prospect.desk.policy.assignment.kernel_steps)
    tickets = tuple(
        told_of(known.get(ticket.id), ticket.id, prospect, asked, owner)
        for ticket, owner in zip(prospect.desk.tickets, owners, strict=True)
    )
    return TentativePlan(
        round=round_id, made_at=now, since=before.since, digest=digest(asked.problem),
        tickets=tickets, gone=gone,
    )  # fmt: skip


def searched(asked: Stated, steps: int) -> Owners:
    """Who gets what: freely, or else by the plan before, whichever is cheaper; of equals the latter."""
    problem = asked.problem
    if not problem.tickets:
        return ()
    check(problem)
    seed, units = seed_of(digest(problem)), ROUNDS_WORTH * steps
    held = with_pairs(problem, column(asked.unchanged).astype(bool))
    kept = pipeline.solve(held, seed=seed, units=units)
    if all(asked.unchanged):
        return kept.owners
    free = pipeline.solve(problem, seed=seed, units=units)
    return free.owners if free.cost < kept.cost else kept.owners


def told_of(
    before: Tentative | None, ticket: TicketId, prospect: Prospect, asked: Stated, owner: int
) -> Tentative:
    """What the plan says of one ticket."""
    changes = before.changes if before else 0
    if owner == WAITING:
        return Tentative(ticket=ticket, changes=changes)
    opening = asked.openings[owner]
    agent = prospect.desk.agents[opening.agent].id
    another = before is not None and before.agent not in (None, agent)
    return Tentative(ticket=ticket, agent=agent, at=opening.at, changes=changes + another)

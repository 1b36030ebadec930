"""In which order a rival looks at what waits."""

import msgspec

from services.assignment import rulebook
from services.assignment.rules import benefit
from services.assignment.simulator.floor import Floor, agents_in
from services.assignment.simulator.standings import (
    as_profile,
    as_waiting,
    moment,
    working_times,
)
from services.assignment.simulator.world import HOUR, Worker
from services.assignment.situation.standing import Frozen, Roster, Standing, WaitingTicket
from shared.vocabulary.policy import Policy
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.working_time import WorkingTime

AGENT = Standing(profile=as_profile(0, Worker(skills={}, tier=1), {}))
"""Somebody who does everything in the minutes it is expected to take."""

WEIGHT = (8, 4, 2, 1)
"""How many times an ordinary ticket's wait counts, by urgency (assignment guide §3)."""


def head_start(floor: Floor, ticket: int) -> int:
    """Oldest first, an urgent one as if it had come hours before: priority, then time."""
    ask = floor.world.asks[ticket]
    return ask.arrives - WEIGHT[ask.urgency] * HOUR


class AsOurs:
    """The very order in which our own engine would rather begin tickets, by the rules that say so.

    First what is about to break its promise, then by the price of leaving it less that of beginning it
    while others wait. With it a tuned rival differs from ours in whom it chooses, and in nothing else.
    """

    def __init__(self, document: Policy) -> None:
        self.document = document
        self.roster: Roster | None = None
        self.desk: Frozen | None = None
        self.known: dict[int, WaitingTicket] = {}

    def __call__(self, floor: Floor, ticket: int) -> tuple[int, int]:
        desk, waiting = self._desk(floor), self._waiting(floor, ticket)
        worth = rulebook.WAITING.leaving(waiting, desk) - benefit.price(waiting, AGENT, desk)
        return -rulebook.BREACH.leaving(waiting, desk), -worth

    def _desk(self, floor: Floor) -> Frozen:
        """What the rules ask of the desk: the moment, what waits, and how much could begin."""
        now = moment(floor.now)
        if self.desk is None or self.desk.now != now:
            for gone in [ticket for ticket in self.known if ticket not in floor.queue]:
                del self.known[gone]
            self.desk = Frozen(
                now=now,
                policy=self.document,
                tickets=tuple(self._waiting(floor, ticket) for ticket in floor.queue),
                agents=(),
                roster=self._roster(floor),
                longest=0,
                places=sum(
                    floor.room[agent] - floor.in_work[agent] for agent in agents_in(floor.free)
                ),
            )
        return self.desk

    def _roster(self, floor: Floor) -> Roster:
        """Who works when, for that is what passes a ticket over."""
        if self.roster is None:
            world = floor.world
            times = [WorkingTime(exceptions=days) for days in working_times(world)]
            self.roster = Roster(
                tuple(
                    msgspec.structs.replace(as_profile(n, worker, worker.skills), working=times[n])
                    for n, worker in enumerate(world.workers)
                )
            )
        return self.roster

    def _waiting(self, floor: Floor, ticket: int) -> WaitingTicket:
        if ticket not in self.known:
            asked = as_waiting(ticket, floor.world)
            self.known[ticket] = msgspec.structs.replace(asked, need=SkillNeed())
        return self.known[ticket]

"""Rounds cut from a real log: what the desk's own code states while the log's first days go by again.

The log is imported into a desk in memory and replayed as `backtest` does it. Nothing of it is kept with the
code; it is read from EVENHAND_DATA or the data folder beside the project.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from random import Random
from typing import Any

import msgspec

from services.assignment.backtest.as_known import AsKnown
from services.assignment.backtest.cases import history
from services.assignment.backtest.replaying import world_of
from services.assignment.backtest.runs import Replays
from services.assignment.backtest.team_past import Past, past_of
from services.assignment.engine.form.problem import Problem
from services.assignment.problem.compile import compiled
from services.assignment.simulator.floor import Floor
from services.assignment.simulator.standings import moment
from services.assignment.simulator.virtual_time import VirtualTime
from services.assignment.simulator.world import MINUTE
from shared.clock import SystemChance
from shared.vocabulary.policy import SHIPPED
from tests.conftest import DATA
from tests.desks import Desk
from tests.imports.histories import given

FILE = DATA / "uci498_3weeks_apr2016.csv.gz"
FIRST, LAST = date(2016, 4, 4), date(2016, 4, 8)
HOUR = 60 * MINUTE


class SameChance(SystemChance):
    """Chance that comes out the same in every run, so that problems have the same digests."""

    def __init__(self) -> None:
        self._dice = Random(1)

    def token(self, length: int) -> bytes:
        """The next bytes."""
        return self._dice.randbytes(length)


class Cutting(AsKnown):
    """Our own way, deciding only every so many seconds, which keeps the problem of every round."""

    due = 0

    def __init__(self, *told: Any, every: int) -> None:
        super().__init__(*told)
        self.every, self.cut = every, list[Problem]()

    def deal(self, floor: Floor) -> Iterable[tuple[int, int]]:
        """A round, its problem kept; none before it is due."""
        if floor.now < self.due:
            return ()
        self.due = floor.now + self.every
        self.told.now = floor.now
        self.cut.append(compiled(self.told.situation.freeze(moment(floor.now))).problem)
        return super().deal(floor)


@cache
def rounds(hours: int, in_work: int) -> list[Problem]:
    """The rounds of the log's first days, so many hours apart, with so many tickets in work at most.

    Decided greedily, so that they stay the same rounds however the search changes.
    """
    work = msgspec.structs.replace(SHIPPED.work, tickets_in_work=in_work)
    assignment = msgspec.structs.replace(SHIPPED.assignment, kernel_steps=0)
    document = msgspec.structs.replace(SHIPPED, work=work, assignment=assignment)
    replays = Replays(past(), document)
    world = world_of(replays.past, replays.known, document, seed=1)
    policy = Cutting(world, document, replays.turns, every=hours * HOUR)
    VirtualTime(world, policy).run()
    return policy.cut


@cache
def past() -> Past:
    """The log's largest team in those days."""
    desk = Desk(chance=SameChance())
    given(desk, "uci498", FILE)
    return past_of(history(desk.log), first=FIRST, last=LAST)

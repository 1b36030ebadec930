"""What a round of an invented month was decided on is found again from its events, and decided the same."""

from collections.abc import Iterable
from typing import Any

import msgspec
import pytest

from services.assignment.revisiting.redecide import redecide
from services.assignment.revisiting.refold import frozen_again
from services.assignment.round import deciding
from services.assignment.round.kept_problems import KeptProblems
from services.assignment.round.recording import round_decided
from services.assignment.simulator.as_forecast import forecasting
from services.assignment.simulator.floor import Floor
from services.assignment.simulator.scenarios import knobs_of, world_of
from services.assignment.simulator.standings import moment
from services.assignment.simulator.virtual_time import VirtualTime
from services.assignment.simulator.world import Worker, World, person_id, ticket_id
from shared.eventlog.port import Cursor
from shared.eventlog.recorded import Recorded
from shared.events.assignment import RoundDecided
from shared.vocabulary.identity import StreamId
from shared.vocabulary.policy import SHIPPED

EVERY = 400
"""One round in so many is recorded and decided again."""


class Written:
    """Our own forecasting way, its events kept as a log would; some of its rounds are recorded beside it."""

    exceptions = 0

    def __init__(self, world: World) -> None:
        self.world, self.log = world, list[Recorded[Any]]()
        self.ours = forecasting(world, SHIPPED, self.log.append)
        self.hears, self.told = self.ours.hears, self.ours.told
        self.rounds: dict[StreamId, RoundDecided] = {}
        self.dealt: dict[StreamId, dict[Any, Any]] = {}
        self.count = 0

    def room(self, worker: Worker) -> int:
        return self.ours.room(worker)

    def deal(self, floor: Floor) -> Iterable[tuple[int, int]]:
        self.count += 1
        name = self._record(floor) if self.count % EVERY == 0 else None
        dealt = list(self.ours.deal(floor))
        if name:
            self.dealt[name] = {ticket_id(ticket): person_id(agent) for ticket, agent in dealt}
        return dealt

    def _record(self, floor: Floor) -> StreamId:
        cursor = Cursor(log="", generation=1, positions=(self.told.position,))
        frozen = self.told.situation.freeze(moment(floor.now), cursor)
        decision = deciding.decide(frozen)
        name = StreamId(f"round-{self.count:032x}")
        self.rounds[name] = round_decided(frozen, decision, decision.tickets)
        return name

    def read(self, *, after: int, limit: int, until: int | None = None) -> list[Recorded[Any]]:
        """A position is the place in the list, from 1."""
        return self.log[after : min(after + limit, len(self.log) if until is None else until)]

    def history(
        self, stream: StreamId, *, after: int = 0, until: int | None = None
    ) -> list[Recorded[Any]]:
        """Of rounds alone; nothing else is asked by stream."""
        first = self.log[0]
        return [msgspec.structs.replace(first, stream=stream, event=self.rounds[stream])]


@pytest.mark.slow
def test_the_rounds_of_an_invented_month_are_decided_again_to_the_same_answer() -> None:
    month = Written(world_of(knobs_of("desk", days=30, agents=30), 1))
    VirtualTime(month.world, month).run()
    assert len(month.rounds) >= 10
    assert sum(len(each.tickets) for each in month.rounds.values()) > len(month.rounds)
    for name, record in month.rounds.items():
        assert redecide(month, name, KeptProblems()).differences == ()
        again = frozen_again(month, record)
        assert deciding.plan(again).owners == month.dealt[name]

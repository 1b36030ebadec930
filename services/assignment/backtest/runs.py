"""What a backtest runs: ours, rivals, the past as it was, an oracle above and chance below."""

from collections.abc import Mapping
from typing import Any

import msgspec

from services.assignment.backtest.as_known import AsKnown
from services.assignment.backtest.as_recorded import RECORDED, recorded
from services.assignment.backtest.at_random import AtRandom
from services.assignment.backtest.oracle import Oracle
from services.assignment.backtest.replaying import NEVER, seconds, world_of
from services.assignment.backtest.team_past import Past
from services.assignment.backtest.toughness_known import Known, known
from services.assignment.fairness import Figures, Run, figures, unevenness
from services.assignment.simulator.dealer import Dealer
from services.assignment.simulator.policies import NAMES, OWN, policy_named
from services.assignment.simulator.rivals.orders import head_start
from services.assignment.simulator.rivals.pushing import Pushing
from services.assignment.simulator.virtual_time import VirtualTime
from services.assignment.simulator.world import DAY, World
from shared.vocabulary.policy import SHIPPED, Policy

ORACLE, RANDOM = "oracle", "random"
POLICIES = (*NAMES, RECORDED, ORACLE, RANDOM)
"""Everything that can be named in a backtest."""


class Replayed(Figures, frozen=True, kw_only=True):
    """The figures of `simulate`, and what only a log of equal days asks for."""

    gini_tickets_per_present_day: float | None
    gini_effort_per_present_day: float | None


class Replays:
    """A past that any policy can go through, under any seed.

    `document`: what every replay takes for granted, such as how long a ticket takes of which nothing is
    known. `tried`: documents that are carried out by our own engine, by the names they go by.
    """

    def __init__(
        self,
        past: Past,
        document: Policy = SHIPPED,
        tried: Mapping[str, Policy] | None = None,
    ) -> None:
        self.past, self.document = past, document
        self.own: dict[str, Policy] = {**OWN, "ours": document, **(tried or {})}
        outcomes = [each.outcome for each in past.tickets]
        self.known: Known = known(outcomes, learn_from=document.toughness.learn_from)
        self.turns = [
            (seconds(past, turn.at), turn)
            for turn in self.known.turns
            if turn.at >= past.tickets[turn.ticket].arrives
        ]

    def run(self, name: str, seed: int) -> Replayed:
        """The figures of one policy under one seed; of the past as it was, any seed is the same."""
        if name == RECORDED:
            run, had = recorded(self.past, self.document.work.default_minutes)
            return replayed(run, had)
        world = world_of(self.past, self.known, self.document, seed)
        policy = self._policy(name, world)
        time = VirtualTime(world, policy)
        taken = time.run()
        presences = taken.presences()
        run = Run(
            policy=name,
            seed=seed,
            scenario="backtest",
            days=self.past.days,
            toughness="known" if name == ORACLE else "forecast",
            courses=[
                each if ask.promised < NEVER else msgspec.structs.replace(each, broken=None)
                for each, ask in zip(taken.courses(world.days * DAY), world.asks, strict=True)
            ],
            presences=presences,
            moves=taken.moves,
            exceptions=policy.exceptions,
        )
        agents = (each.agent for each in presences)
        return replayed(run, dict(zip(agents, time.floor.received, strict=True)))

    def _policy(self, name: str, world: World) -> Dealer:
        room = self.document.work.tickets_in_work
        if name == ORACLE:
            return Pushing(Oracle(world), order=head_start, limit=room)
        if name == RANDOM:
            return Pushing(AtRandom(world.seed), order=head_start, limit=room)
        if name in self.own:
            return AsKnown(world, self.own[name], self.turns)
        return policy_named(name, world, forecast=True)


def replayed(run: Run, had: Mapping[str, int]) -> Replayed:
    """A run's figures; `had`: tickets by agent."""
    found: dict[str, Any] = msgspec.structs.asdict(figures(run))
    there = [each for each in run.presences if each.days]
    return Replayed(
        **found,
        gini_tickets_per_present_day=unevenness(
            had.get(each.agent, 0) / each.days for each in there
        ),
        gini_effort_per_present_day=unevenness(each.busy / each.days for each in there),
    )

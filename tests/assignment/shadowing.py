"""A desk of two on which another policy is tried in the shadow."""

from typing import Any, TypeVar

from services.assignment import rulebook
from services.assignment.carrying_out.hands import Hands
from services.assignment.shadow.desk_stream import shadowing
from services.assignment.shadow.fold import ShadowFold
from services.assignment.shadow.report import Report
from services.assignment.shadow.requests import StartShadow
from services.assignment.shadow.service import Begun, Shadows
from services.assignment.shadow.thread import ShadowThread
from services.intake.requests.policy import SetPolicy
from shared.eventlog.port import Change, Write
from shared.events.shadow import ShadowStarted
from shared.vocabulary.identity import (
    DESK,
    SETUP,
    Actor,
    Personal,
    Plain,
    ShadowId,
    StreamId,
)
from shared.vocabulary.policy import Policy
from tests.desks import Desk

E = TypeVar("E")
UNFAIR = {
    "assignment": {"rotation_weight": 0, "load_weight": 0, "delay_price": 0},
    "fairness": {"cap": 1_000_000},
    "work": {"tough_in_work": 99},
}
"""Tough work does not go round: whoever fits best gets it all."""


class Tried(Desk):
    """Ada and Ben, who can both do everything; Ada is the better."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.hands = Hands(self.assignment, self.directory, self.keys)
        self.shadows = Shadows(self.hands, self.keys)
        self.shadow = self.restarted()
        self.ada = self.agent("Ada", tickets=9, network=3)
        self.ben = self.agent("Ben", tickets=9, network=1)

    def restarted(self) -> ShadowThread:
        """Whoever keeps a shadow up with the desk, new to it."""
        return ShadowThread(self.log, self.clock, self.assignment.problems)

    def start(self, policy: dict[str, Any] = UNFAIR, command: str = "start") -> Begun:
        """Somebody lets a policy decide in the shadow."""
        request = StartShadow(policy=policy, reason="to see")
        return self.shadows.start(request, by=SETUP, command=command)

    def agree(self, policy: dict[str, Any], by: Actor = SETUP) -> None:
        """The desk agrees on a policy."""
        self.people.set_policy(SetPolicy(policy=policy), self.intake.call(by))

    def deal(self, tickets: int = 4) -> None:
        """Tough tickets arrive one after the other, each with its round."""
        for _ in range(tickets):
            ticket = self.ticket("it broke", by=self.ada)
            self.judge(ticket, by=self.ada, skill="network", toughness=2_500)
            self.assignment.run_round()

    def told(self) -> Report:
        """What came of it by now."""
        self.shadow.turn(record=True)
        return self.shadows.report()

    def of_kind(self, kind: type[E]) -> list[E]:
        """The events of a kind, oldest first."""
        return recorded(self, kind)


def recorded(desk: Desk, kind: type[E]) -> list[E]:
    """The events of a kind, oldest first."""
    told = desk.log.read(after=0, limit=10_000)
    return [each.event for each in told if isinstance(each.event, kind)]


def begin(desk: Desk, tried: Policy) -> None:
    """A policy in the shadow that nobody would start: one that may say the same."""
    desk.keys.make(DESK)
    now = shadowing(desk.log.history(DESK))
    event = ShadowStarted(
        shadow=ShadowId(StreamId("shadow-" + "0" * 32)), policy=tried, against=now.agreed.version,
        rulebook=Plain(rulebook.digest()), reason=Personal("to see"),
    )  # fmt: skip
    write = Write(stream=DESK, expected=now.version, events=(event,))
    desk.log.append(Change(command="begin", by=SETUP, at=desk.clock.now(), writes=(write,)))


def folded(desk: Desk) -> ShadowFold:
    """The shadow, folded anew from the whole log as if nothing had been compared before."""
    last = shadowing(desk.log.history(DESK)).last
    assert last, "a shadow runs"
    fold = ShadowFold.of(last, desk.assignment.problems, ())
    for told in desk.log.read(after=0, limit=10_000):
        fold.take(told)
    return fold

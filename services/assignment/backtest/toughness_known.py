"""What was known of toughness at each moment, and never more: forecasts, and what turned out later.

Tough is what took longest from open to resolved: the slowest tenth, which only hindsight can tell
(`tough_after`). At a moment there are only tickets resolved by then: a ticket is forecast from these, as the
desk's own model learns; it counts as tough once it has been open for longer than nine of ten of them took,
and it is counted anew when it is resolved.
"""

from bisect import insort
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from services.assignment.toughness.features import Features, Observation
from services.assignment.toughness.forecasting import Model, effects_of, forecast
from services.assignment.toughness.learning import Lesson, learned
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.toughness import ORDINARY as ORDINARY_WEIGHT

TOUGH = SHIPPED.toughness.most
"""Milli-points of what turned out tough: the most that counting comes to."""
ORDINARY = int(ORDINARY_WEIGHT)
"""Milli-points of everything else, so that whoever carries something tough has a few others less."""
SLOWEST = 10
"""One of so many is tough."""
LEARNED_EVERY = timedelta(hours=6)


class Outcome(NamedTuple):
    """A ticket: what was known when it came, and when that was and it was opened and resolved."""

    features: Features
    opened: datetime
    arrives: datetime
    resolved: datetime | None


class Turn(NamedTuple):
    """From a moment on a ticket counts so many milli-points."""

    at: datetime
    ticket: int
    toughness: int


class Known(NamedTuple):
    """By ticket the milli-points that are expected when it comes; and everything that turns out later."""

    forecasts: list[int]
    turns: list[Turn]
    """In order of time."""


def tough_after(tickets: Iterable[Outcome]) -> timedelta | None:
    """From which time open to resolved a ticket belongs to the slowest tenth; None where none is resolved."""
    took = sorted(each.resolved - each.opened for each in tickets if each.resolved)
    return slow(took)


def slow(rising: Sequence[timedelta]) -> timedelta | None:
    """Where the slowest tenth begins."""
    return rising[len(rising) * (SLOWEST - 1) // SLOWEST] if rising else None


def known(tickets: Sequence[Outcome], *, learn_from: int) -> Known:
    """What is known of each ticket, moment by moment; tickets in order of arrival."""
    return Learning(tickets, learn_from=learn_from).run()


class Learning:
    """Goes through the past once, in small steps, and looks at nothing that has not happened."""

    def __init__(self, tickets: Sequence[Outcome], *, learn_from: int) -> None:
        self.tickets, self.learn_from = tickets, learn_from
        self.to_resolve = sorted(
            (each.resolved, index) for index, each in enumerate(tickets) if each.resolved
        )
        self.resolved: list[int] = []
        self.took: list[timedelta] = []
        self.lesson: Lesson | None = None
        self.open: dict[int, None] = {}
        """Tickets that came, are not resolved, and do not count as tough yet."""
        self.forecasts: list[int] = []
        self.turns: list[Turn] = []

    def run(self) -> Known:
        """Everything that was known."""
        if not self.tickets:
            return Known([], [])
        now = self.tickets[0].arrives
        last = self.tickets[-1].arrives + LEARNED_EVERY
        while now <= last:
            self._resolve(until=now)
            self._learn()
            self._notice(now)
            self._receive(until=now + LEARNED_EVERY)
            now += LEARNED_EVERY
        return Known(self.forecasts, sorted(self.turns))

    def _resolve(self, *, until: datetime) -> None:
        while self.to_resolve and self.to_resolve[0][0] <= until:
            at, index = self.to_resolve.pop(0)
            self.open.pop(index, None)
            self.resolved.append(index)
            insort(self.took, at - self.tickets[index].opened)
            self.turns.append(Turn(at, index, self._weight(at - self.tickets[index].opened)))

    def _weight(self, took: timedelta) -> int:
        """What a ticket that took so long counts by now."""
        longest = slow(self.took)
        return TOUGH if longest is not None and took >= longest else ORDINARY

    def _learn(self) -> None:
        if len(self.resolved) < self.learn_from:
            return
        seen = [
            Observation(each.features, self._weight(each.resolved - each.opened))
            for each in map(self.tickets.__getitem__, self.resolved)
            if each.resolved
        ]
        self.lesson = learned(seen, otherwise=ORDINARY + (TOUGH - ORDINARY) // SLOWEST)

    def _notice(self, now: datetime) -> None:
        """Whatever has been open for longer than nine of ten took is tough, whatever becomes of it."""
        if len(self.resolved) < self.learn_from:
            return
        for index in [i for i in self.open if self._weight(now - self.tickets[i].opened) == TOUGH]:
            del self.open[index]
            self.turns.append(Turn(now, index, TOUGH))

    def _receive(self, *, until: datetime) -> None:
        while len(self.forecasts) < len(self.tickets):
            index = len(self.forecasts)
            if self.tickets[index].arrives >= until:
                return
            each = self.tickets[index]
            self.forecasts.append(expected(self.lesson, each.features))
            if each.resolved is None or each.resolved > each.arrives:
                self.open[index] = None


def expected(lesson: Lesson | None, features: Features) -> int:
    """Milli-points expected by what has been learned."""
    if lesson is None:
        return ORDINARY + (TOUGH - ORDINARY) // SLOWEST
    model = Model(
        digest="", mean=lesson.mean, effects=effects_of(lesson.factors), steps=lesson.steps
    )
    of_requester = lesson.requesters.get(features.requester) if features.requester else None
    return forecast(
        model, features, of_requester=of_requester.effect if of_requester else 0
    ).toughness

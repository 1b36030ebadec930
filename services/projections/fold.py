"""Folds a batch in memory: the lines it touches, the versions they go through, and what is summed.

A poisonous event is found without trying the batch in halves: each event is folded by itself, so the one
that fails parks itself and everything later of its key, and the rest of the batch goes on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from services.projections.instants import instant
from services.projections.view import Deed, View
from shared.eventlog.recorded import Recorded, Unreadable

R = TypeVar("R", bound=msgspec.Struct)
Amounts = tuple[int, ...]
"""One amount for each measure of the view, in its order."""
encode = msgspec.msgpack.Encoder().encode
MOST_LISTED, MOST_ADDED = 2**62, 2**40
"""The largest numbers that a line is sorted by, and that one event adds to somebody's sums."""
BEHIND = "an event before it is parked"


class EventIsUnreadable(Exception):
    """The view cannot know what the event means for its line."""


class NumberIsTooLarge(ValueError):
    """Rows and their sums keep 64 bits."""


class Parked(NamedTuple):
    """An event that could not be folded, or stands behind one."""

    key: str
    position: int
    stream: str
    why: str


class Past(NamedTuple):
    """A version of a line that was overtaken by the next."""

    key: str
    since: int
    until: int
    since_at: int | None
    until_at: int | None
    """Instants; None where the key's events were not recorded in the order of their times."""
    data: bytes | None
    listed: tuple[Any, ...]


class Done(NamedTuple):
    """What one event added to one person's sums."""

    position: int
    who: str
    at: int
    key: str
    amounts: Amounts


@dataclass(slots=True)
class Line(Generic[R]):
    """The newest version of a line."""

    row: R | None
    data: bytes | None
    listed: tuple[Any, ...]
    since: int
    since_at: int | None
    """Instant; None once the key's events were not recorded in the order of their times."""


class Stepped(NamedTuple, Generic[R]):
    """What one event makes of a line."""

    row: R | None
    deeds: dict[str, Amounts]


def in_short(poison: Exception) -> str:
    """Why something could not be folded."""
    return f"{type(poison).__name__}: {poison}"


def stepping(view: View[R]) -> Callable[[R | None, Recorded[Any]], Stepped[R]]:
    """One step of the view: the line after an event, and what the event adds to whose sums.

    The step raises whatever the view does, and `EventIsUnreadable`.
    """
    place = {name: index for index, name in enumerate(view.measures)}

    def step(before: R | None, told: Recorded[Any]) -> Stepped[R]:
        if isinstance(told.event, Unreadable):
            raise EventIsUnreadable(told.event.why)
        row = view.evolve(before, told)
        if not place or row is None:
            return Stepped(row, {})
        return Stepped(row, added_up(view.deeds(before, told), place))

    return step


def added_up(deeds: Iterable[Deed], place: dict[str, int]) -> dict[str, Amounts]:
    """What each person did, measure by measure; raises KeyError for a measure nobody declared."""
    sums: dict[str, list[int]] = {}
    for who, measure, amount in deeds:
        amounts = sums.get(who)
        if amounts is None:
            amounts = sums[who] = [0] * len(place)
        amounts[place[measure]] += amount
    return {who: kept_in(MOST_ADDED, tuple(amounts)) for who, amounts in sums.items()}


def kept_in(most: int, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values, if rows can keep and add up its numbers. Raises `NumberIsTooLarge`."""
    for value in values:
        if isinstance(value, int) and not -most <= value <= most:
            raise NumberIsTooLarge(f"{value} is further from zero than the {most} a view can keep")
    return values


class Fold(Generic[R]):
    """A batch in the making."""

    def __init__(self, view: View[R], lines: dict[str, Line[R]], stopped: set[str]) -> None:
        self.lines = lines
        self.stopped = stopped
        """Keys of which an event is parked."""
        self.changed: set[str] = set()
        self.disordered: set[str] = set()
        self.past: list[Past] = []
        self.done: list[Done] = []
        self.parked: list[Parked] = []
        self._step = stepping(view)
        self._listed = view.listed
        self._unlisted = (None,) * len(view.columns._fields)  # type: ignore[attr-defined]

    def take(self, key: str, told: Recorded[Any]) -> None:
        """One event; a poisonous one parks itself and everything after it for its key."""
        if key in self.stopped:
            self.park(key, told, BEHIND)
            return
        line = self.lines.get(key)
        before = line.row if line else None
        try:
            row, deeds = self._step(before, told)
            data = encode(row) if row is not None and row is not before else None
            listed = self._unlisted
            if data is not None and row is not None:
                listed = kept_in(MOST_LISTED, self._listed(row))
        except Exception as poison:
            self.park(key, told, in_short(poison))
            return
        at = instant(told.at)
        for who, amounts in deeds.items():
            self.done.append(Done(told.position, who, at, key, amounts))
        self._place(key, line, Line(row, data, listed, told.position, at))

    def _place(self, key: str, old: Line[R] | None, new: Line[R]) -> None:
        if old is None:
            if new.row is not None:
                self.lines[key] = new
                self.changed.add(key)
            return
        if old.since_at is None or new.since_at is None or new.since_at < old.since_at:
            self.disordered.add(key)
            old.since_at = new.since_at = None
        if new.row is old.row:
            return
        overtaken = Past(
            key, old.since, new.since, old.since_at, new.since_at, old.data, old.listed
        )
        self.past.append(overtaken)
        self.lines[key] = new
        self.changed.add(key)

    def park(self, key: str, told: Recorded[Any], why: str) -> None:
        """Leave an event out, and with it everything later of its key."""
        reason = BEHIND if key in self.stopped else why
        self.stopped.add(key)
        self.parked.append(Parked(key, told.position, told.stream, reason))

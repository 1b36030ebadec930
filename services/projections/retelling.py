"""Tells a line again in the order of its times, where its events were recorded in another order.

What had happened by a moment is the fold, in order of position, of the events told to have happened by
then. While times and positions agree, that is a version the line went through anyway. Where they do not
(a clock set back, a source that came late) each moment is folded for itself; such keys are few.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from services.projections.fold import Amounts, encode, stepping
from services.projections.instants import NEVER, instant
from services.projections.view import View
from shared.eventlog.recorded import Recorded

R = TypeVar("R", bound=msgspec.Struct)
Sums = dict[tuple[str, int], Amounts]
"""What each person did at each instant."""


class Version(NamedTuple):
    """A line between two instants, by what had happened until then."""

    since_at: int
    until_at: int
    data: bytes | None
    listed: tuple[Any, ...]


class Correction(NamedTuple):
    """What, from an instant on, is to be added to what somebody did at another."""

    who: str
    at: int
    since_at: int
    amounts: Amounts


class Retold(NamedTuple):
    """One key's past by time."""

    versions: list[Version]
    corrections: list[Correction]


class Standing(Generic[R]):
    """Where a line and its sums stand after some of its events, taken in order of position."""

    def __init__(self, view: View[R], events: Iterable[Recorded[Any]] = ()) -> None:
        self.row: R | None = None
        self.sums: Sums = {}
        self.position = 0
        self._step = stepping(view)
        for told in events:
            self.take(told)

    def take(self, told: Recorded[Any]) -> None:
        """One more event, of a higher position than all before it."""
        self.row, deeds = self._step(self.row, told)
        self.position = told.position
        for who, amounts in deeds.items():
            place = (who, instant(told.at))
            self.sums[place] = plus(self.sums.get(place), amounts)


def retold(view: View[R], events: Sequence[Recorded[Any]]) -> Retold:
    """The key's past by time, from all its events; raises what the view raises."""
    in_time = sorted(events, key=lambda told: (told.at, told.position))
    standing, known = Standing(view), Sums()
    versions: list[Version] = []
    corrections: list[Correction] = []
    for count, told in enumerate(in_time, 1):
        if told.position > standing.position:
            standing.take(told)
        else:
            so_far = sorted(in_time[:count], key=lambda each: each.position)
            standing = Standing(view, so_far)
        since_at = instant(told.at)
        until_at = instant(in_time[count].at) if count < len(in_time) else NEVER
        if since_at < until_at:
            versions.append(version(view, standing.row, since_at, until_at))
            corrections += corrected(known, standing.sums, since_at)
            known = dict(standing.sums)
    return Retold(versions, corrections)


def version(view: View[R], row: R | None, since_at: int, until_at: int) -> Version:
    """The line as it stood between two instants."""
    if row is None:
        nothing = (None,) * len(view.columns._fields)  # type: ignore[attr-defined]
        return Version(since_at, until_at, None, nothing)
    return Version(since_at, until_at, encode(row), view.listed(row))


def corrected(known: Sums, now: Sums, since_at: int) -> list[Correction]:
    """What changed between two standings."""
    found = []
    for place in known.keys() | now.keys():
        before, after = known.get(place), now.get(place)
        if before != after:
            change = plus(after, tuple(-amount for amount in before or ()))
            found.append(Correction(*place, since_at, change))
    return found


def plus(first: Amounts | None, second: Amounts) -> Amounts:
    """Two sets of amounts, measure by measure; no amounts count as nothing."""
    if not first or not second:
        return first or second
    return tuple(a + b for a, b in zip(first, second, strict=True))

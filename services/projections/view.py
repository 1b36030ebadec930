"""What a view is: which events it reads, one line of it, and how a line changes. All of it is pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from shared.eventlog.recorded import Recorded
from shared.events.declaration import Event
from shared.vocabulary.identity import StreamId

R = TypeVar("R", bound=msgspec.Struct)


class Deed(NamedTuple):
    """What an event adds to somebody's sums."""

    who: str
    measure: str
    amount: int = 1


class Listing(NamedTuple):
    """An order in which lines are read; no list is read without one, and each has its index."""

    name: str
    alike: tuple[str, ...]
    """Columns in which the lines of a list agree."""
    by: tuple[str, ...]
    """Columns they are sorted by: never None, and together different for each line."""


class NoColumns(NamedTuple):
    """A view that is only asked by key."""


def stream_of(told: Recorded[Any]) -> str | None:
    """The usual key: one line for each stream."""
    return told.stream


def nothing_listed(_: Any) -> NoColumns:
    """A line without columns."""
    return NoColumns()


def no_deeds(_: Any, __: Recorded[Any]) -> Iterable[Deed]:
    """An event that adds to nobody's sums."""
    return ()


@dataclass(frozen=True)
class View(Generic[R]):
    """One line for each key, folded from the events it reads."""

    name: str
    version: int
    """Raised with every change of meaning; the view is then built anew."""
    reads: tuple[type[Event], ...]
    row: type[R]
    evolve: Callable[[R | None, Recorded[Any]], R | None]
    """The line after the event; None takes it out of the view. The same object: nothing changed.
    It must bear any of a key's events to be left out: a moment past may lie between any two."""
    key: Callable[[Recorded[Any]], str | None] = stream_of
    columns: type[tuple[Any, ...]] = NoColumns
    """What lists are searched and sorted by, as a NamedTuple of bool, int and str."""
    listed: Callable[[R], tuple[Any, ...]] = nothing_listed
    """The columns of a line."""
    listings: tuple[Listing, ...] = ()
    measures: tuple[str, ...] = ()
    """What is summed by person and time."""
    deeds: Callable[[R | None, Recorded[Any]], Iterable[Deed]] = no_deeds
    """What the event adds to the sums, given the line before it."""


@dataclass(frozen=True)
class Trail:
    """One line for each event, kept as it was told and never changed."""

    name: str
    version: int


History = Callable[[StreamId], list[Recorded[Any]]]
"""Tells a stream's events again, oldest first."""

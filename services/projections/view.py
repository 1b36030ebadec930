"""What a view is: which events it reads, one line of it, and how a line changes. All of it is pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from shared.eventlog.recorded import Recorded
from shared.events.declaration import Event

R = TypeVar("R", bound=msgspec.Struct)
Columns = Mapping[str, str | int | None]
Amounts = Mapping[tuple[str, str], tuple[int, ...]]


def no_columns(_: Any) -> Columns:
    """A view that is only asked by key."""
    return {}


def no_amounts(_: Any) -> Amounts:
    """A view without sums."""
    return {}


def stream_of(told: Recorded[Any]) -> str | None:
    """The usual key: one line for each stream."""
    return told.stream


@dataclass(frozen=True)
class View(Generic[R]):
    """One line for each key, folded from the events it reads."""

    name: str
    version: int
    """Raised with every change of meaning; the view is then built anew."""
    reads: tuple[type[Event], ...]
    row: type[R]
    evolve: Callable[[R | None, Recorded[Any]], R | None]
    """The line after the event; None takes it out of the view."""
    key: Callable[[Recorded[Any]], str | None] = stream_of
    columns: Callable[[R], Columns] = no_columns
    """What lists are searched and sorted by."""
    indexes: tuple[str, ...] = ()
    """Column lists, each with an index over the lines that hold now."""
    column_kinds: Mapping[str, str] | None = None
    amounts: Callable[[R], Amounts] = no_amounts
    """What a line adds to the sums by (person, day)."""

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.name}.v{self.version}.sqlite"

    def topics(self) -> frozenset[str]:
        """The topics it reads."""
        return frozenset(event.TOPIC for event in self.reads)


@dataclass(frozen=True)
class Trail:
    """One line for each event, kept as it was told and never changed."""

    name: str
    version: int

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.name}.v{self.version}.sqlite"

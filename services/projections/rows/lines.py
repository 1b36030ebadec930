"""Lines of a view with their past: each holds from one position to another, and between two times."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from services.projections.rows.asof import held, tables
from services.projections.rows.file import ViewFile
from services.projections.rows.keeping import Keeper
from services.projections.rows.schema import shape_of
from services.projections.rows.sums import Sums
from services.projections.view import History, Listing, View
from shared.eventlog.moment import At
from shared.eventlog.port import Cursor
from shared.eventlog.recorded import Recorded

R = TypeVar("R", bound=msgspec.Struct)
__all__ = ["At", "Bounds", "Lines", "ParkedEvent"]


class Bounds(NamedTuple):
    """From `low` up to, not including, `high`, in the first column a listing is sorted by."""

    low: Any = None
    high: Any = None


UNBOUNDED = Bounds()


class ParkedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event a view could not show, or one behind it."""

    view: str
    key: str
    position: int
    stream: str
    why: str


class Lines(Generic[R]):
    """A view's lines in a file of their own, or in memory (`folder=None`)."""

    def __init__(
        self, view: View[R], folder: Path | None, history: History, *, writes: bool = True
    ) -> None:
        self.view = view
        self._decoder = msgspec.msgpack.Decoder(view.row)
        self._keeper = Keeper(view, history)
        self.file = ViewFile(folder, shape_of(view), writes=writes)
        self.sums = Sums(view.measures, self.file.fetch)

    def apply(self, events: Iterable[Recorded[Any]], cursor: Cursor) -> int:
        """Fold a batch; lines, sums and cursor change together. How many events were parked."""
        with self.file.batch(cursor) as db:
            return self._keeper.fold(db, events)

    def retry(self, key: str) -> None:
        """Fold a key again from its first event, when what was wrong with it has been mended."""
        cursor = self.file.cursor()
        with self.file.batch(None) as db:
            if cursor:
                self._keeper.refold(db, key, cursor)

    def get(self, key: str, at: At = None) -> R | None:
        """One line as of a moment."""
        found = self._select("data", "key = ?", (key,), at, of_key=True)
        rows = self.file.fetch(*found)
        return next((self._decoder.decode(row[0]) for row in rows if row[0]), None)

    def select(
        self,
        listing: Listing,
        *alike: Any,
        after: tuple[Any, ...] | None = None,
        within: Bounds = UNBOUNDED,
        limit: int | None = None,
        falling: bool = False,
        at: At = None,
    ) -> list[R]:
        """The lines of a list as of a moment, in its order; `after`: what the last one stood at."""
        condition, values = alike_in(listing, alike, within)
        if after is not None:
            columns = ", ".join(listing.by)
            condition += f" AND ({columns}) {'<' if falling else '>'} ({marks(after)})"
            values += after
        statement, bound = self._select(", ".join(("data", *listing.by)), condition, values, at)
        order = ", ".join(f"{name} {'DESC' if falling else 'ASC'}" for name in listing.by)
        rows = self.file.fetch(f"{statement} ORDER BY {order} LIMIT ?", (*bound, limit or -1))
        return [self._decoder.decode(row[0]) for row in rows]

    def count(
        self, listing: Listing, *alike: Any, within: Bounds = UNBOUNDED, at: At = None
    ) -> int:
        """How many lines are in a list as of a moment."""
        statement, values = self._select("1", *alike_in(listing, alike, within), at)
        number: int = self.file.fetch(f"SELECT count(*) FROM ({statement})", values)[0][0]
        return number

    def column(
        self, name: str, listing: Listing, *alike: Any, within: Bounds = UNBOUNDED, at: At = None
    ) -> list[Any]:
        """One column of all lines of a list as of a moment, in no order."""
        statement, values = self._select(name, *alike_in(listing, alike, within), at)
        return [row[0] for row in self.file.fetch(statement, values)]

    def numbers(self, listing: Listing, *alike: Any, at: At = None) -> dict[Any, int]:
        """How many lines there are for each value of the listing's next column."""
        column = listing.alike[len(alike)]
        statement, values = self._select(column, *alike_in(listing, alike, Bounds()), at)
        rows = self.file.fetch(
            f"SELECT {column}, count(*) FROM ({statement}) GROUP BY {column}", values
        )
        return dict(rows)

    def everything(self, at: At = None) -> dict[str, R]:
        """All lines as of a moment, by key."""
        statement, values = self._select("key, data", "1", (), at)
        rows = self.file.fetch(statement, values)
        return {key: self._decoder.decode(data) for key, data in rows if data}

    def parked(self) -> list[ParkedEvent]:
        """Events that could not be shown, in order of position."""
        rows = self.file.fetch("SELECT key, position, stream, why FROM parked ORDER BY position")
        return [
            ParkedEvent(view=self.view.name, key=key, position=position, stream=stream, why=why)
            for key, position, stream, why in rows
        ]

    def is_stale(self, key: str) -> bool:
        """Whether events of the line are parked, so that it shows less than happened."""
        return bool(self.file.fetch("SELECT 1 FROM parked WHERE key = ? LIMIT 1", (key,)))

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def _select(
        self,
        columns: str,
        condition: str,
        values: tuple[Any, ...],
        at: At,
        *,
        of_key: bool = False,
    ) -> tuple[str, tuple[Any, ...]]:
        """The versions that held at a moment, from every table that may have them."""
        statements: list[str] = []
        bound: tuple[Any, ...] = ()
        for table in tables(at):
            holding, moment = held(table, at, of_key=of_key)
            statements.append(f"SELECT {columns} FROM {table} WHERE {condition} AND {holding}")
            bound += (*values, *moment)
        return " UNION ALL ".join(statements), bound


def alike_in(
    listing: Listing, alike: tuple[Any, ...], within: Bounds
) -> tuple[str, tuple[Any, ...]]:
    """The condition under which a line is in the list; one taken out of the view has no columns."""
    columns = listing.alike[: len(alike)]
    conditions = [f"{name} IS ?" for name in columns]
    if all(value is None for value in alike):
        conditions.append("data IS NOT NULL")
    values = tuple(alike)
    for bound, sign in ((within.low, ">="), (within.high, "<")):
        if bound is not None:
            conditions.append(f"{listing.by[0]} {sign} ?")
            values += (bound,)
    return " AND ".join(conditions), values


def marks(values: tuple[Any, ...]) -> str:
    """A place for each value."""
    return ", ".join("?" * len(values))

"""Lines of a view with their past: each holds from one position to another, and between two times."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from services.projections.rows.asof import held, tables
from services.projections.rows.file import ViewFile
from services.projections.rows.keeping import Keeper
from services.projections.rows.parking import Parking
from services.projections.rows.schema import shape_of
from services.projections.rows.sums import Sums
from services.projections.view import History, Listing, View
from shared.eventlog.moment import At
from shared.eventlog.port import Cursor
from shared.eventlog.recorded import Recorded

R = TypeVar("R", bound=msgspec.Struct)
AT_ONCE = 200
__all__ = ["At", "Bounds", "Lines"]


class Bounds(NamedTuple):
    """From `low` up to, not including, `high`, in the first column a listing is sorted by."""

    low: Any = None
    high: Any = None


UNBOUNDED = Bounds()


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
        self.parking = Parking(view.name, self.file.fetch)

    def fold(self, events: Iterable[Recorded[Any]], cursor: Cursor) -> int:
        """Fold a batch; lines, sums and cursor change together. How many events were parked."""
        with self.file.batch(cursor) as db:
            return self._keeper.fold(db, events)

    def retry(self, key: str) -> bool:
        """Fold a key again from its first event, also beside whoever follows; whether it stands now.

        Raises `ViewIsBusy`.
        """
        with self.file.mending() as (db, cursor):
            if cursor:
                self._keeper.refold(db, key, cursor)
        return not self.parking.is_parked(key)

    def retry_all(self) -> int:
        """Fold every parked key again; how many were tried."""
        tried, after = 0, ""
        while keys := self.parking.parked_keys(after=after, limit=AT_ONCE):
            for key in keys:
                self.retry(key)
            tried, after = tried + len(keys), keys[-1]
        return tried

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
        return [row[0] for row in self.columns((name,), listing, *alike, within=within, at=at)]

    def columns(
        self,
        names: Sequence[str],
        listing: Listing,
        *alike: Any,
        within: Bounds = UNBOUNDED,
        at: At = None,
    ) -> list[Any]:
        """Some columns of all lines of a list as of a moment, line by line in no order."""
        statement, values = self._select(", ".join(names), *alike_in(listing, alike, within), at)
        return self.file.fetch(statement, values)

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

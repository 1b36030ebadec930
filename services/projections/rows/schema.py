"""Tables and indexes of a view's file, as they follow from what the view declares.

`now` holds the newest version of each line, `past` those it overtook, `retold` the past by time of the few
keys whose events were not recorded in the order of their times. Times are instants (microseconds).
"""

import types
from typing import Any, Union, get_args, get_origin, get_type_hints

from services.projections.rows import sums
from services.projections.rows.sqlite import Shape
from services.projections.view import Listing, View

CURSOR = (
    """CREATE TABLE IF NOT EXISTS cursor (
        one INTEGER PRIMARY KEY CHECK (one = 1), cursor BLOB, epoch INTEGER NOT NULL)""",
)
PARKED = (
    """CREATE TABLE IF NOT EXISTS parked (
        key TEXT NOT NULL, position INTEGER NOT NULL, stream TEXT NOT NULL, why TEXT NOT NULL,
        PRIMARY KEY (key, position)) WITHOUT ROWID""",
)
LINE_ID = "printf('%s %019d', key, since) AS id"
"""In the order of `key, since`."""
SOURCES = """CREATE TABLE IF NOT EXISTS sources (
    key TEXT NOT NULL, stream TEXT NOT NULL, PRIMARY KEY (key, stream)) WITHOUT ROWID"""
"""Streams that a key is folded from beside its own."""


def shape_of(view: View[Any]) -> Shape:
    """What the view's file is made of."""
    return Shape(
        name=view.name,
        version=view.version,
        tables=tables(view),
        indexes=indexes(view),
        compared=(*lines_known(view), *(sums_known(view) if view.measures else ())),
        compared_at_the_end=(*lines_told(view), *(sums_told(view) if view.measures else ())),
    )


def lines_known(view: View[Any]) -> tuple[str, ...]:
    """Statements that tell the lines that held at a position, and all that were overtaken by then."""
    columns = "".join(f", {name}" for name in view.columns._fields)  # type: ignore[attr-defined]
    return (
        f"""
        SELECT key, since, data{columns} FROM now WHERE since <= :at
        UNION ALL SELECT key, since, data{columns} FROM past WHERE until > :at AND since <= :at
        ORDER BY key""",
        f"""
        SELECT {LINE_ID}, until, fork, data{columns} FROM past WHERE until <= :at
        ORDER BY key, since""",
    )


def lines_told(view: View[Any]) -> tuple[str, ...]:
    """Statements that tell when lines held by the times of their events."""
    columns = "".join(f", {name}" for name in view.columns._fields)  # type: ignore[attr-defined]
    return (
        "SELECT key, since_at FROM now ORDER BY key",
        f"SELECT {LINE_ID}, since_at, until_at, fork_at FROM past ORDER BY key, since",
        f"""
        SELECT printf('%s %020d', key, since_at) AS id, until_at, fork_at, data{columns} FROM retold
        ORDER BY id""",
    )


def sums_known(view: View[Any]) -> tuple[str, ...]:
    """Statements that tell what was done up to a position, and its sums up to the whole block before."""
    measures = ", ".join(view.measures)
    summed = ", ".join(f"sum({name})" for name in view.measures)
    return (
        f"""
        SELECT printf('%019d %s', position, who) AS id, at, key, {measures} FROM deeds
        WHERE position <= :at ORDER BY position, who""",
        f"""
        SELECT day || ' ' || who AS id, {summed} FROM daily WHERE block < :at / {sums.BLOCK}
        GROUP BY day, who ORDER BY id""",
    )


def sums_told(view: View[Any]) -> tuple[str, ...]:
    """Statements that tell all sums, and which of them are corrected by time."""
    summed = ", ".join(f"sum({name})" for name in view.measures)
    return (
        "SELECT printf('%019d %s', position, who) AS id, retold FROM deeds ORDER BY position, who",
        f"""
        SELECT day || ' ' || who || ' ' || block || ' ' || retold AS id, {summed} FROM daily
        WHERE retold = 1 OR block >= :at / {sums.BLOCK} GROUP BY day, who, block, retold
        HAVING {" OR ".join(f"sum({name}) <> 0" for name in view.measures)} ORDER BY id""",
        f"""
        SELECT key || ' ' || who || ' ' || at || ' ' || since_at AS id, {summed} FROM corrections
        GROUP BY key, who, at, since_at ORDER BY id""",
    )


def tables(view: View[Any]) -> tuple[str, ...]:
    """What has to be there before the first line is written."""
    columns = "".join(f", {name} {kind}" for name, kind in kinds(view).items())
    lines = (
        f"""CREATE TABLE IF NOT EXISTS now (
            key TEXT PRIMARY KEY, since INTEGER NOT NULL, since_at INTEGER, data BLOB{columns})""",
        f"""CREATE TABLE IF NOT EXISTS past (
            key TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, since_at INTEGER,
            until_at INTEGER, fork INTEGER NOT NULL, fork_at INTEGER, data BLOB{columns})""",
        f"""CREATE TABLE IF NOT EXISTS retold (
            key TEXT NOT NULL, since_at INTEGER NOT NULL, until_at INTEGER NOT NULL,
            fork_at INTEGER NOT NULL, data BLOB{columns})""",
    )
    return (*CURSOR, *PARKED, SOURCES, *lines, *(sums_of(view) if view.measures else ()))


def sums_of(view: View[Any]) -> tuple[str, ...]:
    """Who did what when, and its sums by day; `retold` marks keys that `corrections` tell by time."""
    measures = "".join(f", {name} INTEGER NOT NULL" for name in view.measures)
    return (
        f"""CREATE TABLE IF NOT EXISTS deeds (
            position INTEGER NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL, key TEXT NOT NULL,
            retold INTEGER NOT NULL{measures}, PRIMARY KEY (position, who)) WITHOUT ROWID""",
        f"""CREATE TABLE IF NOT EXISTS daily (
            day INTEGER NOT NULL, who TEXT NOT NULL, block INTEGER NOT NULL,
            retold INTEGER NOT NULL{measures}, PRIMARY KEY (day, who, block, retold)
            ) WITHOUT ROWID""",
        f"""CREATE TABLE IF NOT EXISTS corrections (
            key TEXT NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL,
            since_at INTEGER NOT NULL{measures})""",
    )


def indexes(view: View[Any]) -> tuple[str, ...]:
    """What makes reading quick; a view built anew gets them when its lines are in."""
    lists = [list_index(listing) for listing in view.listings]
    sums = (
        "CREATE INDEX IF NOT EXISTS deeds_of ON deeds (who, at)",
        "CREATE INDEX IF NOT EXISTS corrections_of ON corrections (key)",
        "CREATE INDEX IF NOT EXISTS corrections_at ON corrections (at)",
    )
    return (
        "CREATE INDEX IF NOT EXISTS past_of ON past (key, since)",
        "CREATE INDEX IF NOT EXISTS retold_of ON retold (key, since_at)",
        *lists,
        *past_indexes(view),
        *(sums if view.measures else ()),
    )


def list_index(listing: Listing) -> str:
    """The index of a list as it stands now."""
    columns = ", ".join((*listing.alike, *listing.by))
    return f"CREATE INDEX IF NOT EXISTS {listing.name} ON now ({columns})"


def past_indexes(view: View[Any]) -> tuple[str, ...]:
    """One for positions and one for times, of all lists together: whatever held at a moment is found by
    where its span is filed, and told apart by the columns beside it."""
    alike = dict.fromkeys(column for listing in view.listings for column in listing.alike)
    if not alike:
        return ()
    names = ", ".join(alike)
    return (
        f"CREATE INDEX IF NOT EXISTS past_known ON past (fork, until, since, {names})",
        f"CREATE INDEX IF NOT EXISTS past_told ON past (fork_at, until_at, since_at, {names})",
        f"CREATE INDEX IF NOT EXISTS past_retold ON retold (fork_at, until_at, since_at, {names})",
    )


def kinds(view: View[Any]) -> dict[str, str]:
    """SQLite's kind of each column."""
    hints = get_type_hints(view.columns)
    return {name: kind(hint) for name, hint in hints.items()}


def kind(hint: Any) -> str:
    """INTEGER for numbers and yes or no, TEXT for the rest."""
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(each for each in get_args(hint) if each is not type(None))
    return "INTEGER" if isinstance(hint, type) and issubclass(hint, int) else "TEXT"

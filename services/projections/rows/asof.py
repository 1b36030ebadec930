"""The conditions under which a line held, or an event was known, at a moment."""

import json
from typing import Any

from services.projections.instants import instant
from services.projections.rows.forks import places
from shared.eventlog.moment import At


def held(table: str, at: At, *, of_key: bool = False) -> tuple[str, tuple[Any, ...]]:
    """The condition under which a version in `now`, `past` or `retold` held at a moment.

    `of_key`: of one key's few versions, which are found without asking where they are filed.
    """
    if at is None:
        return "1", ()
    value, tail = (at, "") if isinstance(at, int) else (instant(at), "_at")
    if table == "now":
        return f"since{tail} <= ?", (value,)
    spans = f"until{tail} > ? AND since{tail} <= ?"
    if of_key:
        return spans, (value, value)
    filed = f"fork{tail} IN (SELECT value FROM json_each(?))"
    return f"{filed} AND {spans}", (json.dumps(places(value)), value, value)


def tables(at: At) -> tuple[str, ...]:
    """The tables that together hold every line as of a moment."""
    if at is None:
        return ("now",)
    return ("now", "past") if isinstance(at, int) else ("now", "past", "retold")


def told_by(at: At) -> tuple[str, tuple[Any, ...]]:
    """The condition under which an event was known, or had happened, at a moment."""
    if at is None:
        return "1", ()
    return ("position <= ?", (at,)) if isinstance(at, int) else ("at <= ?", (instant(at),))

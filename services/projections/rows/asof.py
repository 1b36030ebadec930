"""Moments to look from: a position shows what was known then, a time what had happened by then."""

from datetime import datetime
from typing import Any

from services.projections.instants import instant

At = int | datetime | None
"""A position: what was known then. A time: what had happened by then. None: now."""


def held(table: str, at: At) -> tuple[str, tuple[int, ...]]:
    """The condition under which a version in `now`, `past` or `retold` held at a moment."""
    if at is None:
        return "1", ()
    known, since, until = ("since <= ?", "since", "until")
    value = at if isinstance(at, int) else instant(at)
    if isinstance(at, datetime):
        known, since, until = "since_at <= ?", "since_at", "until_at"
    if table == "now":
        return known, (value,)
    return f"{until} > ? AND {since} <= ?", (value, value)


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

"""Moments to look from: a position shows what was known then, a time what had happened by then."""

from datetime import datetime

At = int | datetime | None
"""A position in the log, a time in UTC, or None for now."""


def known(position: int, happened: datetime, at: At) -> bool:
    """Whether an event at that position was known, or had happened, at the moment."""
    if at is None:
        return True
    return position <= at if isinstance(at, int) else happened <= at

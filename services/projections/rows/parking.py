"""Which lines show less than happened, since which event and why: what is parked, read for people.

An event that cannot be folded parks itself and everything later of its line; nothing else waits for it.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import msgspec

from services.projections.fold import EventIsUnreadable
from services.projections.instants import NEVER
from services.projections.rows.sums import Fetch
from shared.eventlog.moment import At

MOST_LISTED = 50
MOST_COUNTED = 10_000
Happened = Callable[[Sequence[int], datetime], list[int]]
"""Those of some positions whose events had happened by a time."""
GROUPED = """
    SELECT key, min(position), stream, why, count(*) FROM parked
    WHERE {condition} GROUP BY key ORDER BY key LIMIT ?"""


class ParkedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event a view could not show, or one behind it."""

    view: str
    key: str
    position: int
    stream: str
    why: str


class HeldBack(msgspec.Struct, frozen=True, kw_only=True):
    """A line that stands as it was before an event the view cannot show."""

    view: str
    key: str
    """The ticket, or for the view of people the person (or team) it is about."""
    since: int
    """Position of the first event that is not shown."""
    stream: str
    """The stream that event stands in."""
    why: str
    events: int
    """How many events are not shown."""
    next_step: str
    """What is to be done about it."""


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """How much is held back."""

    keys: int
    """Tickets and people, each once for however many views; `MOST_COUNTED` are told apart."""
    events: int
    """Parked events, in every view that parks them."""


class Parking:
    """What one view parks."""

    def __init__(self, view: str, fetch: Fetch) -> None:
        self.view = view
        self._fetch = fetch

    def events(self, limit: int = MOST_COUNTED) -> list[ParkedEvent]:
        """Events that could not be shown, in order of position."""
        rows = self._fetch(
            "SELECT key, position, stream, why FROM parked ORDER BY position LIMIT ?", (limit,)
        )
        return [
            ParkedEvent(view=self.view, key=key, position=position, stream=stream, why=why)
            for key, position, stream, why in rows
        ]

    def number(self) -> int:
        """How many events are parked."""
        number: int = self._fetch("SELECT count(*) FROM parked", ())[0][0]
        return number

    def keys_number(self) -> int:
        """How many keys are held back."""
        number: int = self._fetch("SELECT count(DISTINCT key) FROM parked", ())[0][0]
        return number

    def parked_keys(self, *, after: str = "", limit: int = MOST_COUNTED) -> list[str]:
        """The keys that are held back, in their order."""
        rows = self._fetch(
            "SELECT DISTINCT key FROM parked WHERE key > ? ORDER BY key LIMIT ?", (after, limit)
        )
        return [row[0] for row in rows]

    def held_back(self, limit: int = MOST_LISTED) -> list[HeldBack]:
        """The lines that are held back, in the order of their keys."""
        return self._grouped("1", (), limit)

    def among(
        self, keys: Sequence[str], at: At = None, *, happened: Happened | None = None
    ) -> list[HeldBack]:
        """Those of the keys that are held back as of a moment; `happened` is asked for a time."""
        condition, values = "key IN (SELECT value FROM json_each(?))", (json.dumps(list(keys)),)
        if isinstance(at, datetime) and happened is not None:
            rows = self._fetch(f"SELECT position FROM parked WHERE {condition}", values)
            known = happened([row[0] for row in rows], at)
            condition += " AND position IN (SELECT value FROM json_each(?))"
            return self._grouped(condition, (*values, json.dumps(known)), NEVER)
        until = at if isinstance(at, int) else NEVER
        return self._grouped(f"{condition} AND position <= ?", (*values, until), NEVER)

    def is_parked(self, key: str) -> bool:
        """Whether events of the key are parked."""
        return bool(self._fetch("SELECT 1 FROM parked WHERE key = ? LIMIT 1", (key,)))

    def _grouped(self, condition: str, values: tuple[Any, ...], limit: int) -> list[HeldBack]:
        rows = self._fetch(GROUPED.format(condition=condition), (*values, limit))
        return [self._held_back(*row) for row in rows]

    def _held_back(self, key: str, since: int, stream: str, why: str, events: int) -> HeldBack:
        step = next_step(self.view, key, since, why)
        return HeldBack(
            view=self.view, key=key, since=since, stream=stream, why=why, events=events,
            next_step=step,
        )  # fmt: skip


class Parkings:
    """What all views of a desk park, as pages and commands ask for it."""

    def __init__(self, views: Iterable[Parking], happened: Happened) -> None:
        self._views = tuple(views)
        self._happened = happened

    def held_back(self, *, limit: int = MOST_LISTED) -> list[HeldBack]:
        """The lines that are held back, view by view; `numbers` tells how many there are."""
        return list(islice((each for view in self._views for each in view.held_back(limit)), limit))

    def numbers(self) -> Numbers:
        """How many tickets and people are held back, and how many events."""
        keys = {key for view in self._views for key in view.parked_keys()}
        return Numbers(keys=len(keys), events=sum(view.number() for view in self._views))

    def among(self, keys: Iterable[str], at: At = None) -> dict[str, list[HeldBack]]:
        """Those of the keys that are held back as of a moment, each with the views and reasons."""
        asked = list(keys)
        found: dict[str, list[HeldBack]] = {}
        for view in self._views if asked else ():
            for each in view.among(asked, at, happened=self._happened):
                found.setdefault(each.key, []).append(each)
        return found

    def is_stale(self, key: str, at: At = None) -> bool:
        """Whether any view shows less of the key than had happened, as of a moment."""
        if at is None:
            return any(view.is_parked(key) for view in self._views)
        return bool(self.among([key], at))


def next_step(view: str, key: str, since: int, why: str) -> str:
    """What is to be done about a line that is held back."""
    again = f"evenhand parked --retry {view} {key}"
    if why.startswith(EventIsUnreadable.__name__):
        return f"update the desk to a version that can read event {since}, then run: {again}"
    return (
        "the fault is the view's and not the ticket's: report the reason, update the desk to a "
        f"version in which it is mended, then run: {again}"
    )

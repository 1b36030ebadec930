"""Lines of the audit trail in words, and the days one can travel to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from services.projections.web.showing import Shown
from shared.eventlog.moment import At
from shared.eventlog.port import RequestIsUnclear
from shared.vocabulary.identity import is_person, kind_of, person_of

Days = Sequence[tuple[date, int]]
"""How many events happened on each day of UTC that had any, oldest first."""
TOLD_LATE = timedelta(minutes=1)
"""From here on a page says when an event was recorded, beside when it happened."""


class StepIsMalformed(RequestIsUnclear):
    """A step names one of the days or events there are."""


@dataclass(frozen=True, slots=True)
class Cause:
    """The event that led to another."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One event as the trail tells it."""

    entry: Any
    words: str
    who: str
    about: str
    """What it happened to, by its name."""
    address: str | None
    """Where that can be seen."""
    recorded_late: bool
    cause: Cause | None
    """What led to it, where another event did that can be seen."""
    ahead: bool = False
    """Whether it lies after the moment shown."""


def lined(desk: Shown, entry: Any, *, ahead: bool = False) -> TrailLine:
    """The line of an event as it is kept in the trail or told by the log."""
    about, address = thing(desk, entry)
    return TrailLine(
        entry=entry,
        words=desk.directory.sentence(entry),
        who=desk.name(entry.by),
        about=about,
        address=address,
        recorded_late=entry.recorded_at - entry.at > TOLD_LATE,
        cause=cause_of(desk, entry.cause),
        ahead=ahead,
    )


def cause_of(desk: Shown, cause: str | None) -> Cause | None:
    """What led to an event: a ticket's event, or a round."""
    stream, _, version = (cause or "").rpartition("/")
    if kind_of(stream) == "round":
        return Cause("a round", f"/rounds/{stream}")
    if kind_of(stream) != "ticket":
        return None
    name = desk.name(stream)
    address = f"/tickets/{name.removeprefix('#')}/history?step={version}"
    return Cause(f"event {version} of {name}", address)


def thing(desk: Shown, entry: Any) -> tuple[str, str | None]:
    """What an event happened to, and the page that shows it."""
    stream, kind = entry.stream, kind_of(entry.stream)
    if kind == "ticket":
        name = desk.name(stream)
        return name, f"/tickets/{name.removeprefix('#')}/history?at={entry.position}"
    if kind == "round":
        return "round", f"/rounds/{stream}"
    if kind == "team":
        return desk.name(stream), f"/teams/{stream}"
    if kind == "agent":
        return desk.name(person_of(stream)), f"/agents/{person_of(stream)}"
    if kind in ("desk", "shadow"):
        return kind, "/policy" if kind == "desk" else "/policy#shadow"
    return desk.name(stream) if is_person(stream) else kind, None


def end_of(days: Days, step: int) -> datetime:
    """The last moment of a day, by its place among the days. Raises `StepIsMalformed`."""
    if not 1 <= step <= len(days):
        raise StepIsMalformed(f"step={step} is no day; expected 1 to {len(days)}")
    return datetime.combine(days[step - 1][0], time.max, UTC)


def day_shown(days: Days, at: At) -> int:
    """The place of the day a moment lies in; of the newest for now and for positions."""
    if not isinstance(at, datetime):
        return len(days)
    return max(1, sum(day <= at.date() for day, _ in days))


def count_by(days: Days, at: At) -> int:
    """How many events there are by a moment, to the day."""
    if isinstance(at, int):
        return at
    return sum(number for day, number in days if at is None or day <= at.date())

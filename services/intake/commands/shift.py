"""When an agent works, as it is typed: days by name, hours as 09:00-17:00, and the days that differ."""

from typing import Annotated, Any

import typer

from services.intake.commands.office import (
    AGENT,
    BY,
    JSON,
    Office,
    call_by,
    refusals_told,
    say,
)
from services.intake.requests.working_time import SetWorkingTime
from shared.eventlog.port import RequestIsUnclear
from shared.vocabulary.working_time import DAYS

SHORTEST = 3
"""Letters; fewer could mean two days."""


class DayIsUnknown(RequestIsUnclear):
    """A week has seven days, each known by its name or how that begins."""


class HoursAreUnclear(RequestIsUnclear):
    """Hours say when they start and when they end."""


def shift(
    ctx: typer.Context,
    agent: AGENT,
    zone: Annotated[str, typer.Option(help="IANA time zone.")] = "UTC",
    days: Annotated[str, typer.Option(help="Days of the week, such as mon,tue,wed.")] = "",
    start: Annotated[str, typer.Option(help="Start of the shift, local time.")] = "09:00",
    end: Annotated[str, typer.Option(help="End of the shift, local time.")] = "17:00",
    also: Annotated[
        list[str] | None, typer.Option(help="Other shifts of the week: sat,sun=10:00-14:00")
    ] = None,
    differs: Annotated[
        list[str] | None,
        typer.Option(help="A day off, 2026-12-25, or of other hours, 2026-12-24=09:00-12:00"),
    ] = None,
    by: BY = None,
    json: JSON = False,
) -> None:
    """Say when an agent works in an ordinary week, and on days that differ; without days always."""
    office: Office = ctx.obj
    with refusals_told(json):
        week = shifts(f"{days}={start}-{end}") if days else []
        week += [each for typed in also or () for each in shifts(typed)]
        others = [other_day(typed) for typed in differs or ()]
        said = {"zone": zone, "week": week, "exceptions": others}
        request = SetWorkingTime.model_validate(said)
        intake = office.people.intake
        who = intake.directory.person_named(agent)
        answer = intake.ask_agent(who, request, call_by(office, by))
        say(answer, done="working time set", json=json)


def shifts(typed: str) -> list[dict[str, Any]]:
    """The shifts of `mon,tue=09:00-17:00`. Raises `DayIsUnknown` or `HoursAreUnclear`."""
    days, _, hours = typed.partition("=")
    return [{"day": day_of(name)} | span(hours) for name in days.split(",") if name.strip()]


def other_day(typed: str) -> dict[str, Any]:
    """The day of `2026-12-24=09:00-12:00`, or a day off. Raises `HoursAreUnclear`."""
    day, equals, hours = typed.partition("=")
    return {"day": day} | (span(hours) if equals else {})


def span(hours: str) -> dict[str, str]:
    """Start and end of `09:00-17:00`. Raises `HoursAreUnclear`."""
    start, dash, end = hours.partition("-")
    if not dash:
        raise HoursAreUnclear(f"{hours!r} are no hours; expected start and end as in 09:00-17:00")
    return {"start": start, "end": end}


def day_of(name: str) -> int:
    """The number of a day by its name or its beginning. Raises `DayIsUnknown`."""
    asked = name.strip().lower()
    found = [number for number, day in enumerate(DAYS) if day.lower().startswith(asked)]
    if len(asked) < SHORTEST or not found:
        known = ", ".join(day[:SHORTEST].lower() for day in DAYS)
        raise DayIsUnknown(f"there is no day {name!r}; expected some of {known}, with commas")
    return found[0]

"""When an agent works: the week in a time zone, and the days that differ."""

from datetime import date, time

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from services.intake.agent import Agent
from services.intake.asked import Asked
from services.intake.requests.form import AgentRequest
from shared.events.declaration import Event
from shared.events.roster import AgentWorkingTimeSet
from shared.vocabulary.identity import Plain
from shared.vocabulary.working_time import ShiftException, WeeklyShift, WorkingTime, zone_named

MOST_SHIFTS = 21
"""Three shifts on each day of the week."""
MOST_OTHER_DAYS = 400
"""A year of days and some; further ahead nobody knows."""


class Hours(BaseModel):
    """One weekly shift in local time; one that ends at or before its start ends next day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: int = Field(description="0 is Monday.", ge=0, le=6)
    start: time
    end: time


class OtherDay(BaseModel):
    """A day that differs: other hours, or none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    start: time | None = None
    end: time | None = None

    @model_validator(mode="after")
    def both_or_neither(self) -> "OtherDay":
        """Hours begin and end."""
        if (self.start is None) != (self.end is None):
            raise ValueError("give both start and end, or neither for a day off")
        return self


class SetWorkingTime(AgentRequest):
    """Say when an agent works."""

    PATH = "working-time"
    COMMAND = "shift"

    zone: str = Field(description="IANA time zone, such as Europe/Berlin.", max_length=64)
    week: tuple[Hours, ...] = Field((), description="None: always on.", max_length=MOST_SHIFTS)
    exceptions: tuple[OtherDay, ...] = Field((), max_length=MOST_OTHER_DAYS)

    @field_validator("zone")
    @classmethod
    def known(cls, zone: str) -> str:
        """The zone exists."""
        zone_named(zone)
        return zone

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """The new pattern; nothing if it is the same."""
        agent.must_be_here()
        week = tuple(WeeklyShift(day=h.day, start=h.start, end=h.end) for h in self.week)
        days = tuple(ShiftException(day=d.day, start=d.start, end=d.end) for d in self.exceptions)
        if agent.works == WorkingTime(zone=self.zone, week=week, exceptions=days):
            return ()
        return (AgentWorkingTimeSet(zone=Plain(self.zone), week=week, exceptions=days),)

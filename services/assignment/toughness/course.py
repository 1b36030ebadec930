"""The course of one ticket as far as its toughness goes: who carried it, how long, and what befell it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.assignment.toughness.features import Features
from shared.eventlog.recorded import Recorded
from shared.eventlog.touch import Act, touched
from shared.events import ticket as said
from shared.events import toughness as weighed
from shared.events.assignment import EntitlementBooked
from shared.vocabulary.identity import PersonId, StreamId, is_person
from shared.vocabulary.words import AppealAnswer, Resolution, ToughBecause

OffShift = Callable[[PersonId, datetime], bool]
"""Whether somebody has a shift, and not at that moment."""


@dataclass(slots=True)
class Course:
    """What is known of a ticket the desk acts on, folded from its events."""

    version: int
    features: Features
    owner: PersonId | None = None
    owners: tuple[PersonId, ...] = ()
    """Everybody who had it, in order."""
    judged: int | None = None
    """Milli-points, as last judged by a person who did not own it."""
    expected: int | None = None
    """Milli-points of its forecast."""
    minutes: int | None = None
    """Expected minutes of work, where somebody said so."""
    booked: int | None = None
    """Milli-points that stand booked."""
    handed_over: int = 0
    """How often it came to somebody who had not had it."""
    reopened: int = 0
    after_hours: bool = False
    flags: dict[PersonId, ToughBecause] = field(default_factory=dict)
    seconds: dict[PersonId, int] = field(default_factory=dict)
    """Work seen, by person."""
    acts: dict[str, Act] = field(default_factory=dict)
    resolved: bool = False
    alone: bool = False
    """Whether its requester settled it without the desk."""
    closed: bool = False

    @property
    def effort(self) -> int:
        """Seconds of work seen from everybody who had it."""
        return sum(self.worked().values())

    def worked(self) -> dict[PersonId, int]:
        """Seconds of work by those who had it; helpers carry no credit."""
        return {who: self.seconds[who] for who in self.owners if self.seconds.get(who)}


def begun(told: Recorded[said.TicketRaised]) -> Course:
    """A ticket as it arrives."""
    event = told.event
    known = Features(service=event.service, channel=event.channel, requester=event.requester)
    return Course(version=told.version, features=known)


def take(course: Course, told: Recorded[Any], off_shift: OffShift) -> None:
    """The course after one more event of its ticket."""
    course.version = told.version
    work(course, told, off_shift)
    match told.event:
        case said.TicketRouted(team=team, before=None) if course.features.category is None:
            course.features = Features(
                category=team,
                service=course.features.service,
                channel=course.features.channel,
                requester=course.features.requester,
            )
        case said.TicketTriaged() as event:
            judge(course, event, told.by)
        case said.TicketAssigned(agent=agent):
            course.owner = agent
            course.handed_over += bool(course.owners) and agent not in course.owners
            course.owners = tuple(dict.fromkeys((*course.owners, agent)))
        case said.TicketReleased():
            course.owner = None
        case said.TicketResolved(code=code):
            course.resolved, course.alone = True, code is Resolution.SELF_RESOLVED
        case said.TicketReopened():
            course.resolved, course.reopened = False, course.reopened + 1
        case said.TicketClosed():
            course.resolved, course.closed = True, True
        case _:
            weigh(course, told.event)


def judge(course: Course, event: said.TicketTriaged, by: str) -> None:
    """A person's judgement; what an owner says of their own ticket is for a flag or an appeal."""
    if by == course.owner:
        return
    course.minutes = event.minutes or course.minutes
    if event.toughness is not None:
        course.judged = event.toughness


def weigh(course: Course, event: Any) -> None:
    """What the desk itself recorded of its toughness, and what agents said of it."""
    match event:
        case weighed.ToughnessForecast(toughness=expected):
            course.expected = expected
        case EntitlementBooked(toughness=booked, taker=taker):
            course.booked = booked if taker else None
        case weighed.CreditMoved(toughness=booked):
            course.booked = booked
        case weighed.TicketFlaggedTough(agent=agent, because=because):
            course.flags[agent] = because
        case weighed.AppealAnswered(answer=AppealAnswer.UPHELD, toughness=judged):
            rejudge(course, judged)


def rejudge(course: Course, judged: int | None) -> None:
    """A supervisor's answer: it speaks of all that befell the ticket so far."""
    course.judged = judged
    course.handed_over = course.reopened = 0
    course.after_hours = False
    course.flags.clear()


def work(course: Course, told: Recorded[Any], off_shift: OffShift) -> None:
    """Work seen on the ticket, and whether its owner was at it outside their shift."""
    act = touched(course.acts, told, requester=course.features.requester)
    if act is None:
        return
    course.acts[act.who] = act.last
    if not is_person(act.who):
        return
    who = PersonId(StreamId(act.who))
    if act.seconds:
        course.seconds[who] = course.seconds.get(who, 0) + act.seconds
    if who == course.owner and off_shift(who, told.at):
        course.after_hours = True

"""Experience: what the desk has seen of toughness so far, folded from the feed and kept in memory.

Nothing is learned from what is not resolved, and of an erased requester nothing is remembered: their tickets
go on counting for queue, service and channel, but no more for them.
"""

from bisect import insort
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from services.assignment.toughness.counting import relative_effort
from services.assignment.toughness.course import Course, begun, take
from services.assignment.toughness.features import Features, Observation
from services.assignment.toughness.forecasting import Model, model_of
from services.assignment.toughness.habits import Habits
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events.assignment import DeskPolicySet
from shared.events.people import PersonErased
from shared.events.roster import AgentWorkingTimeSet
from shared.events.toughness import (
    AppealAnswered,
    ForecastModelLearned,
    RequesterLearned,
    TicketFlaggedTough,
    ToughnessTruedUp,
)
from shared.vocabulary.identity import Personal, PersonId, TicketId, kind_of, person_of
from shared.vocabulary.policy import SHIPPED, Policy
from shared.vocabulary.working_time import WorkingTime, shift_at

REMEMBERED = 20_000
"""Resolved tickets learned from; older ones are forgotten, for desks change."""
RECENT = 500
"""Efforts a new one is ranked among."""


@dataclass(slots=True)
class Experience:
    """Living courses, what resolved tickets turned out to be, and the model in force."""

    policy: Policy = SHIPPED
    courses: dict[TicketId, Course] = field(default_factory=dict)
    new: dict[TicketId, None] = field(default_factory=dict)
    """Tickets that nobody has owned, judged or forecast yet, in order of arrival."""
    uncounted: dict[TicketId, str] = field(default_factory=dict)
    """Tickets resolved, or said something new of, since they were counted last, and by which event."""
    seen: dict[TicketId, Observation] = field(default_factory=dict)
    """What resolved tickets turned out to be, in order of their resolution."""
    learned_at: datetime | None = None
    taught: int = 0
    """Tickets counted since the model was learned."""
    model: Model | None = None
    requesters: dict[PersonId, Personal] = field(default_factory=dict)
    """What was learned of each, sealed under their own key."""
    erased: set[PersonId] = field(default_factory=set)
    habits: Habits = field(default_factory=Habits)
    rising: list[int] = field(default_factory=list)
    """Recent relative efforts, rising."""
    _recent: deque[int] = field(default_factory=deque)
    _working: dict[PersonId, WorkingTime] = field(default_factory=dict)

    def take(self, told: Recorded[Any]) -> None:
        """What is known after one more event."""
        match told.event:
            case said.TicketRaised(adopted=True):
                self.courses[TicketId(told.stream)] = begun(told)
                self.new[TicketId(told.stream)] = None
            case AgentWorkingTimeSet(zone=zone, week=week, exceptions=exceptions):
                working = WorkingTime(zone=zone, week=week, exceptions=exceptions)
                self._working[person_of(told.stream)] = working
            case DeskPolicySet(policy=policy):
                self.policy = policy
            case ForecastModelLearned():
                self.model, self.learned_at, self.taught = model_of(told.event), told.at, 0
            case RequesterLearned(learned=learned):
                self.requesters[PersonId(told.stream)] = learned
            case PersonErased():
                self._forget(PersonId(told.stream))
            case _ if kind_of(told.stream) == "ticket":
                self._take_ticket(TicketId(told.stream), told)

    def lessons(self) -> list[Observation]:
        """Every resolved ticket to learn from, oldest first."""
        return list(self.seen.values())

    def is_due(self, now: datetime) -> bool:
        """Whether enough was resolved, and long enough ago was learned, to learn anew."""
        rates = self.policy.toughness
        if len(self.seen) < rates.learn_from or not self.taught:
            return False
        if self.learned_at is None:
            return True
        return (now - self.learned_at).total_seconds() >= 3_600 * rates.learn_every_hours

    def off_shift(self, person: PersonId, at: datetime) -> bool:
        """Whether somebody has working hours, and not at that moment."""
        working = self._working.get(person)
        return working is not None and shift_at(working, at) is None

    def _take_ticket(self, ticket: TicketId, told: Recorded[Any]) -> None:
        course, event = self.courses.get(ticket), told.event
        if isinstance(event, AppealAnswered) and event.toughness is not None:
            self._correct(ticket, event.toughness)
        if course is None:
            return
        take(course, told, self.off_shift)
        if course.owner or course.resolved or (course.expected, course.judged) != (None, None):
            self.new.pop(ticket, None)
        match event:
            case said.TicketAssigned(agent=agent):
                self.habits.took(agent, ticket, told.at)
            case TicketFlaggedTough(agent=agent):
                self.habits.flagged(agent, ticket, told.at)
                if course.resolved:
                    self.uncounted[ticket] = told.id
            case said.TicketResolved() if course.owners and not course.alone:
                self.uncounted[ticket] = told.id
            case said.TicketReopened():
                self.uncounted.pop(ticket, None)
            case ToughnessTruedUp(toughness=toughness):
                self._count(ticket, course, toughness)
        if course.closed and ticket not in self.uncounted:
            del self.courses[ticket]

    def _count(self, ticket: TicketId, course: Course, toughness: int) -> None:
        self.uncounted.pop(ticket, None)
        known, effort = course.features, relative_effort(course, self.policy)
        if known.requester in self.erased:
            known = nameless(known)
        if ticket not in self.seen and effort is not None:
            self._rank(effort)
        self.seen.pop(ticket, None)
        self.seen[ticket] = Observation(known, toughness)
        self.taught += 1
        while len(self.seen) > REMEMBERED:
            del self.seen[next(iter(self.seen))]

    def _rank(self, effort: int) -> None:
        self._recent.append(effort)
        insort(self.rising, effort)
        if len(self._recent) > RECENT:
            self.rising.remove(self._recent.popleft())

    def _correct(self, ticket: TicketId, toughness: int) -> None:
        if ticket in self.seen:
            self.seen[ticket] = self.seen[ticket]._replace(toughness=toughness)

    def _forget(self, person: PersonId) -> None:
        self.erased.add(person)
        self.requesters.pop(person, None)
        self.seen = {
            ticket: each
            if each.features.requester != person
            else Observation(nameless(each.features), each.toughness)
            for ticket, each in self.seen.items()
        }


def nameless(features: Features) -> Features:
    """What is known of a ticket whose requester is erased."""
    return replace(features, requester=None)

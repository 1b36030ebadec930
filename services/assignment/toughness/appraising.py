"""Appraisal: forecasts new tickets, counts resolved ones, learns from them, and hears flags and appeals.

What it tells is recorded, so a replay never forecasts again.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import structlog

from services.assignment.giving.ownership import Owned
from services.assignment.toughness import verdicts
from services.assignment.toughness.experience import Experience
from services.assignment.toughness.forecasting import in_words, read_back, snapshot, stream_of
from services.assignment.toughness.learning import Lesson
from shared.clock import Clock
from shared.eventlog.port import (
    Change,
    EventLog,
    Refusal,
    RequestIsUnderWay,
    VersionConflict,
    Write,
)
from shared.eventlog.recorded import Recorded
from shared.events.toughness import RequesterLearned, ToughnessForecast
from shared.sealing.legible import Legible
from shared.sealing.port import Seals
from shared.vocabulary.identity import ASSIGNMENT, Personal, PersonId, Plain, TicketId

KNOWN_FROM = 3
"""Tickets from which on something is kept of a requester."""
trail = structlog.get_logger(__name__)


class Appraisal:
    """What the desk makes of toughness, beside the rounds."""

    def __init__(
        self, *, log: EventLog, clock: Clock, seals: Seals, owned: Callable[[TicketId], Owned]
    ) -> None:
        self._log, self._clock, self._seals, self._owned = log, clock, Legible(seals), owned
        self.experience = Experience()
        self._through = 0
        self._dropped: set[str] = set()
        """Commands that were refused for good: asked again they would only be refused again."""

    def take(self, told: Recorded[Any]) -> None:
        """Know of one more event."""
        self.experience.take(told)
        self._through = max(self._through, told.position)

    def forget(self) -> None:
        """Begin again before the first event."""
        self.experience, self._through = Experience(), 0
        self._dropped.clear()

    def count(self) -> bool:
        """Count what was resolved since; whether there was anything."""
        changes = [self._counted(t, cause) for t, cause in self.experience.uncounted.items()]
        return self._recorded(changes)

    def learn(self) -> bool:
        """Learn anew, if it is time; whether it was."""
        now, experience = self._clock.now(), self.experience
        if not experience.is_due(now):
            return False
        taught = verdicts.lesson(experience)
        event = snapshot(taught, through=self._through)
        known = Write(stream=stream_of(event.digest), expected=0, events=(event,))
        changes = [self._change(f"learn/{event.digest}", now, known)]
        return self._recorded([*changes, *self._of_requesters(taught, event.digest, now)])

    def forecast(self) -> bool:
        """Tell what new tickets are expected to be that no round told it of; whether there are any."""
        now, courses = self._clock.now(), self.experience.courses
        return self._recorded(
            [
                self._change(
                    f"forecast/{ticket}",
                    now,
                    Write(stream=ticket, expected=courses[ticket].version, events=(event,)),
                )
                for ticket, event in self.expected().items()
            ]
        )

    def expected(self) -> dict[TicketId, ToughnessForecast]:
        """What new tickets are expected to be, not told yet; nothing before anything was learned."""
        if self.experience.model is None:
            return {}
        return {ticket: self._expected(ticket) for ticket in self.experience.new}

    def _expected(self, ticket: TicketId) -> ToughnessForecast:
        requester = self.experience.courses[ticket].features.requester
        return verdicts.expected(
            self.experience, ticket, of_requester=self._known_of(requester) or 0
        )

    def _counted(self, ticket: TicketId, cause: str) -> Change:
        now, owned = self._clock.now(), self._owned(ticket)
        events = verdicts.counted(self.experience, ticket, owned.booking, now)
        write = Write(stream=ticket, expected=owned.version, events=events)
        return self._change(f"true-up/{cause}", now, write, cause=cause)

    def _of_requesters(self, taught: Lesson, digest: str, now: datetime) -> Iterable[Change]:
        """What was learned of each requester, where it is anything new; sealed when it is recorded."""
        news = {
            person: in_words(each)
            for person, each in taught.requesters.items()
            if each.tickets >= KNOWN_FROM and read_back(in_words(each)) != self._known_of(person)
        }
        versions = self._log.versions(list(news))
        for person, words in news.items():
            event = RequesterLearned(model=Plain(digest), learned=Personal(words))
            write = Write(stream=person, expected=versions.get(person, 0), events=(event,))
            yield self._change(f"learn/{digest}/{person}", now, write)

    def _known_of(self, requester: PersonId | None) -> int | None:
        """What was learned of a requester; None once they are erased, or where nothing was."""
        sealed = self.experience.requesters.get(requester) if requester else None
        return read_back(self._seals.open(sealed)) if sealed else None

    def _change(
        self, command: str, now: datetime, write: Write, *, cause: str | None = None
    ) -> Change:
        return Change(command=command, by=ASSIGNMENT, at=now, writes=(write,), cause=cause)

    def _recorded(self, changes: list[Change]) -> bool:
        """Record all of them at once, or, where one is refused, each that is not; whether there is news."""
        wanted = [each for each in changes if each.command not in self._dropped]
        if not wanted:
            return False
        try:
            self._log.append_all(wanted)
        except Refusal:
            news = [self._record_if_still_so(change) for change in wanted]
            return any(news)
        return True

    def _record_if_still_so(self, change: Change) -> bool:
        """One change; whether there is news. What somebody was faster with is looked at again once read."""
        try:
            self._log.append(change)
        except (VersionConflict, RequestIsUnderWay):
            trail.info("what was found of toughness came too late", command=change.command)
        except Refusal:
            self._dropped.add(change.command)
            trail.warning(
                "what was found of toughness is refused, and dropped",
                command=change.command, exc_info=True,
            )  # fmt: skip
            return False
        return True

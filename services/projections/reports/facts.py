"""What a report needs to know of each ticket: a few facts, however long its history is."""

from dataclasses import dataclass, field
from datetime import datetime

from shared.events.source import SourceRow
from shared.vocabulary.identity import PersonId, TeamId

SETTLED = ("resolved", "closed")
WHOLE = "ticket"
"""Kind of the rows of a source's table of tickets, each telling how its ticket stood in the end."""
OWN = "event"
"""Kind of this desk's own events."""


@dataclass(slots=True)
class Hands:
    """Who had the ticket, one after another, nobody left out: only what their figures need."""

    last: str | None = None
    before: str | None = None
    changes: int = 0
    came_back: bool = False
    """Whether it ever went A, B, A."""

    def pass_to(self, who: str | None) -> None:
        """It is in somebody's hands now; `None` says nothing."""
        if who is None or who == self.last:
            return
        if self.last is not None:
            self.changes += 1
        self.came_back = self.came_back or who == self.before
        self.before, self.last = self.last, who


@dataclass(slots=True)
class Facts:
    """One ticket as of the moment of the report."""

    opened: datetime
    requester: PersonId | None
    imported: bool
    first: datetime | None = None
    """When its first and last row happened."""
    last: datetime | None = None
    taken: datetime | None = None
    """When somebody first took it."""
    owner: PersonId | None = None
    team: TeamId | None = None
    owners: Hands = field(default_factory=Hands)
    actors: Hands = field(default_factory=Hands)
    teams: Hands = field(default_factory=Hands)
    touched_by: set[PersonId] = field(default_factory=set)
    """Everyone who owned it or, while nobody did, acted on it; machines left out."""
    state: str | None = None
    """As the source's table of tickets says; without such a table the state of the last row."""
    stated_whole: bool = False
    """Whether that table has been heard."""
    course: str | None = None
    settled: bool = False
    """Whether it ever was resolved or closed."""
    came_back: bool = False
    """Whether work went on after that."""
    resolved: datetime | None = None
    """When a row last resolved it, and who wrote that row."""
    resolved_by: PersonId | None = None
    closed: datetime | None = None
    """When a row first closed it, and who wrote that row."""
    closed_by: PersonId | None = None
    resolver: PersonId | None = None
    """From here on: what its rows stated last."""
    resolved_at: datetime | None = None
    priority: str | None = None
    promise_missed: bool | None = None
    reassignments: int | None = None
    reopenings: int | None = None
    handling_seconds: int | None = None

    def take(self, at: datetime, row: SourceRow) -> None:
        """One more row."""
        self.first, self.last = min(self.first or at, at), max(self.last or at, at)
        self._stand(row)
        self.actors.pass_to(row.actor)
        self.teams.pass_to(row.team)
        who = row.owner or row.actor
        if who and not row.system:
            self.touched_by.add(who)
        self._turn(at, row)
        self._keep(row)

    def _stand(self, row: SourceRow) -> None:
        """Its state: a reply on this desk is none, an activity of a source may be."""
        passing = row.kind == OWN and row.course is None
        if row.kind == WHOLE or not (self.stated_whole or passing):
            self.state = row.state or self.state
        self.stated_whole = self.stated_whole or row.kind == WHOLE

    def _turn(self, at: datetime, row: SourceRow) -> None:
        if row.course is None:
            return
        self.course = row.course
        if row.course == "resolved":
            self.resolved, self.resolved_by = at, row.actor
        if row.course == "closed" and self.closed is None:
            self.closed, self.closed_by = at, row.actor
        self.came_back = self.came_back or (self.settled and row.course not in SETTLED)
        self.settled = self.settled or row.course in SETTLED

    def _keep(self, row: SourceRow) -> None:
        self.resolver = row.resolver or self.resolver
        self.resolved_at = row.resolved_at or self.resolved_at
        self.priority = row.priority or self.priority
        if row.promise_missed is not None:
            self.promise_missed = row.promise_missed
        if row.reassignments is not None:
            self.reassignments = row.reassignments
        if row.reopenings is not None:
            self.reopenings = row.reopenings
        if row.kind == WHOLE and row.seconds is not None:
            self.handling_seconds = row.seconds

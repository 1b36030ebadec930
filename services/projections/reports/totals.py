"""What a report counts over all rows as they pass, so that no row needs to be kept."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from services.projections.reports.facts import WHOLE
from shared.events.source import SourceRow
from shared.people.matching import Pair
from shared.vocabulary.identity import PersonId, TeamId

WORKED_ON = ("open", "waiting")
SHORT_CALL_SECONDS = 10


@dataclass(slots=True)
class TableTotals:
    """One of the source's tables."""

    rows: int = 0
    actors: set[PersonId] = field(default_factory=set)
    owners: set[PersonId] = field(default_factory=set)


@dataclass(slots=True)
class CallTotals:
    """Calls, and those of them that an agent served."""

    calls: int = 0
    short: int = 0
    by_agent: Counter[PersonId] = field(default_factory=Counter)
    seconds: Counter[PersonId] = field(default_factory=Counter)

    def take(self, row: SourceRow) -> None:
        """One more call; its agent served it where they ended it and it took time."""
        self.calls += 1
        if row.owner and row.owner == row.actor and row.seconds:
            self.by_agent[row.owner] += 1
            self.seconds[row.owner] += row.seconds
            self.short += row.seconds < SHORT_CALL_SECONDS


@dataclass(slots=True)
class Totals:
    """Over all rows, and over pairs of people who stand on one row."""

    log_events: int = 0
    states: Counter[str] = field(default_factory=Counter)
    tables: dict[str, TableTotals] = field(default_factory=lambda: defaultdict(TableTotals))
    owners: set[PersonId] = field(default_factory=set)
    actors: set[PersonId] = field(default_factory=set)
    machines: set[PersonId] = field(default_factory=set)
    teams: set[TeamId] = field(default_factory=set)
    calls: CallTotals = field(default_factory=CallTotals)
    states_resolution: bool = False
    """Whether the source has a column for when tickets were resolved; then only that counts."""
    owner_and_resolver: Counter[Pair] = field(default_factory=Counter)
    """On resolving rows."""
    owner_and_writer: Counter[Pair] = field(default_factory=Counter)
    """On resolving rows."""
    first_resolved: int = 0
    first_resolved_unowned: int = 0
    first_owner_and_resolver: Counter[Pair] = field(default_factory=Counter)
    """On the first resolving row of each ticket."""
    updates: Counter[Pair] = field(default_factory=Counter)
    """Owner and writer of rows while a ticket was worked on, machines left out."""

    def take(self, row: SourceRow, *, resolved_before: bool) -> None:
        """One more row of a ticket."""
        table = self.tables[row.kind]
        table.rows += 1
        if row.actor:
            table.actors.add(row.actor)
            (self.machines if row.system else self.actors).add(row.actor)
        if row.owner:
            table.owners.add(row.owner)
            self.owners.add(row.owner)
        if row.team:
            self.teams.add(row.team)
        if row.state and row.kind != WHOLE:
            self.states[row.state] += 1
        if row.kind == "call":
            self.calls.take(row)
        self._pair(row, resolved_before=resolved_before)

    def _pair(self, row: SourceRow, *, resolved_before: bool) -> None:
        if row.course == "resolved":
            self._resolved(row, first=not resolved_before)
        elif row.course in WORKED_ON and row.owner and row.actor and not row.system:
            self.updates[row.owner, row.actor] += 1

    def _resolved(self, row: SourceRow, *, first: bool) -> None:
        if row.owner and row.actor:
            self.owner_and_writer[row.owner, row.actor] += 1
        if row.owner and row.resolver:
            self.owner_and_resolver[row.owner, row.resolver] += 1
        if not first:
            return
        self.first_resolved += 1
        self.first_resolved_unowned += row.owner is None
        if row.owner and row.resolver:
            self.first_owner_and_resolver[row.owner, row.resolver] += 1

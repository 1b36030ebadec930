"""People and teams of a source: known again by the column and name they stood under."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from services.intake.channels.imports.statement import Named, Statement
from shared.clock import Chance, Clock, fresh_id
from shared.eventlog.port import Change, EventLog, Name, Write
from shared.eventlog.references import TEAMS_OF
from shared.events.declaration import Event
from shared.events.people import PersonIntroduced
from shared.events.roster import TeamFormed
from shared.sealing.port import Keys
from shared.vocabulary.identity import IMPORT, Personal, PersonId, Plain, StreamId, TeamId


class Desk(Protocol):
    """What is needed of the desk that imports."""

    @property
    def log(self) -> EventLog: ...

    @property
    def keys(self) -> Keys: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def chance(self) -> Chance: ...


class Identities:
    """The ids of everyone a source has named so far in this import."""

    def __init__(self, desk: Desk, source: str) -> None:
        self.desk, self.source = desk, source
        self._people: dict[tuple[str, str], PersonId] = {}
        self._teams: dict[tuple[str, str], TeamId] = {}

    def person(self, name: Named) -> PersonId | None:
        """The person, once met; None for nobody."""
        return self._people[name] if name else None

    def team(self, name: Named) -> TeamId | None:
        """The team, once met; None for none."""
        return self._teams[name] if name else None

    def meet(self, statements: Iterable[Statement], at: datetime) -> list[Change]:
        """What introduces everyone whom these statements name for the first time."""
        people: dict[tuple[str, str], None] = {}
        teams: dict[tuple[str, str], None] = {}
        for each in statements:
            for name in (each.actor, each.owner, each.requester, each.resolver):
                if name and name not in self._people:
                    people[name] = None
            if each.team and each.team not in self._teams:
                teams[each.team] = None
        return [*self._introduce(list(people), at), *self._form(list(teams), at)]

    def _introduce(self, names: list[tuple[str, str]], at: datetime) -> list[Change]:
        if not names:
            return []
        asked = [(self.source, column, name) for column, name in names]
        found = self.desk.keys.identify_all(asked)
        self._people |= {(column, name): p for (_, column, name), (p, _) in found.items()}
        told = self.desk.log.versions([person for person, _ in found.values()])
        return [
            change(person, introduced(self.source, column, name), at)
            for (_, column, name), (person, _) in found.items()
            if person not in told
        ]

    def _form(self, names: list[tuple[str, str]], at: datetime) -> list[Change]:
        kind = f"{TEAMS_OF}{self.source}"
        known = self.desk.log.named_all(kind, [name for _, name in names]) if names else {}
        changes = []
        for column, name in names:
            stream = known.get(name)
            if stream is None:
                stream = known[name] = StreamId(f"team-{fresh_id(self.desk.chance)}")
                event = TeamFormed(name=Plain(name), source=Plain(self.source))
                changes.append(change(stream, event, at, Name(kind, name)))
            self._teams[column, name] = TeamId(stream)
        return changes


def introduced(source: str, column: str, name: str) -> PersonIntroduced:
    """How the desk comes to know somebody a source names."""
    return PersonIntroduced(name=Personal(name), source=Plain(source), column=Plain(column))


def change(stream: StreamId, event: Event, at: datetime, *names: Name) -> Change:
    """The first event of a person or team, told once."""
    write = Write(stream=stream, expected=0, events=(event,), names=names)
    return Change(command=f"{IMPORT}/{stream}", by=IMPORT, at=at, writes=(write,))

"""The directory: who is called what, in which role, in which team, under which policy.

Folded from the log's events about people and teams, brought up to date whenever it is asked; names stay
sealed until a page is rendered.
"""

import threading
from dataclasses import dataclass, field
from typing import Any

from shared.eventlog.port import EventLog
from shared.eventlog.recorded import Recorded
from shared.events import assignment, people, roster
from shared.events.sentence import Told, in_words
from shared.people.agreed import Agreed
from shared.people.linked import Linked
from shared.people.unknown import NameIsAmbiguous, PersonIsUnknown, TeamIsUnknown
from shared.sealing.legible import Legible
from shared.sealing.port import Seals
from shared.vocabulary.identity import (
    ASSIGNMENT,
    CLOCK,
    IMPORT,
    SETUP,
    Actor,
    Personal,
    PersonId,
    StreamId,
    TeamId,
    kind_of,
    person_of,
)
from shared.vocabulary.policy import Policy
from shared.vocabulary.words import Role

READS = frozenset(
    event.TOPIC
    for event in (
        people.PersonIntroduced,
        people.PersonRoleGranted,
        people.PersonRoleWithdrawn,
        people.PersonErased,
        people.PersonLinked,
        roster.AgentJoined,
        roster.AgentLeft,
        roster.TeamFormed,
        roster.TeamJoined,
        roster.TeamLeft,
        assignment.DeskPolicySet,
    )
)
OWN_HANDS = {
    CLOCK: "The clock",
    ASSIGNMENT: "The assignment service",
    IMPORT: "The import",
    SETUP: "The set-up",
}
AT_ONCE = 5_000
MOST_MEANT = 3
"""Names proposed to somebody who typed a part of one."""
REMEMBERED = 50_000
"""Numbers of tickets kept in memory, so that a list of events does not ask the log for each."""


@dataclass(slots=True)
class Known:
    """What the directory holds of one team."""

    name: str
    services: tuple[str, ...]
    source: str | None
    members: set[PersonId] = field(default_factory=set)


class Directory:
    """Names, roles, teams and policy as of the newest event."""

    def __init__(self, log: EventLog, seals: Seals) -> None:
        self._log, self._seals = log, Legible(seals)
        self._lock = threading.Lock()
        self._position = 0
        self._names: dict[PersonId, Personal] = {}
        self._numbers: dict[StreamId, str] = {}
        self.roles: dict[PersonId, frozenset[Role]] = {}
        self.agents: set[PersonId] = set()
        self.teams: dict[TeamId, Known] = {}
        self.agreed = Agreed()
        self.linked = Linked()

    def up_to_date(self) -> "Directory":
        """Read what happened since; returns itself."""
        with self._lock:
            head = self._log.head()
            while self._position < head:
                told = self._log.read(after=self._position, limit=AT_ONCE, until=head, topics=READS)
                for each in told:
                    self._take(each)
                self._position = told[-1].position if len(told) == AT_ONCE else head
        return self

    @property
    def policy(self) -> Policy:
        """The policy in force by now."""
        return self.agreed.at()

    def open(self, sealed: Personal) -> str:
        """Sealed words for somebody to read, or why they cannot be read."""
        return self._seals.open(sealed)

    def told(self, sealed: Personal | None) -> str | None:
        """Sealed words to be said again in another event; None where they cannot be."""
        return self._seals.told(sealed)

    def sentence(self, told: Told) -> str:
        """An event in one sentence, with names and words for somebody to read."""
        return in_words(told, name_of=self.name_of, open_=self.open)

    def name_of(self, who: str) -> str:
        """What people call a person, team, ticket, or one of the desk's own hands."""
        if who in OWN_HANDS:
            return OWN_HANDS[Actor(who)]
        if kind_of(who) == "ticket":
            return self._number_of(StreamId(who))
        return self._known_as(who) or self.up_to_date()._known_as(who) or who

    def roles_of(self, person: PersonId) -> frozenset[Role]:
        """What someone may do at the desk by now; nothing once they are erased."""
        return self.up_to_date().roles.get(person, frozenset())

    def serving(self, service: str | None) -> TeamId | None:
        """The team a service's tickets go to; else the only team there is; else none."""
        own = {team: known for team, known in self.teams.items() if known.source is None}
        asked = (service or "").casefold()
        for team, known in own.items():
            if asked in [each.casefold() for each in known.services]:
                return team
        return next(iter(own)) if len(own) == 1 else None

    def services(self) -> list[str]:
        """Services that some team of this desk serves, by name."""
        own = [known for known in self.teams.values() if known.source is None]
        return sorted({service for known in own for service in known.services})

    def person_called(self, name: str) -> list[PersonId]:
        """Everyone who goes by that name or id."""
        if name in self._names:
            return [PersonId(StreamId(name))]
        asked = name.casefold()
        return [
            p for p, sealed in self._names.items() if self._seals.open(sealed).casefold() == asked
        ]

    def person_named(self, reference: str) -> PersonId:
        """The one person of that name or id. Raises `PersonIsUnknown` or `NameIsAmbiguous`."""
        found = self.up_to_date().person_called(reference)
        if not found:
            raise PersonIsUnknown(f"nobody goes by {reference!r}; {self._meant(reference)}")
        if len(found) > 1:
            raise NameIsAmbiguous(f"{reference!r} names {', '.join(found)}; use one of these ids")
        return found[0]

    def _meant(self, reference: str) -> str:
        """Whom somebody may have meant of those with a role here, or how to introduce them."""
        asked = reference.casefold()
        alike = sorted(
            name for p in self.roles if p in self._names and asked in (name := self.name_of(p)).casefold()
        )  # fmt: skip
        if alike:
            return f"did you mean {' or '.join(alike[:MOST_MEANT])}? Give the whole name, or an id"
        return "introduce them first (evenhand person introduce NAME), or use their id"

    def team_named(self, reference: str) -> TeamId:
        """The team of that name or id. Raises `TeamIsUnknown`."""
        found = self.up_to_date().team_called(reference)
        if found is None:
            raise TeamIsUnknown(f"there is no team {reference!r}; form it first, or use its id")
        return found

    def team_called(self, name: str) -> TeamId | None:
        """The team that goes by that name or id; the desk's own before imported ones."""
        asked = name.casefold()
        own_first = sorted(self.teams.items(), key=lambda each: each[1].source is not None)
        return next((t for t, known in own_first if asked in (t, known.name.casefold())), None)

    def teams_of(self, person: PersonId) -> list[TeamId]:
        """The teams someone is a member of."""
        return [team for team, known in self.teams.items() if person in known.members]

    def people(self) -> list[PersonId]:
        """Everyone the desk knows by name."""
        return list(self._names)

    def _known_as(self, who: str) -> str | None:
        team = self.teams.get(TeamId(StreamId(who)))
        if team:
            return team.name
        sealed = self._names.get(PersonId(StreamId(who)))
        return self._seals.open(sealed) if sealed else None

    def _number_of(self, stream: StreamId) -> str:
        """A ticket's number never changes; those asked for last are remembered."""
        if stream in self._numbers:
            return self._numbers[stream]
        first = self._log.history(stream, until=1)
        if not first:
            return stream
        if len(self._numbers) >= REMEMBERED:
            self._numbers.clear()
        return self._numbers.setdefault(stream, f"#{first[0].event.number}")

    def _take(self, told: Recorded[Any]) -> None:
        event, person = told.event, PersonId(told.stream)
        match event:
            case people.PersonIntroduced():
                self._names[person] = event.name
            case people.PersonRoleGranted():
                self.roles[person] = self.roles.get(person, frozenset()) | {event.role}
            case people.PersonRoleWithdrawn():
                self.roles[person] = self.roles.get(person, frozenset()) - {event.role}
            case people.PersonLinked(other=other):
                self.linked.link(person, other)
            case people.PersonErased():
                self.roles.pop(person, None)
                self.agents.discard(person)
            case roster.AgentJoined():
                self.agents.add(event.agent)
            case roster.AgentLeft():
                self.agents.discard(person_of(told.stream))
            case assignment.DeskPolicySet():
                self.agreed.take(told.position, told.at, event.policy)
            case _:
                self._take_team(TeamId(told.stream), event)

    def _take_team(self, team: TeamId, event: Any) -> None:
        match event:
            case roster.TeamFormed():
                self.teams[team] = Known(event.name, event.services, event.source)
            case roster.TeamJoined():
                self.teams[team].members.add(event.agent)
            case roster.TeamLeft():
                self.teams[team].members.discard(event.agent)

"""Everyone who works here, as they stand at an instant: what did not change since the last round is kept."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from services.assignment.situation.effort import above, percent
from services.assignment.situation.members import MOMENTARY, Member, ramp, take_roster
from services.assignment.situation.occupation import WEEK, Occupation
from services.assignment.situation.standing import Roster, Standing
from shared.eventlog.recorded import Recorded
from shared.events import roster as rostered
from shared.events import ticket as said
from shared.vocabulary.identity import PersonId, TeamId, TicketId
from shared.vocabulary.policy import FairnessPolicy
from shared.vocabulary.skill import SkillNeed


class Load(msgspec.Struct, frozen=True):
    """What an agent has in hand."""

    tickets: int = 0
    """In work: owned, neither waiting nor resolved, or offered and not answered."""
    tough: int = 0
    """Tough ones, those that wait for somebody else included."""
    minutes: int = 0
    """Expected minutes of those in work, and of helping others."""
    pending: int = 0
    """Milli-points of what they were offered and have not answered."""
    helping: int = 0
    """Tickets of others that they are to help with."""


class Weights(msgspec.Struct, frozen=True):
    """What counts of an agent beside others, at an instant."""

    lead: int
    """Milli-points ahead of entitlement."""
    ramp: int
    """Thousandths of their weight that count while they are new."""
    busy: int
    """Per mille of their time on shift that their tickets of the last seven days take."""


@dataclass(slots=True)
class Past:
    """What an agent did lately, as far as rules ask."""

    heavy_at: datetime | None = None
    """When they finished their last heavy ticket."""
    learned: deque[datetime] = field(default_factory=deque)
    """When they got tickets above their own level; the last seven days, oldest first."""

    def learned_until(self, now: datetime) -> int:
        """How many in the seven days before."""
        while self.learned and self.learned[0] <= now - WEEK:
            self.learned.popleft()
        return len(self.learned)


@dataclass(slots=True)
class Crew:
    """The members of the roster and their standings."""

    members: dict[PersonId, Member] = field(default_factory=dict)
    past: dict[PersonId, Past] = field(default_factory=dict)
    _roster: Roster | None = None
    occupation: Occupation = field(default_factory=Occupation)
    _busy: tuple[datetime, Roster, dict[PersonId, int]] | None = None
    _loads: dict[PersonId, Load] = field(default_factory=dict)
    _standings: dict[PersonId, Standing] = field(default_factory=dict)

    def take(self, person: PersonId, event: Any, at: datetime) -> None:
        """One more event of a working life."""
        member = self.members.setdefault(person, Member(person))
        take_roster(member, event, at)
        self._standings.pop(person, None)
        if not isinstance(event, MOMENTARY):
            self._roster = None

    def take_team(self, team: TeamId, event: Any) -> None:
        """Somebody joined a team or left it."""
        if not isinstance(event, rostered.TeamJoined | rostered.TeamLeft):
            return
        member = self.members.setdefault(event.agent, Member(event.agent))
        teams = set(member.teams) - {team}
        joined = {team} if isinstance(event, rostered.TeamJoined) else set()
        member.teams = tuple(sorted(teams | joined))
        member.changed()
        self.touched((event.agent,))
        self._roster = None

    def touched(self, people: Iterable[PersonId]) -> None:
        """What these have in hand, or did lately, changed."""
        for person in people:
            self._standings.pop(person, None)
            self._loads.pop(person, None)

    def all_touched(self) -> None:
        """What tickets are taken to need changed for everyone."""
        self._standings.clear()
        self._loads.clear()

    def of(self, person: PersonId) -> Past:
        """What somebody did lately, to be added to."""
        return self.past.setdefault(person, Past())

    def take_work(
        self,
        ticket: TicketId,
        told: Recorded[Any],
        *,
        owner: PersonId | None,
        need: SkillNeed,
        minutes: int,
    ) -> None:
        """What an event of a ticket's course means for the time of whoever gets it, has it or had it."""
        event, at = told.event, told.at
        match event:
            case said.TicketAssigned(agent=agent):
                if owner and owner != agent:
                    self.occupation.done(owner, ticket, at)
                if agent in self.members:
                    self._gets(agent, ticket, at, need=need, minutes=minutes, again=agent == owner)
            case said.TicketWorkLogged(agent=agent, seconds=seconds):
                self.occupation.log(agent, ticket, seconds)
            case said.TicketReleased(agent=agent):
                self.occupation.done(agent, ticket, at)
            case said.TicketResolved() if owner:
                self.occupation.done(owner, ticket, at)
            case _:
                return
        if self._busy and at < self._busy[0]:
            self._busy = None

    def _gets(
        self,
        agent: PersonId,
        ticket: TicketId,
        at: datetime,
        *,
        need: SkillNeed,
        minutes: int,
        again: bool,
    ) -> None:
        """Busy with a ticket, and learning where it asks a level more than they know, unless they had it."""
        levels = above(need, self.members[agent].skills)
        if levels < 0 and not again:
            self.of(agent).learned.append(at)
        self.occupation.give(agent, ticket, 10 * minutes * percent(levels), at)

    def roster(self) -> Roster:
        """The profiles of who works here, in order of id; one object until one of them changes."""
        if self._roster is None:
            here = sorted(p for p, member in self.members.items() if member.here)
            self._roster = Roster(tuple(self.members[p].profile() for p in here))
        return self._roster

    def standings(
        self,
        now: datetime,
        *,
        fairness: FairnessPolicy,
        leads: Mapping[PersonId, int],
        load: Callable[[PersonId], Load],
    ) -> tuple[Standing, ...]:
        """Everyone who works here as they stand, in order of id.

        `leads`: milli-points ahead of entitlement by agent. `load` is asked where it may have changed.
        """
        found, busy = [], self._occupied(now)
        for profile in self.roster().profiles:
            person, member = profile.id, self.members[profile.id]
            weights = Weights(leads.get(person, 0), ramp(member, fairness, now), busy[person])
            found.append(self._standing(member, now, weights, load))
        return tuple(found)

    def _occupied(self, now: datetime) -> Mapping[PersonId, int]:
        """By agent: how busy they were until the last full hour; found once for it and the roster."""
        hour, roster = now.replace(minute=0, second=0, microsecond=0), self.roster()
        if self._busy is None or self._busy[:2] != (hour, roster):
            times = {p.id: self.members[p.id].on_shift(hour - WEEK, hour) for p in roster.profiles}
            self._busy = hour, roster, self.occupation.shares(hour, times)
        return self._busy[2]

    def _standing(
        self, member: Member, now: datetime, weights: Weights, load: Callable[[PersonId], Load]
    ) -> Standing:
        person, past, shift = member.id, self.past.get(member.id), member.shift(now)
        learned = past.learned_until(now) if past else 0
        known = self._standings.get(person)
        if (
            known
            and (known.shift, known.learned) == (shift, learned)
            and (known.lead, known.ramp, known.busy) == (weights.lead, weights.ramp, weights.busy)
        ):
            return known
        has = self._loads.get(person)
        if has is None:
            has = self._loads[person] = load(person)
        known = self._standings[person] = Standing(
            profile=member.profile(), shift=shift, away=member.away, away_until=member.away_until,
            focus=member.focus, in_work=has.tickets, tough_in_hand=has.tough,
            load=1_000 * has.minutes, ramp=weights.ramp, lead=weights.lead,
            pending=has.pending, helping=has.helping,
            heavy_at=past.heavy_at if past else None, learned=learned,
            busy=weights.busy,
        )  # fmt: skip
        return known

"""Everyone who works here, as they stand at an instant: what did not change since the last round is kept."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec

from services.assignment.members import MOMENTARY, Member, ramp, take_roster
from services.assignment.standing import Roster, Standing
from shared.events import roster as rostered
from shared.vocabulary.identity import PersonId, TeamId
from shared.vocabulary.policy import FairnessPolicy
from shared.vocabulary.skill import SkillNeed

WEEK = timedelta(days=7)


class Load(msgspec.Struct, frozen=True):
    """What an agent has in hand."""

    tickets: int = 0
    """In work: owned, neither waiting nor resolved."""
    tough: int = 0
    """Tough ones, those that wait for somebody else included."""
    minutes: int = 0
    """Expected minutes of those in work."""


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

    def learn_by(self, person: PersonId, need: SkillNeed, at: datetime) -> None:
        """Whoever gets what is a level above their own learns by it."""
        member = self.members.get(person)
        if member and need.name and member.skills.get(need.name, 0) < need.level:
            self.of(person).learned.append(at)

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
        found = []
        for profile in self.roster().profiles:
            member = self.members[profile.id]
            new = ramp(member, fairness, now)
            found.append(self._standing(member, now, leads.get(profile.id, 0), new, load))
        return tuple(found)

    def _standing(
        self, member: Member, now: datetime, lead: int, new: int, load: Callable[[PersonId], Load]
    ) -> Standing:
        person, past, shift = member.id, self.past.get(member.id), member.shift(now)
        learned = past.learned_until(now) if past else 0
        known = self._standings.get(person)
        if (
            known
            and (known.lead, known.learned, known.ramp) == (lead, learned, new)
            and known.shift == shift
        ):
            return known
        has = self._loads.get(person)
        if has is None:
            has = self._loads[person] = load(person)
        known = self._standings[person] = Standing(
            profile=member.profile(), shift=shift, away=member.away, away_until=member.away_until,
            focus=member.focus, in_work=has.tickets, tough_in_hand=has.tough,
            load=1_000 * has.minutes, ramp=new, lead=lead,
            heavy_at=past.heavy_at if past else None, learned=learned,
        )  # fmt: skip
        return known

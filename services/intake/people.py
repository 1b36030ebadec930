"""Use cases about people, teams and policy: introductions, roles, membership, erasure."""

import msgspec

from services.intake.desk import Answer, Call, Intake, answer_of
from services.intake.requests.form import words
from services.intake.requests.people import (
    ErasePerson,
    FormTeam,
    GrantRole,
    IntroducePerson,
    LinkPeople,
    SetPolicy,
    TeamMember,
    WithdrawRole,
)
from shared.eventlog.port import Change, Refusal, Write
from shared.events.assignment import DeskPolicySet
from shared.events.declaration import Event
from shared.events.people import (
    PersonErased,
    PersonIntroduced,
    PersonLinked,
    PersonRoleGranted,
    PersonRoleWithdrawn,
)
from shared.events.roster import TeamFormed, TeamJoined, TeamLeft
from shared.vocabulary.identity import DESK, Personal, PersonId, Plain, StreamId, TeamId
from shared.vocabulary.policy import Policy


class PersonIsUnknown(Refusal):
    """Nobody goes by that id."""


class PolicyIsMalformed(Refusal):
    """A field of the policy is unknown or out of its range."""


class People:
    """What the desk knows of its people, teams and its own policy, changed on request."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake

    def introduce(self, request: IntroducePerson, call: Call) -> Answer:
        """A new person with their roles; their key is made first."""
        person = PersonId(StreamId(f"person-{self.intake.chance.token(16).hex()}"))
        self.intake.keys.make(person)
        introduced = PersonIntroduced(
            name=Personal(request.name),
            email=words(request.email),
            phone=words(request.phone),
            department=words(request.department),
        )
        roles = tuple(PersonRoleGranted(role=role) for role in dict.fromkeys(request.roles))
        return self._append(person, 0, (introduced, *roles), call)

    def grant(self, person: PersonId, request: GrantRole, call: Call) -> Answer:
        """The role; nothing new if they have it."""
        if request.role in self._roles(person):
            return self._unchanged(person)
        return self._append(person, None, (PersonRoleGranted(role=request.role),), call)

    def withdraw(self, person: PersonId, request: WithdrawRole, call: Call) -> Answer:
        """The role gone; nothing new if they did not have it."""
        if request.role not in self._roles(person):
            return self._unchanged(person)
        event = PersonRoleWithdrawn(role=request.role, reason=words(request.reason))
        return self._append(person, self._version(person), (event,), call)

    def link(self, person: PersonId, request: LinkPeople, call: Call) -> Answer:
        """Two identities are one person, by the evidence given."""
        event = PersonLinked(
            other=PersonId(StreamId(request.other)), evidence=Personal(request.evidence)
        )
        return self._append(person, self._version(person), (event,), call)

    def erase(self, person: PersonId, request: ErasePerson, call: Call) -> Answer:
        """Destroy the person's keys; the reason is recorded, the words are gone."""
        version = self._version(person)
        gone = self.intake.keys.destroy(person)
        return self._append(
            person, version, (PersonErased(reason=Plain(request.reason), keys=gone),), call
        )

    def form_team(self, request: FormTeam, call: Call) -> Answer:
        """A new team."""
        team = StreamId(f"team-{self.intake.chance.token(16).hex()}")
        services = tuple(Plain(each) for each in request.services)
        return self._append(
            team, 0, (TeamFormed(name=Plain(request.name), services=services),), call
        )

    def join(self, team: TeamId, request: TeamMember, call: Call) -> Answer:
        """A new member; nothing new if they are one."""
        agent = PersonId(StreamId(request.agent))
        state = self.intake.team(team)
        if agent in state.members:
            return self._unchanged(team)
        return self._append(team, state.version, (TeamJoined(agent=agent),), call)

    def leave(self, team: TeamId, request: TeamMember, call: Call) -> Answer:
        """A member less; nothing new if they are none."""
        agent = PersonId(StreamId(request.agent))
        state = self.intake.team(team)
        if agent not in state.members:
            return self._unchanged(team)
        return self._append(team, state.version, (TeamLeft(agent=agent),), call)

    def set_policy(self, request: SetPolicy, call: Call) -> Answer:
        """The next version of the whole policy; what was not said stays as it was."""
        before = self.intake.directory.up_to_date().policy
        merged = merged_into(msgspec.to_builtins(before), request.policy)
        try:
            policy = msgspec.convert(merged | {"version": before.version + 1}, Policy)
        except msgspec.ValidationError as wrong:
            raise PolicyIsMalformed(f"the policy does not hold together: {wrong}") from wrong
        self.intake.keys.make(DESK)
        event = DeskPolicySet(policy=policy, reason=words(request.reason))
        return self._append(DESK, self._version_or_none(DESK), (event,), call)

    def _roles(self, person: PersonId) -> frozenset[str]:
        return frozenset(self.intake.directory.up_to_date().roles.get(person, frozenset()))

    def _version(self, stream: StreamId) -> int:
        version = self._version_or_none(stream)
        if version == 0:
            raise PersonIsUnknown(f"{stream} is unknown; introduce the person first")
        return version

    def _version_or_none(self, stream: StreamId) -> int:
        history = self.intake.log.history(stream)
        return history[-1].version if history else 0

    def _unchanged(self, stream: StreamId) -> Answer:
        version = self._version_or_none(stream)
        return Answer(id=stream, version=version, position=self.intake.log.head())

    def _append(
        self, stream: StreamId, expected: int | None, events: tuple[Event, ...], call: Call
    ) -> Answer:
        version = expected if expected is not None else self._version_or_none(stream)
        answer = Answer(id=stream, version=version + len(events))
        change = Change(
            command=call.command,
            by=call.by,
            at=self.intake.clock.now(),
            writes=(Write(stream=stream, expected=version, events=events),),
            fingerprint=call.fingerprint,
            answer=msgspec.json.encode(answer),
        )
        return answer_of(self.intake.log.append(change))


def merged_into(before: dict[str, object], change: dict[str, object]) -> dict[str, object]:
    """The document with what is said in the change; an unknown part is refused by name."""
    merged = dict(before)
    for name, value in change.items():
        if name not in before:
            raise PolicyIsMalformed(f"the policy has no part {name!r}; it has {sorted(before)}")
        inner = before[name]
        if isinstance(inner, dict) and isinstance(value, dict):
            merged[name] = merged_into(inner, value)
        else:
            merged[name] = value
    return merged

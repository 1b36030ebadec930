"""Intake's use cases about people, teams and policy: introductions, roles, membership, erasure."""

from services.intake.carrying import Answer, Call, answer_about
from services.intake.desk import Intake
from services.intake.policy import Agreed, agreed_after
from services.intake.requests.people import (
    ErasePerson,
    FormTeam,
    IntroducePerson,
    LinkPeople,
    PersonRequest,
    TeamMember,
)
from services.intake.requests.policy import SetPolicy
from shared.clock import fresh_id
from shared.eventlog.port import Name, Write
from shared.eventlog.references import TEAM
from shared.events.declaration import Event
from shared.events.people import PersonErased
from shared.vocabulary.identity import (
    DESK,
    SETUP,
    PersonId,
    Plain,
    StreamId,
    TeamId,
)
from shared.vocabulary.words import Role

FIRST = "setup/first-supervisor"


class People:
    """What the desk knows of its people, teams and its own policy, changed on request."""

    def __init__(self, intake: Intake, *, rulebook: str) -> None:
        self.intake, self.rulebook = intake, rulebook

    def introduce(self, request: IntroducePerson, call: Call) -> Answer:
        """A new person with their roles; their key is made first."""

        def decided(call: Call) -> Answer:
            person = PersonId(StreamId(f"person-{fresh_id(self.intake.chance)}"))
            self.intake.keys.make(person)
            return self._begun(person, request.decide(), call)

        return self.intake.carrier.once(call, request, decided)

    def first_supervisor(self) -> PersonId:
        """The supervisor who was here first; where there is none, one is introduced."""
        known = self.intake.directory.up_to_date().roles
        if there := next((each for each, held in known.items() if Role.SUPERVISOR in held), None):
            return there
        roles = (Role.SUPERVISOR, Role.REQUESTER)
        request = IntroducePerson(name="First supervisor", roles=roles)
        answer = self.introduce(request, self.intake.call(SETUP, command=FIRST))
        assert answer.person, "an introduction is answered with the person"
        return answer.person

    def ask(self, person: PersonId, request: PersonRequest, call: Call) -> Answer:
        """Carry out a request about a person: roles and links."""

        def decided(call: Call) -> Answer:
            if isinstance(request, LinkPeople):
                self.intake.person(PersonId(StreamId(request.other)))
            state, asked = self.intake.person(person), self.intake.asked(call)
            answer = answer_about(person, state.version)
            return self.intake.record(answer, person, request.decide(state, asked), asked, call)

        return self.intake.carrier.once(call, request, decided, about=person)

    def erase(self, person: PersonId, request: ErasePerson, call: Call) -> Answer:
        """Destroy the person's keys, then record that it was done; nothing if it was done before.

        The keys go first: if the desk stops in between, the words are gone all the same, and asking
        again records it."""

        def decided(call: Call) -> Answer:
            state, asked = self.intake.person(person), self.intake.asked(call)
            answer = answer_about(person, state.version)
            keys = self.intake.keys.destroy(person)
            done = PersonErased(reason=Plain(request.reason), keys=keys)
            events = () if state.erased else (done,)
            return self.intake.record(answer, person, events, asked, call)

        return self.intake.carrier.once(call, request, decided, about=person, commutes=True)

    def form_team(self, request: FormTeam, call: Call) -> Answer:
        """A new team; its name is taken with it."""

        def decided(call: Call) -> Answer:
            team = StreamId(f"team-{fresh_id(self.intake.chance)}")
            return self._begun(team, request.decide(), call, Name(TEAM, request.name.casefold()))

        return self.intake.carrier.once(call, request, decided)

    def join(self, team: TeamId, request: TeamMember, call: Call) -> Answer:
        """A new member; nothing if they are one."""
        agent = PersonId(StreamId(request.agent))

        def decided(call: Call) -> Answer:
            self.intake.agent(agent).must_be_here()
            state = self.intake.team(team)
            return self._next(team, state.version, state.join(agent), call)

        about = f"{team}/join"
        return self.intake.carrier.once(call, request, decided, about=about, commutes=True)

    def leave(self, team: TeamId, request: TeamMember, call: Call) -> Answer:
        """A member less; nothing if they are none."""
        agent = PersonId(StreamId(request.agent))

        def decided(call: Call) -> Answer:
            state = self.intake.team(team)
            return self._next(team, state.version, state.leave(agent), call)

        about = f"{team}/leave"
        return self.intake.carrier.once(call, request, decided, about=about, commutes=True)

    def agreed(self) -> Agreed:
        """The policy in force and the version of the desk's own stream."""
        return self.intake.load(DESK, agreed_after) or Agreed()

    def set_policy(self, request: SetPolicy, call: Call) -> Answer:
        """The next version of the whole policy; what was not said stays as it was."""

        def decided(call: Call) -> Answer:
            self.intake.keys.make(DESK)
            agreed, asked = self.agreed(), self.intake.asked(call)
            return self._next(
                DESK, agreed.version, request.decide(agreed, asked, rulebook=self.rulebook), call
            )

        return self.intake.carrier.once(call, request, decided, about=DESK)

    def _begun(
        self, stream: StreamId, events: tuple[Event, ...], call: Call, *names: Name
    ) -> Answer:
        write = Write(stream=stream, expected=0, events=events, names=names)
        answer = answer_about(stream, len(events))
        return self.intake.carrier.append([write], self.intake.asked(call), call, answer)

    def _next(
        self, stream: StreamId, version: int, events: tuple[Event, ...], call: Call
    ) -> Answer:
        answer = answer_about(stream, version)
        return self.intake.record(answer, stream, events, self.intake.asked(call), call)

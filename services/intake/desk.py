"""Intake's use cases about tickets and agents: load the history, decide, make the keys, append."""

from typing import Any, TypeVar

from services.intake.agent import Agent, agent_after
from services.intake.asked import Asked
from services.intake.carrying import Answer, Call, Carrier, answer_about, refuse_stale
from services.intake.person import Person, person_after
from services.intake.policy import Agreed, agreed_after
from services.intake.requests.form import AgentRequest, TicketRequest
from services.intake.requests.judging import RouteTicket
from services.intake.requests.raising import NOTHING_KNOWN, FollowUpTicket, Known, RaiseTicket
from services.intake.requests.talking import LinkTickets
from services.intake.team import Team, team_after
from services.intake.ticket import Ticket, ticket_after
from shared.clock import Chance, Clock, fresh_id
from shared.eventlog.histories import Histories, Projector, StreamIsUnknown
from shared.eventlog.port import EventLog, Name, Refusal, Write
from shared.eventlog.references import NUMBER, TicketIsUnknown, ticket_named
from shared.events.declaration import Event
from shared.events.people import PersonRoleGranted, PersonRoleWithdrawn
from shared.events.roster import AgentJoined, AgentLeft, TeamLeft
from shared.events.ticket import TicketFollowedUp, TicketLinked
from shared.people.directory import Directory
from shared.people.unknown import PersonIsUnknown, TeamIsUnknown
from shared.sealing.port import Keys
from shared.vocabulary.identity import (
    DESK,
    Actor,
    PersonId,
    StreamId,
    TeamId,
    TicketId,
    kind_of,
    roster_stream,
)
from shared.vocabulary.words import Channel, LinkKind, Role

S = TypeVar("S", Ticket, Agent, Team, Person, Agreed)


class RequestIsForAnother(Refusal):
    """Who may only ask for themself cannot name another requester."""


class Intake:
    """Turns requests into recorded events, or refuses them."""

    def __init__(
        self, *, log: EventLog, directory: Directory, keys: Keys, clock: Clock, chance: Chance
    ) -> None:
        self.log, self.directory, self.keys = log, directory, keys
        self.clock, self.chance = clock, chance
        self.histories = Histories(log)
        self.carrier = Carrier(log, keys)

    def call(
        self,
        by: Actor,
        *,
        expected: int | None = None,
        command: str | None = None,
        only: PersonId | None = None,
    ) -> Call:
        """How a request came in; under a fresh id unless its sender chose one."""
        command = command or fresh_id(self.chance)
        return Call(by=by, command=command, expected=expected, only=only)

    def asked(self, call: Call) -> Asked:
        """The circumstances of a request made now."""
        policy = (self.load(DESK, agreed_after) or Agreed()).policy
        now, limited = self.clock.now(), call.only is not None
        return Asked(by=call.by, at=now, policy=policy, as_requester=limited)

    def raise_ticket(self, request: RaiseTicket, call: Call, *, channel: Channel) -> Answer:
        """A new ticket, its words sealed under a key of its own."""

        def decided(call: Call) -> Answer:
            asked = self.asked(call)
            requester = self._requester(request, call, asked)
            known = request.about_one_of(self.directory.up_to_date().services())
            return self._raised(known, requester, call, asked, channel=channel)

        return self.carrier.once(call, request, decided)

    def follow_up(
        self, ticket: TicketId, request: FollowUpTicket, call: Call, *, channel: Channel
    ) -> Answer:
        """A new ticket for the second round of a settled one, both linked in one change."""

        def decided(call: Call) -> Answer:
            before, asked = self._of(self.ticket(ticket), call), self.asked(call)
            new = request.decide(before)
            return self._raised(new, before.requester, call, asked, channel=channel, follows=before)

        return self.carrier.once(call, request, decided, about=ticket)

    def ask(self, ticket: TicketId, request: TicketRequest, call: Call) -> Answer:
        """Carry out a request about a ticket; words are decided again if somebody was faster."""
        request = self._with_ids(request)

        def decided(call: Call) -> Answer:
            state, asked = self._of(self.ticket(ticket), call), self.asked(call)
            answer = answer_about(ticket, state.version, number=state.number)
            return self.record(answer, ticket, request.decide(state, asked), asked, call)

        return self.carrier.once(call, request, decided, about=ticket, commutes=request.COMMUTES)

    def ask_agent(self, person: PersonId, request: AgentRequest, call: Call) -> Answer:
        """Carry out a request about an agent's working life; role and teams follow it."""
        stream = roster_stream(person)

        def decided(call: Call) -> Answer:
            self.person(person).must_not_be_erased()
            agent, asked = self.agent(person), self.asked(call)
            refuse_stale(stream, agent.version, call)
            events = request.decide(agent, asked)
            answer = answer_about(stream, agent.version + len(events))
            write = Write(stream=stream, expected=agent.version, events=events)
            follows = self._what_follows(person, events)
            return self.carrier.append([write, *follows], asked, call, answer)

        return self.carrier.once(call, request, decided, about=stream)

    def ticket(self, ticket: TicketId) -> Ticket:
        """A ticket as it stands; raises `TicketIsUnknown`."""
        found = self.load(ticket, ticket_after, kind="ticket")
        if found is None:
            raise TicketIsUnknown(f"there is no ticket {ticket}; look for it by its number")
        return found

    def person(self, person: PersonId) -> Person:
        """A person as they stand; raises `PersonIsUnknown`."""
        found = self.load(person, person_after, kind="person")
        if found is None:
            raise PersonIsUnknown(f"nobody goes by {person}; introduce the person first")
        return found

    def agent(self, person: PersonId) -> Agent:
        """A working life as it stands; an empty one for who never worked here."""
        stream = roster_stream(person)
        return self.load(stream, agent_after) or Agent(stream)

    def team(self, team: StreamId) -> Team:
        """A team as it stands; raises `TeamIsUnknown`."""
        found = self.load(team, team_after, kind="team")
        if found is None:
            raise TeamIsUnknown(f"no team goes by {team}; form it first")
        return found

    def record(
        self, answer: Answer, stream: StreamId, events: tuple[Event, ...], asked: Asked, call: Call
    ) -> Answer:
        """Append events at the version the answer speaks of, and answer with the one after."""
        refuse_stale(stream, answer.version, call)
        write = Write(stream=stream, expected=answer.version, events=events)
        later = answer_about(stream, answer.version + len(events), number=answer.number)
        return self.carrier.append([write], asked, call, later)

    def load(
        self, stream: StreamId, projector: Projector[S], *, kind: str | None = None
    ) -> S | None:
        """A stream folded up to now; None where nothing is recorded, or it is of another kind."""
        if kind is not None and kind_of(stream) != kind:
            return None
        try:
            return self.histories.get(stream, projector)
        except StreamIsUnknown:
            return None

    def _raised(
        self,
        request: RaiseTicket,
        requester: PersonId | None,
        call: Call,
        asked: Asked,
        *,
        channel: Channel,
        follows: Ticket | None = None,
    ) -> Answer:
        stream = TicketId(StreamId(f"ticket-{fresh_id(self.chance)}"))
        self.keys.make(stream, under=requester)
        number = self.log.reserve(NUMBER, 1)
        team = self.directory.up_to_date().serving(request.service)
        events = request.decide(
            asked,
            number=number,
            requester=requester,
            channel=channel,
            team=team,
            known=self._known_of(requester) if requester else NOTHING_KNOWN,
        )
        names = (Name(NUMBER, str(number)),)
        writes = []
        if follows:
            events = (*events, TicketLinked(other=follows.id, kind=LinkKind.FOLLOWS))
            told = (TicketFollowedUp(follow_up=stream),)
            writes = [Write(stream=follows.id, expected=follows.version, events=told)]
        writes.append(Write(stream=stream, expected=0, events=events, names=names))
        answer = answer_about(stream, len(events), number=number)
        return self.carrier.append(writes, asked, call, answer)

    def _requester(self, request: RaiseTicket, call: Call, asked: Asked) -> PersonId | None:
        named = PersonId(StreamId(request.requester)) if request.requester else None
        if call.only and named not in (None, call.only):
            raise RequestIsForAnother("you ask for yourself here; leave out `requester`")
        requester = named or asked.person
        if requester:
            self.person(requester).must_not_be_erased()
        return requester

    def _known_of(self, requester: PersonId) -> Known:
        person, told = self.person(requester), self.directory.told
        return Known(told(person.department), told(person.email), told(person.phone))

    def _of(self, ticket: Ticket, call: Call) -> Ticket:
        if call.only and ticket.requester != call.only:
            raise TicketIsUnknown(f"there is no ticket {ticket.id} of yours; look at your tickets")
        refuse_stale(ticket.id, ticket.version, call)
        return ticket

    def _with_ids(self, request: TicketRequest) -> TicketRequest:
        if isinstance(request, LinkTickets):
            other = self.ticket(ticket_named(self.log, request.other)).id
            return request.model_copy(update={"other": other})
        if isinstance(request, RouteTicket):
            return request.model_copy(update={"team": self.directory.team_named(request.team)})
        return request

    def _what_follows(self, person: PersonId, events: tuple[Event, ...]) -> list[Write]:
        known, follows = self.person(person), list[Write]()
        for event in events:
            if isinstance(event, AgentJoined) and Role.AGENT not in known.roles:
                follows.append(unversioned(person, PersonRoleGranted(role=Role.AGENT)))
            if isinstance(event, AgentLeft):
                follows += [unversioned(t, TeamLeft(agent=person)) for t in self._teams(person)]
                if Role.AGENT in known.roles:
                    follows.append(unversioned(person, PersonRoleWithdrawn(role=Role.AGENT)))
        return follows

    def _teams(self, person: PersonId) -> list[TeamId]:
        return self.directory.up_to_date().teams_of(person)


def unversioned(stream: StreamId, event: Any) -> Write:
    """An event that follows from another, whatever else happened to its stream."""
    return Write(stream=stream, expected=None, events=(event,))

"""Intake's use cases: load the history, decide, make the keys, append one change."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from services.intake.agent import Agent, Team, agent_after, team_after
from services.intake.asked import Asked
from services.intake.requests.form import TicketRequest
from services.intake.requests.raising import RaiseTicket
from services.intake.requests.roster import AgentRequest
from services.intake.ticket import Ticket, ticket_after
from shared.clock import Chance, Clock
from shared.eventlog.histories import Histories, StreamIsUnknown
from shared.eventlog.port import (
    Appended,
    Change,
    EventLog,
    Name,
    VersionConflict,
    Write,
)
from shared.eventlog.references import NUMBER
from shared.events.declaration import Event
from shared.events.ticket import TicketFollowedUp, TicketLinked
from shared.people.directory import Directory
from shared.sealing.port import Keys
from shared.vocabulary.identity import (
    Actor,
    PersonId,
    StreamId,
    TicketId,
    is_person,
    roster_stream,
)
from shared.vocabulary.words import Channel, LinkKind

TRIES = 3
S = TypeVar("S", Ticket, Agent, Team)


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a requester is told; a repeat of the request is told the same."""

    id: str
    version: int
    number: int | None = None
    position: int = 0


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """How a request came in: by whom, under which id, decided on which version."""

    by: Actor
    command: str
    fingerprint: bytes = b""
    expected: int | None = None
    cause: str | None = None


class Intake:
    """Turns requests into recorded events, or refuses them."""

    def __init__(
        self, *, log: EventLog, directory: Directory, keys: Keys, clock: Clock, chance: Chance
    ) -> None:
        self.log, self.directory, self.keys = log, directory, keys
        self.clock, self.chance = clock, chance
        self.histories = Histories(log)

    def call(self, by: Actor, *, expected: int | None = None) -> Call:
        """A request under a fresh id."""
        return Call(by=by, command=self.chance.token(16).hex(), expected=expected)

    def asked(self, call: Call) -> Asked:
        """The circumstances of a request made now."""
        return Asked(by=call.by, at=self.clock.now(), policy=self.directory.up_to_date().policy)

    def raise_ticket(
        self,
        request: RaiseTicket,
        call: Call,
        *,
        channel: Channel,
        follows: TicketId | None = None,
    ) -> Answer:
        """A new ticket; one that follows another up is linked to it in the same change."""
        if told := self.log.answered(call.command, fingerprint=call.fingerprint):
            return answer_of(told)
        requester = self._requester(request, call)
        stream = TicketId(StreamId(f"ticket-{self.chance.token(16).hex()}"))
        number = self.log.reserve(NUMBER, 1)
        self.keys.make(stream, under=requester)
        asked = self.asked(call)
        team = self.directory.serving(request.service)
        events = request.decide(
            asked, number=number, requester=requester, channel=channel, team=team
        )
        if follows:
            events = (*events, TicketLinked(other=follows, kind=LinkKind.FOLLOWS))
        answer = Answer(id=stream, version=len(events), number=number)
        names = (Name(NUMBER, str(number)),)
        writes = [Write(stream=stream, expected=0, events=events, names=names)]
        if follows:
            writes.append(self._followed_up(follows, stream))
        return self._append(writes, asked, call, answer)

    def ask(self, ticket: TicketId, request: TicketRequest, call: Call) -> Answer:
        """Carry out a request about a ticket; words are decided again if somebody was faster."""
        if told := self.log.answered(call.command, fingerprint=call.fingerprint):
            return answer_of(told)
        for attempt in range(TRIES):
            try:
                return self._decide_once(ticket, request, call)
            except VersionConflict:
                if not request.COMMUTES or call.expected is not None or attempt == TRIES - 1:
                    raise
        raise AssertionError("the loop above returns or raises")

    def ask_agent(self, person: PersonId, request: AgentRequest, call: Call) -> Answer:
        """Carry out a request about an agent's working life."""
        stream = roster_stream(person)
        agent = self._load(stream, agent_after) or Agent(stream)
        asked = self.asked(call)
        return self._record(stream, agent.version, request.decide(agent, asked), asked, call)

    def team(self, stream: StreamId) -> Team:
        """A team as it stands; raises `StreamIsUnknown`."""
        return self.histories.get(stream, team_after)

    def ticket(self, ticket: TicketId) -> Ticket:
        """A ticket as it stands; raises `StreamIsUnknown`."""
        return self.histories.get(ticket, ticket_after)

    def _decide_once(self, ticket: TicketId, request: TicketRequest, call: Call) -> Answer:
        state = self.ticket(ticket)
        if call.expected not in (None, state.version):
            raise VersionConflict(ticket, expected=call.expected or 0, actual=state.version)
        asked = self.asked(call)
        events = request.decide(state, asked)
        return self._record(ticket, state.version, events, asked, call, number=state.number)

    def _record(
        self,
        stream: StreamId,
        version: int,
        events: tuple[Event, ...],
        asked: Asked,
        call: Call,
        *,
        number: int | None = None,
    ) -> Answer:
        answer = Answer(id=stream, version=version + len(events), number=number)
        if not events:
            return msgspec.structs.replace(answer, position=self.log.head())
        write = Write(stream=stream, expected=version, events=events)
        return self._append([write], asked, call, answer)

    def _append(self, writes: list[Write], asked: Asked, call: Call, answer: Answer) -> Answer:
        appended = self.log.append(
            Change(
                command=call.command,
                by=call.by,
                at=asked.at,
                writes=tuple(writes),
                cause=call.cause,
                fingerprint=call.fingerprint,
                answer=msgspec.json.encode(answer),
            )
        )
        return answer_of(appended)

    def _requester(self, request: RaiseTicket, call: Call) -> PersonId | None:
        if request.requester:
            return PersonId(StreamId(request.requester))
        return PersonId(StreamId(call.by)) if is_person(call.by) else None

    def _followed_up(self, follows: TicketId, by: TicketId) -> Write:
        before = self.ticket(follows)
        event = TicketFollowedUp(follow_up=by)
        return Write(stream=follows, expected=before.version, events=(event,))

    def _load(self, stream: StreamId, projector: Callable[..., Any]) -> Any:
        try:
            return self.histories.get(stream, projector)
        except StreamIsUnknown:
            return None


def answer_of(appended: Appended) -> Answer:
    """The recorded answer with the position it can be seen at."""
    answer = msgspec.json.decode(appended.answer, type=Answer)
    return msgspec.structs.replace(answer, position=appended.position)

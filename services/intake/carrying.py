"""How a request is carried out: once, on what it was decided on, and answered the same when repeated."""

from collections.abc import Callable

import msgspec

from services.intake.asked import Asked
from services.intake.requests.form import Request
from shared.eventlog.port import (
    Appended,
    Change,
    EventLog,
    Refusal,
    VersionConflict,
    Write,
)
from shared.sealing.fingerprints import Fingerprints
from shared.sealing.port import Keys
from shared.vocabulary.identity import (
    Actor,
    PersonId,
    StreamId,
    TeamId,
    TicketId,
    kind_of,
    person_of,
)

TRIES = 100
"""Whoever loses a try lost it to a change that was taken, so this is more than can be asked at once."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """How a request came in: by whom, under which id, decided on which version."""

    by: Actor
    command: str
    fingerprint: bytes = b""
    expected: int | None = None
    """The version its sender saw; None where any will do."""
    cause: str | None = None
    only: PersonId | None = None
    """Whose tickets alone the sender may touch; None for staff."""


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a requester is told; a repeat of the request is told the same."""

    ticket: TicketId | None = None
    number: int | None = None
    person: PersonId | None = None
    team: TeamId | None = None
    version: int
    position: int = 0

    @property
    def id(self) -> str:
        """The ticket, person, team or desk it is about."""
        return self.ticket or self.person or self.team or "desk"


def answer_about(stream: StreamId, version: int, *, number: int | None = None) -> Answer:
    """The answer that speaks of a stream by its kind."""
    match kind_of(stream):
        case "ticket":
            return Answer(ticket=TicketId(stream), number=number, version=version)
        case "person":
            return Answer(person=PersonId(stream), version=version)
        case "agent":
            return Answer(person=person_of(stream), version=version)
        case "team":
            return Answer(team=TeamId(stream), version=version)
        case _:
            return Answer(version=version)


def answer_of(appended: Appended) -> Answer:
    """The recorded answer with the position it can be seen at."""
    answer = msgspec.json.decode(appended.answer, type=Answer)
    return msgspec.structs.replace(answer, position=appended.position)


class Carrier:
    """Carries decisions to the log."""

    def __init__(self, log: EventLog, keys: Keys) -> None:
        self.log, self._fingerprints = log, Fingerprints(keys)

    def once(
        self,
        call: Call,
        request: Request,
        decide: Callable[[Call], Answer],
        *,
        about: str = "",
        commutes: bool = False,
    ) -> Answer:
        """The answer of a decision, or what the same request was told before.

        Where requests commute, a version conflict is decided again until nobody was faster."""
        asked = self._fingerprints.of(about, type(request).__name__, request.model_dump_json())
        call = msgspec.structs.replace(call, fingerprint=asked)
        if told := self._told(call):
            return told
        for left in reversed(range(TRIES if commutes and call.expected is None else 1)):
            try:
                return decide(call)
            except Refusal as refused:
                if told := self._told(call):
                    return told
                if not left or not isinstance(refused, VersionConflict):
                    raise
        raise AssertionError("the loop above returns or raises")

    def append(self, writes: list[Write], asked: Asked, call: Call, answer: Answer) -> Answer:
        """Append what was decided, all or nothing; raises the refusals of the log."""
        change = Change(
            command=call.command,
            by=call.by,
            at=asked.at,
            writes=tuple(each for each in writes if each.events),
            cause=call.cause,
            fingerprint=call.fingerprint,
            answer=msgspec.json.encode(answer),
        )
        return answer_of(self.log.append(change))

    def _told(self, call: Call) -> Answer | None:
        appended = self.log.answered(call.command, fingerprint=call.fingerprint)
        return answer_of(appended) if appended else None


def refuse_stale(stream: StreamId, version: int, call: Call) -> None:
    """Refuse a request made on a version that is not the newest. Raises `VersionConflict`."""
    if call.expected is not None and call.expected != version:
        raise VersionConflict(stream, expected=call.expected, actual=version)

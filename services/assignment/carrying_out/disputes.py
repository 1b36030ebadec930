"""Carries out what people say about a ticket's toughness: flags, appeals and their answers."""

import msgspec

from services.assignment.desk import Assignment
from services.assignment.toughness.dispute import dispute_after
from services.assignment.toughness.requests import DisputeRequest
from shared.eventlog.port import Appended, Change, VersionConflict, Write
from shared.vocabulary.identity import Actor, PersonId, StreamId, TicketId


def dispute(
    assignment: Assignment,
    ticket: TicketId,
    request: DisputeRequest,
    *,
    by: Actor,
    command: str,
    fingerprint: bytes,
    expected: int | None = None,
) -> Appended:
    """Record what follows from the request; only its answer where it says nothing new.

    Raises the refusals of disputes and `VersionConflict`.
    """
    log = assignment.log
    if told := log.answered(command, fingerprint=fingerprint):
        return told
    state = assignment.histories.get(ticket, dispute_after)
    if expected not in (None, state.version):
        raise VersionConflict(ticket, expected=expected or 0, actual=state.version)
    assignment.catch_up()
    now, policy = assignment.clock.now(), assignment.situation.policy
    events = request.decide(state, by=PersonId(StreamId(by)), at=now, policy=policy)
    version = state.version + len(events)
    answer = msgspec.json.encode({"ticket": ticket, "number": state.number, "version": version})
    write = Write(stream=ticket, expected=state.version, events=events)
    return log.append(
        Change(
            command=command,
            by=by,
            at=now,
            writes=(write,) if events else (),
            fingerprint=fingerprint,
            answer=answer,
        )
    )

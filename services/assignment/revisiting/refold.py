"""The situation as it was when a round was decided, folded again from the log."""

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any, Protocol

import msgspec

from services.assignment.situation.situation import Situation
from services.assignment.situation.standing import Frozen, foreseen
from shared.eventlog.moment import At, known
from shared.eventlog.recorded import Recorded
from shared.eventlog.references import RoundIsUnknown
from shared.events.assignment import RoundDecided, RoundProven
from shared.vocabulary.identity import StreamId, TicketId
from shared.vocabulary.toughness import MilliPoints
from shared.vocabulary.words import RoundStatus

AT_ONCE = 5_000


class Readable(Protocol):
    """What is asked of a log."""

    def read(self, *, after: int, limit: int, until: int | None = None) -> list[Recorded[Any]]: ...

    def history(
        self, stream: StreamId, *, after: int = 0, until: int | None = None
    ) -> list[Recorded[Any]]: ...


def record_of(log: Readable, round_id: str) -> RoundDecided:
    """The record of a round."""
    told = log.history(StreamId(round_id))
    if not told or not isinstance(told[0].event, RoundDecided):
        raise RoundIsUnknown(
            f"there is no round {round_id!r}; `evenhand why TICKET` names the round of a ticket"
        )
    return told[0].event


class Certainty(msgspec.Struct, frozen=True, kw_only=True):
    """How certain the plan of a round is, after all that was proven of it."""

    status: RoundStatus
    risk: int | None = None
    """No plan leaves less risk waiting; None where the record tells no bound of its own for the level."""
    overflow: int | None = None
    """No plan of the same risk adds fewer milli-points above caps."""
    bound: int | None = None
    """No plan with the same risk and overflow costs fewer milli-minutes."""
    kind: str | None = None
    """How that was found; None where it stands in the round's own record, which does not tell it."""
    gap: int | None = None
    """(minutes of the plan − bound) / bound in millionths."""


def certainty_of(log: Readable, round_id: str, at: At = None) -> Certainty:
    """A round's stream as of a moment: what it was decided with, and the proofs that came after."""
    record = record_of(log, round_id)
    decided = Certainty(status=record.status, bound=record.bound, gap=record.gap)
    later = (
        told.event
        for told in log.history(StreamId(round_id), after=1)
        if isinstance(told.event, RoundProven) and known(told.position, told.at, at)
    )
    return reduce(certainty_after, later, decided)


def certainty_after(before: Certainty, proof: RoundProven) -> Certainty:
    """One more proof of the same plan: on each level the highest bound holds."""
    higher = before.bound is None or proof.bound > before.bound
    return Certainty(
        status=before.status if before.status is RoundStatus.PROVEN else proof.status,
        risk=proof.risk if before.risk is None else max(before.risk, proof.risk),
        overflow=proof.overflow
        if before.overflow is None
        else max(before.overflow, proof.overflow),
        bound=proof.bound if higher else before.bound,
        kind=proof.kind if higher else before.kind,
        gap=proof.gap if higher else before.gap,
    )


def situation_at(log: Readable, cursor: tuple[int, ...]) -> Situation:
    """Everything the round had read, shard by shard, and nothing after it."""
    situation, after, last = Situation(), 0, max(cursor, default=0)
    while told := log.read(after=after, limit=AT_ONCE, until=last):
        for each in told:
            if each.position <= cursor[each.shard]:
                situation.take(each)
        after = told[-1].position
    return situation


def folded_forward(
    log: Readable, rounds: Iterable[RoundDecided]
) -> Iterator[tuple[RoundDecided, Situation]]:
    """Each round with everything it had read, earliest first; the log is read once.

    The situation is the same object each time and must not be kept.
    """
    situation, after = Situation(), 0
    ahead: list[Recorded[Any]] = []
    for record in sorted(rounds, key=lambda each: max(each.cursor, default=0)):
        last = max(record.cursor, default=0)
        while told := log.read(after=after, limit=AT_ONCE, until=last):
            ahead += told
            after = told[-1].position
        for each in ahead:
            if each.position <= record.cursor[each.shard]:
                situation.take(each)
        ahead = [each for each in ahead if each.position > record.cursor[each.shard]]
        yield record, situation


def frozen_again(log: Readable, record: RoundDecided) -> Frozen:
    """The frozen input of a recorded round."""
    asked = [each.ticket for each in record.tickets]
    situation = situation_at(log, record.cursor)
    of_hands = any(each.helps for each in record.tickets)
    freeze = situation.freeze_hands if of_hands else situation.freeze
    frozen = foreseen(freeze(record.clock, only=asked), forecast_with(record))
    return msgspec.structs.replace(frozen, cursor=record.cursor)


def forecast_with(record: RoundDecided) -> dict[TicketId, MilliPoints]:
    """What new tickets were forecast to be together with the round, and not before it."""
    return {each.ticket: each.forecast for each in record.tickets if each.forecast is not None}

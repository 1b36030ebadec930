"""How the world's tickets and agents look to the desk's own rules."""

from datetime import UTC, datetime, timedelta

from services.assignment.simulator.world import Ask, Worker, person_id, ticket_id
from services.assignment.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.identity import PersonId, StreamId
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.working_time import ShiftException, WorkingTime

BEGINS = datetime(2026, 1, 5, tzinfo=UTC)
"""The first midnight of every run; a Monday."""


def moment(seconds: int) -> datetime:
    """A moment of the run as the desk's clock shows it."""
    return BEGINS + timedelta(seconds=seconds)


def shift_worked(start: int, end: int) -> WorkingTime:
    """One shift of the run as an agent's working time."""
    begins, ends = moment(start), moment(end)
    day = ShiftException(day=begins.date(), start=begins.time(), end=ends.time())
    return WorkingTime(exceptions=(day,))


def as_waiting(index: int, ask: Ask, *, toughness: int, resolve_by: int) -> WaitingTicket:
    """A ticket as it comes into the desk's queue."""
    return WaitingTicket(
        id=ticket_id(index), version=1, raised_at=moment(ask.arrives), urgent=ask.urgency <= 1,
        toughness=toughness, minutes=ask.minutes, need=ask.need, team=ask.team,
        service=ask.service, requester=asker(index), resolve_by=moment(resolve_by),
    )  # fmt: skip


def asker(index: int) -> PersonId:
    """Who raised the so manieth ticket; everybody asks once, so that a redline is about one ticket."""
    return PersonId(StreamId(f"person-{index:016x}{'f' * 16}"))


def as_member(index: int, worker: Worker, levels: dict[str, int]) -> Standing:
    """An agent with what they are able to do and nothing in hand."""
    return Standing(
        id=person_id(index), skills=levels, tier=worker.tier, languages=worker.languages,
        teams=worker.teams,
    )  # fmt: skip


NOWHERE = Frozen(now=BEGINS, policy=SHIPPED, mean_toughness=1_000, tickets=(), agents=())
"""A desk for rules that ask nothing of the desk."""

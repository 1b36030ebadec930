"""How the world's people, tickets and moments are called at the desk."""

from datetime import UTC, datetime, timedelta

from services.assignment.simulator.world import MINUTE, Ask, Worker, World, person_id, ticket_id
from services.assignment.situation.standing import Profile, WaitingTicket
from shared.vocabulary.identity import Actor, PersonId, StreamId
from shared.vocabulary.words import Level
from shared.vocabulary.working_time import ShiftException

BEGINS = datetime(2026, 1, 5, tzinfo=UTC)
"""The first midnight of every run; a Monday."""
JOINED = BEGINS - timedelta(days=365)
"""Nobody is new at an invented desk."""
REVIEWER = Actor(PersonId(StreamId(f"person-{'e' * 32}")))
"""Who looks at resolved tickets and says how tough they were; no agent."""
PRIORITY = (Level.CRITICAL, Level.HIGH, Level.NORMAL, Level.LOW)
"""By urgency, the most urgent first."""


def moment(seconds: int) -> datetime:
    """A moment of the run as the desk's clock shows it."""
    return BEGINS + timedelta(seconds=seconds)


def working_times(world: World) -> list[tuple[ShiftException, ...]]:
    """By agent: each day of the run with its shift as it was planned, or off."""
    days = [BEGINS.date() + timedelta(days=day) for day in range(-1, world.days + 2)]
    told = [{day: ShiftException(day=day) for day in days} for _ in world.workers]
    for shift in world.shifts:
        begins, ends = moment(shift.start), moment(shift.planned)
        day = ShiftException(day=begins.date(), start=begins.time(), end=ends.time())
        told[shift.agent][day.day] = day
    return [tuple(each.values()) for each in told]


def as_waiting(index: int, world: World) -> WaitingTicket:
    """A ticket as it comes into the desk's queue."""
    ask = world.asks[index]
    return WaitingTicket(
        id=ticket_id(index), version=1, raised_at=moment(ask.arrives), urgent=ask.urgency <= 1,
        priority=PRIORITY[ask.urgency], toughness=ask.toughness, minutes=ask.minutes,
        need=ask.need, team=ask.team, resolve_by=resolve_by(world, ask),
    )  # fmt: skip


def resolve_by(world: World, ask: Ask) -> datetime:
    """The promise in the desk's terms: work begins as promised, and takes what is expected."""
    return moment(world.when_open_for(ask.arrives, ask.promised + ask.minutes * MINUTE))


def as_profile(index: int, worker: Worker, levels: dict[str, int]) -> Profile:
    """An agent with what they are able to do."""
    return Profile(
        id=person_id(index), skills=levels, tier=worker.tier, languages=worker.languages,
        teams=worker.teams,
    )  # fmt: skip


def asker(index: int) -> PersonId:
    """Who raised the so manieth ticket; everybody asks once."""
    return PersonId(StreamId(f"person-{index:016x}{'f' * 16}"))

"""When everybody could begin something next: their coming openings, as far as they can be foreseen.

Who is busy opens when the first of their tickets is expected to be done, then a mean ticket later, and so
on; who is off or away, when they are back. Nobody is sure of such a moment, so all are told to the next five
minutes, and what lies more than a day ahead is left out.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import msgspec

from services.assignment import rulebook
from services.assignment.explaining.openings import moments, with_one_less
from services.assignment.ruling.pressing import MINUTE
from services.assignment.situation.shifts import running
from services.assignment.situation.situation import Situation
from services.assignment.situation.standing import Frozen, Standing, free_places
from services.assignment.situation.waiting import minutes_of
from shared.vocabulary.identity import PersonId

OPENINGS = 3
"""Of one person; what comes after these is anybody's guess."""
GRAIN = timedelta(minutes=5)
HORIZON = timedelta(days=1)


class Prospect(msgspec.Struct, frozen=True, kw_only=True):
    """The desk as a round left it, and when places are expected to get free."""

    desk: Frozen
    left: Mapping[PersonId, int] = {}
    """By agent: whole minutes until the first of their tickets in work is expected to be done."""


class Coming(msgspec.Struct, frozen=True, kw_only=True):
    """A moment at which somebody could begin one ticket."""

    agent: int
    """Their place among the desk's agents."""
    standing: Standing
    """As they would stand then, with a place for it."""
    at: datetime
    id: str
    """The agent's, and which of their openings it is."""


def prospect_of(situation: Situation, desk: Frozen) -> Prospect:
    """The frozen desk, with what is left of everybody's work in hand."""
    left: dict[PersonId, int] = {}
    for agent, owned in situation.owners.owned.items():
        for ticket in owned:
            live = situation.tickets[ticket]
            if live.waits or live.given.deal is None:
                continue
            done = live.given.deal.at + minutes_of(live, situation.policy) * MINUTE
            minutes = max(0, -((desk.now - done) // MINUTE))
            left[agent] = min(minutes, left.get(agent, minutes))
    return Prospect(desk=desk, left=left)


def coming(prospect: Prospect) -> list[Coming]:
    """Everybody's next openings, in order of id."""
    desk = prospect.desk
    minutes = [ticket.minutes for ticket in desk.tickets] or [desk.policy.work.default_minutes]
    mean = max(GRAIN, sum(minutes) // len(minutes) * MINUTE)
    found = [
        each
        for place, agent in enumerate(desk.agents)
        for each in openings_of(agent, place, prospect, mean)
    ]
    return sorted(found, key=lambda each: each.id)


def openings_of(
    agent: Standing, place: int, prospect: Prospect, mean: timedelta
) -> Iterator[Coming]:
    """One agent's, the first first."""
    desk = prospect.desk
    is_free = free_places(agent, desk.policy) > 0
    then = agent if is_free else with_one_less(agent)
    if then is None:
        return
    when = desk.now if is_free else desk.now + prospect.left.get(agent.id, 0) * MINUTE
    for number in range(OPENINGS):
        at = present_from(agent, when, desk)
        if at is None or at > desk.now + HORIZON:
            return
        yield Coming(agent=place, standing=then, at=at, id=f"{agent.id}#{number}")
        when = at + mean


def present_from(agent: Standing, when: datetime, desk: Frozen) -> datetime | None:
    """The first moment from then on at which neither shift, absence nor focus time keeps them."""
    for moment in (when, *sorted(each for each in moments(agent, desk) if each > when)):
        at = moment if moment <= desk.now else told_as(moment)
        then = msgspec.structs.replace(agent, shift=running(agent.profile.working, at).shift)
        at_that = msgspec.structs.replace(desk, now=at)
        if not any(rule.asks(then, at_that) for rule in rulebook.PRESENCE):
            return at
    return None


def told_as(moment: datetime) -> datetime:
    """The moment, or the next full five minutes after it."""
    beyond = timedelta(minutes=moment.minute % 5, seconds=moment.second)
    beyond += timedelta(microseconds=moment.microsecond)
    return moment + GRAIN - beyond if beyond else moment

"""Frozen desks at random, in which every rule of the rulebook finds something to say."""

from datetime import time, timedelta
from operator import attrgetter
from typing import Any

import msgspec
from hypothesis import strategies as st

from services.assignment.giving.ways import TeamGiving
from shared.vocabulary.identity import StreamId, TicketId
from shared.vocabulary.policy import SHIPPED, Policy, TeamQuota
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Absence, Helping, Level, Way
from shared.vocabulary.working_time import Span, WeeklyShift, WorkingTime
from tests.rules.desk import ADA, BEN, CY, MONDAY_NOON, NETWORK, agent, desk, ticket

MINUTE = timedelta(minutes=1)
PEOPLE = (ADA, BEN, CY)
TICKETS = [TicketId(StreamId(f"ticket-{digit * 32}")) for digit in "1234"]
HOURS = [
    WorkingTime(),
    WorkingTime(week=(WeeklyShift(day=0, start=time(8), end=time(12)),)),
    WorkingTime(week=(WeeklyShift(day=0, start=time(8), end=time(13)),)),
]
someone = st.sampled_from(PEOPLE)
maybe = st.none() | someone
moments = st.integers(-600, 600).map(lambda minutes: MONDAY_NOON + minutes * MINUTE)
past = st.integers(-600, 0).map(lambda minutes: MONDAY_NOON + minutes * MINUTE)
levels = st.integers(1, 3)
needs = st.none() | st.builds(
    SkillNeed, name=st.just("network"), level=levels, tier=st.integers(1, 2)
)

agents = st.fixed_dictionaries(
    {
        "who": someone,
        "skills": st.just({}) | levels.map(lambda level: {"network": level}),
        "tier": st.integers(1, 2),
        "teams": st.sampled_from([(), (NETWORK,)]),
        "redlines": st.sampled_from([(), ((BEN, None),), ((None, "Payroll"),)]),
        "working": st.sampled_from(HOURS),
        "presence": st.sampled_from([500, 1_000]),
        "tickets": st.sampled_from([None, 1, 4]),
        "minutes": st.sampled_from([None, 90]),
        "away": st.sampled_from([None, None, None, Absence.SICK]),
        "focus": st.sampled_from([(), (), (Span(MONDAY_NOON, MONDAY_NOON + MINUTE),)]),
        "in_work": st.integers(0, 3),
        "tough_in_hand": st.integers(0, 2),
        "load": st.integers(0, 400).map(lambda minutes: 1_000 * minutes),
        "lead": st.integers(-9_000, 9_000),
        "heavy_at": st.none() | past,
        "busy": st.integers(0, 1_200),
        "ramp": st.sampled_from([250, 1_000]),
        "learned": st.integers(0, 3),
        "pending": st.sampled_from([0, 0, 2_000]),
    }
).map(lambda said: agent(**said))
tickets = st.fixed_dictionaries(
    {
        "id": st.sampled_from(TICKETS),
        "raised_at": past,
        "urgent": st.booleans(),
        "priority": st.none() | st.sampled_from(Level),
        "toughness": st.sampled_from([0, 500, 1_000, 2_500, 4_000]),
        "minutes": st.integers(1, 300),
        "need": needs.map(lambda need: need or SkillNeed()),
        "team": st.sampled_from([None, NETWORK]),
        "service": st.sampled_from([None, "Payroll", "Access"]),
        "requester": maybe,
        "resolve_by": st.none() | moments,
        "put_back_by": st.sampled_from([(), (ADA,)]),
        "kept_apart": st.sampled_from([(), (), (BEN,)]),
        "last_helper": maybe,
        "had_by": maybe,
        "started": st.booleans(),
        "linked": st.sampled_from([(), tuple(TICKETS)]),
        "linked_owner": maybe,
        "offered_to": st.none() | st.none() | someone,
        "turned_down": st.sampled_from(
            [{}, {}, {ADA: MONDAY_NOON - 90 * MINUTE}, {BEN: MONDAY_NOON}]
        ),
        "pinned_to": st.none() | st.none() | someone,
        "helps": st.none() | st.none() | someone,
        "asked_in": st.sampled_from([None, NETWORK]),
        "passed": st.sampled_from([(), (CY,)]),
    }
).map(lambda said: ticket(**said))
ways = st.builds(
    TeamGiving,
    way=st.sampled_from(Way),
    helping=st.sampled_from(Helping),
    frozen=st.sampled_from([False, False, True]),
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """The shipped policy, or one in which side rules, services and learning are used."""
    swarm, quota = draw(st.sampled_from([0, 2_000])), draw(st.sampled_from([None, 1, 3]))
    together = msgspec.structs.replace(
        SHIPPED.together,
        swarm_from=swarm,
        quotas=() if quota is None else (TeamQuota(team=NETWORK, tickets=quota),),
        two_person_services=draw(st.sampled_from([(), ("Access",)])),
    )
    growth = msgspec.structs.replace(
        SHIPPED.growth, learning=draw(st.booleans()), mentor_beside=draw(st.booleans())
    )
    return msgspec.structs.replace(SHIPPED, together=together, growth=growth)


def in_order(some: list[Any]) -> tuple[Any, ...]:
    """As a situation freezes them."""
    return tuple(sorted(some, key=attrgetter("id")))


def several(each: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """Up to so many of them, by id."""
    return st.lists(each, max_size=most, unique_by=attrgetter("id")).map(in_order)


@st.composite
def desks(draw: st.DrawFn) -> Any:
    """A frozen desk of up to four tickets and three agents."""
    waiting = draw(several(tickets, 4))
    here = {each.id for each in waiting}
    known = tuple(
        msgspec.structs.replace(
            each, linked=tuple(t for t in each.linked if t in here and t != each.id)
        )
        for each in waiting
    )
    giving = draw(st.just({}) | ways.map(lambda way: {NETWORK: way}))
    people = draw(several(agents, 3))
    return desk(*people, tickets=known, policy=draw(policies()), giving=giving)

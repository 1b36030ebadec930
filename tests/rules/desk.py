"""A frozen desk of one ticket and two agents, to ask single rules about."""

from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from services.assignment.situation.shifts import running
from services.assignment.situation.standing import (
    Frozen,
    Profile,
    Roster,
    Standing,
    WaitingTicket,
    places,
)
from shared.vocabulary.identity import PersonId, StreamId, TeamId, TicketId
from shared.vocabulary.policy import SHIPPED

ADA, BEN, CY = (PersonId(StreamId(f"person-{digit * 32}")) for digit in "abc")
NETWORK = TeamId(StreamId("team-" + "d" * 32))
MONDAY_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

BY_HAND = replace(
    SHIPPED,
    promise=replace(SHIPPED.promise, imminent_percent=50),
    work=replace(SHIPPED.work, tickets_in_work=3, overrun_minutes=20),
    assignment=replace(
        SHIPPED.assignment,
        benefit_price=1_000,
        overtaken_minutes=240,
        rotation_weight=60_000,
        reserve_price=100,
    ),
)
"""A policy in round figures, so that rules are counted by hand whatever the shipped one is tuned to."""


def ticket(**said: Any) -> WaitingTicket:
    whole = {
        "id": TicketId(StreamId("ticket-" + "1" * 32)), "version": 1, "raised_at": MONDAY_NOON,
        "urgent": False, "toughness": 1_000, "minutes": 60,
    }  # fmt: skip
    return WaitingTicket(**(whole | said))


def agent(who: PersonId = ADA, **said: Any) -> Standing:
    """Somebody on shift with three places; what lasts of them and what is now may both be said."""
    lasting = {name: said.pop(name) for name in Profile.__struct_fields__ if name in said}
    profile = Profile(**({"id": who, "skills": {}, "tickets": 3} | lasting))
    shift = running(profile.working, MONDAY_NOON).shift
    return Standing(**({"profile": profile, "shift": shift} | said))


def desk(*agents: Standing, **said: Any) -> Frozen:
    people = agents if agents or "tickets" in said else (agent(),)
    policy = said.get("policy", BY_HAND)
    whole = {
        "now": MONDAY_NOON, "policy": BY_HAND, "tickets": (ticket(),),
        "agents": people, "roster": Roster(tuple(each.profile for each in people)),
        "places": places(people, policy),
    }  # fmt: skip
    whole |= said
    longest = max((each.minutes for each in whole["tickets"]), default=0)
    return Frozen(**({"longest": longest} | whole))

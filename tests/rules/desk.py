"""A frozen desk of one ticket and two agents, to ask single rules about."""

from datetime import UTC, datetime
from typing import Any

from services.assignment.shifts import running
from services.assignment.standing import (
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
    policy = said.get("policy", SHIPPED)
    whole = {
        "now": MONDAY_NOON, "policy": SHIPPED, "mean_toughness": 1_000, "tickets": (ticket(),),
        "agents": people, "roster": Roster(tuple(each.profile for each in people)),
        "places": places(people, policy),
    }  # fmt: skip
    whole |= said
    longest = max((each.minutes for each in whole["tickets"]), default=0)
    return Frozen(**({"longest": longest} | whole))

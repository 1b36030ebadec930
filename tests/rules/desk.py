"""A frozen desk of one ticket and two agents, to ask single rules about."""

from datetime import UTC, datetime
from typing import Any

from services.assignment.standing import Frozen, Standing, WaitingTicket
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
    return Standing(**({"id": who, "skills": {}, "limit": 3} | said))


def desk(*agents: Standing, **said: Any) -> Frozen:
    whole = {
        "now": MONDAY_NOON, "policy": SHIPPED, "mean_toughness": 1_000, "tickets": (ticket(),),
        "agents": agents or (agent(),),
    }  # fmt: skip
    return Frozen(**(whole | said))

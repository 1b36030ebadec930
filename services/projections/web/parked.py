"""What views show less of than happened, as JSON: which tickets, since which event, why and what to do."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response

from services.projections.rows.parking import MOST_LISTED, HeldBack
from services.projections.web.answers import answer
from services.projections.web.showing import Shown
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.web.asking import route_needs

MOST = 200
SEES_PARKED = Annotated[Viewer, Depends(route_needs(Action.SEE_PARKED))]


def router(desk: Shown) -> APIRouter:
    """The API of what is held back."""
    routes = APIRouter(prefix="/api/v1", tags=["views"])

    @routes.get("/parked")
    def parked(
        request: Request,
        viewer: SEES_PARKED,
        limit: Annotated[int, Query(ge=1, le=MOST)] = MOST_LISTED,
    ) -> Response:
        """Tickets and people that views show as they were before an event they cannot fold."""
        desk.catch_up(request)
        parking = desk.views.parking
        held = [named(desk, each) for each in parking.held_back(limit=limit)]
        return answer(desk, {**msgspec.to_builtins(parking.numbers()), "held_back": held})

    return routes


def named(desk: Shown, held: HeldBack) -> dict[str, Any]:
    """A line that is held back, with the name people know it by."""
    return {**msgspec.to_builtins(held), "name": desk.name(held.key)}

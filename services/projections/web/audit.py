"""The whole desk's audit trail, of now or of any day there was."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from services.projections.web.showing import Shown
from services.projections.web.trail import count_by, day_shown, end_of, lined
from shared.pages.charts import columns
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.web.asking import route_needs

A_PAGE = 50
SEES_TRAIL = Annotated[Viewer, Depends(route_needs(Action.SEE_TRAIL))]


def router(desk: Shown) -> APIRouter:
    """The page of the trail."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/audit")
    def audit(
        request: Request,
        viewer: SEES_TRAIL,
        at: str | None = None,
        before: int | None = None,
        step: int | None = None,
    ) -> HTMLResponse:
        desk.catch_up(request)
        days = desk.views.audit_trail.days()
        moment = desk.moment(at) if step is None else end_of(days, step)
        entries = desk.views.audit_trail.newest(before=before, limit=A_PAGE, at=moment)
        shown = day_shown(days, moment)
        return desk.page(
            request, viewer, "audit.html", at=moment, lines=[lined(desk, each) for each in entries],
            older=entries[-1].position if len(entries) == A_PAGE else None,
            days=days, step=shown, number=count_by(days, moment),
            marks=columns([number for _, number in days], until=shown),
        )  # fmt: skip

    return routes

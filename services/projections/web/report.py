"""The desk report as JSON: what a source's, or the whole desk's, history comes to as of a moment."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from services.projections.reports.desk import desk_report
from services.projections.web.answers import answer
from services.projections.web.showing import Shown
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.web.asking import route_needs
from shared.web.versions import position_awaited

SEES_REPORTS = Annotated[Viewer, Depends(route_needs(Action.SEE_REPORTS))]


def router(desk: Shown) -> APIRouter:
    """The API of reports."""
    routes = APIRouter(prefix="/api/v1", tags=["reports"])

    @routes.get("/report")
    def report(
        request: Request,
        viewer: SEES_REPORTS,
        source: Annotated[str | None, Query(description="Only this source's tickets.")] = None,
        at: Annotated[str | None, Query(description="As of a position or a time.")] = None,
        min_tickets: Annotated[
            int, Query(ge=1, description="Leave people with fewer out of the Ginis.")
        ] = 1,
    ) -> Response:
        """Every figure of `evenhand report desk`, computed from the log; reports.md defines them."""
        moment = desk.moment(at)
        found = desk.recall.of(
            ("report", source, min_tickets),
            moment,
            lambda: desk_report(
                desk.log,
                source=source,
                at=moment,
                min_tickets=min_tickets,
                one=desk.directory.linked.one,
            ),
            at_least=position_awaited(request),
        )
        carried = [{**each, "name": desk.name(each["person"])} for each in found["carried"]]
        return answer(desk, {**found, "carried": carried})

    return routes

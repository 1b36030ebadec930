"""People, teams and rounds as JSON: who works here, how evenly, what they did, and what was decided."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from services.projections.fairness.printing import in_plain
from services.projections.views.people import query as people
from services.projections.views.people.row import PersonRow
from services.projections.views.queue import query as queues
from services.projections.views.work import query as work
from services.projections.web.answers import answer
from services.projections.web.day import day_of, refuse_others, standing_of
from services.projections.web.reviews import round_of
from services.projections.web.showing import Shown
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.identity import PersonId, StreamId, TeamId
from shared.web.asking import route_needs

SEES_ALL = Annotated[Viewer, Depends(route_needs(Action.SEE_ALL))]
SEES_PEOPLE = Annotated[Viewer, Depends(route_needs(Action.SEE_PEOPLE))]
SEES_REASONS = Annotated[Viewer, Depends(route_needs(Action.SEE_REASONS))]


def router(desk: Shown) -> APIRouter:
    """The API of people, teams and rounds."""
    routes = APIRouter(prefix="/api/v1", tags=["views"])
    add_people(routes, desk)
    add_fairness(routes, desk)
    add_roster(routes, desk)

    @routes.get("/rounds/{round_id}")
    def round_record(round_id: str, viewer: SEES_REASONS) -> Response:
        """The record of a round: its input, its candidates with their terms, its plan and proof."""
        told = round_of(desk, round_id)
        record = msgspec.to_builtins(told.event)
        return answer(desk, {"round": told.stream, "at": told.at, **record})

    return routes


def add_roster(routes: APIRouter, desk: Shown) -> None:
    """Who works here, and in which teams."""

    @routes.get("/agents")
    def agents(request: Request, viewer: SEES_PEOPLE, at: str | None = None) -> Response:
        """Everyone who works tickets: skills, teams, whether they are away, and what is in hand."""
        desk.catch_up(request)
        moment = desk.moment(at)
        hands = queues.in_hands(desk.views.queue, at=moment)
        lines = [
            roster_line(desk, row) | {"in_hand": hands.get(row.person, 0)}
            for row in people.agents(desk.views.people, at=moment)
        ]
        return answer(desk, {"agents": sorted(lines, key=lambda each: each["name"])})

    @routes.get("/teams")
    def teams(request: Request, viewer: SEES_ALL, at: str | None = None) -> Response:
        """Every team with its services and how many open tickets it has; `null` stands for no team."""
        desk.catch_up(request)
        numbers = desk.team_numbers(desk.moment(at))
        lines: list[dict[str, Any]] = [
            {
                "team": team, "name": each.name, "services": each.services, "source": each.source,
                "members": sorted(each.members), "open": numbers.get(TeamId(team), 0),
            }
            for team, each in desk.directory.teams.items()
        ]  # fmt: skip
        return answer(desk, {"teams": lines, "open_without_team": numbers.get(None, 0)})


def roster_line(desk: Shown, row: PersonRow) -> dict[str, Any]:
    """An agent as the roster has them."""
    return {
        "agent": row.person, "name": desk.name(row.person), "tier": row.tier, "zone": row.zone,
        "away": row.away, "languages": row.languages, "skills": msgspec.to_builtins(row.skills),
        "teams": [{"team": team, "name": desk.name(team)} for team in row.teams],
    }  # fmt: skip


def add_people(routes: APIRouter, desk: Shown) -> None:
    """How evenly the work is shared, and what one agent did on a day."""

    @routes.get("/supervision")
    def supervision(
        request: Request,
        viewer: Annotated[Viewer, Depends(route_needs(Action.SEE_SUPERVISION))],
        at: str | None = None,
    ) -> Response:
        """How evenly the work is shared."""
        desk.catch_up(request)
        moment = desk.moment(at)
        figures = desk.supervision(request, moment)
        return answer(desk, work.in_plain(figures, desk.name))

    @routes.get("/agents/{agent}/day")
    def day(
        agent: str, request: Request,
        viewer: Annotated[Viewer, Depends(route_needs(Action.SEE_OWN_DAY))],
        day: str | None = None, at: str | None = None,
    ) -> Response:  # fmt: skip
        """What an agent did on one day."""
        refuse_others(viewer, agent)
        desk.catch_up(request)
        return answer(desk, msgspec.to_builtins(day_of(desk, agent, day, desk.moment(at))))

    @routes.get("/agents/{agent}/standing")
    def standing(
        agent: str, request: Request,
        viewer: Annotated[Viewer, Depends(route_needs(Action.SEE_STANDING))],
        at: str | None = None,
    ) -> Response:  # fmt: skip
        """What an agent received, what was due to them and by which tickets; others by name if you may."""
        refuse_others(viewer, agent)
        desk.catch_up(request)
        told = standing_of(desk, request, viewer, PersonId(StreamId(agent)), desk.moment(at))
        return answer(desk, msgspec.to_builtins(told))


def add_fairness(routes: APIRouter, desk: Shown) -> None:
    """What supervisors look after beside the ledger."""

    @routes.get("/fairness")
    def fairness(
        request: Request,
        viewer: Annotated[Viewer, Depends(route_needs(Action.SEE_SUPERVISION))],
        at: str | None = None,
    ) -> Response:
        """How good forecasts are, which pools are thin, whom tough work burdens, who flags and appeals."""
        desk.catch_up(request)
        plain = in_plain(desk.fairness(request, desk.moment(at)), desk.name)
        return answer(desk, plain)

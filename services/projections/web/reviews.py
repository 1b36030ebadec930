"""The pages that review: supervision, an agent's day, the whole desk's audit trail, a round's record."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from services.projections.rows.lines import At
from services.projections.views.work import query as work
from services.projections.views.work.query import Supervision
from services.projections.web.showing import Shown, in_words, moment_of
from services.projections.web.tickets import trail_line
from shared.eventlog.port import Refusal
from shared.events.assignment import RoundDecided
from shared.pages.charts import Ratio, bars, dot_plot
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.identity import PersonId, StreamId
from shared.web.asking import NotAllowed, route_needs

A_PAGE = 100
MOST_SHOWN = 30
REVIEWS = Annotated[Viewer, Depends(route_needs(Action.SEE_SUPERVISION))]
SEES_TRAIL = Annotated[Viewer, Depends(route_needs(Action.SEE_TRAIL))]
SEES_DAY = Annotated[Viewer, Depends(route_needs(Action.SEE_OWN_DAY))]
SEES_REASONS = Annotated[Viewer, Depends(route_needs(Action.SEE_REASONS))]


class RoundIsUnknown(Refusal):
    """No round is recorded under that id."""


def router(desk: Shown) -> APIRouter:
    """The reviewing pages."""
    routes = APIRouter(include_in_schema=False)
    add_people(routes, desk)
    add_trail(routes, desk)
    return routes


def add_people(routes: APIRouter, desk: Shown) -> None:
    """How evenly the work is shared, and what one agent did on a day."""

    @routes.get("/supervision")
    def supervision(request: Request, viewer: REVIEWS, at: str | None = None) -> HTMLResponse:
        desk.catch_up(request)
        moment = moment_of(at)
        until = moment_of_day(desk, moment)
        figures = work.supervision(desk.views.work, now=until, at=moment)
        return desk.page(
            request, viewer, "supervision.html", at_words=in_words(moment), figures=figures,
            names={each.agent: desk.name(each.agent) for each in figures.agents},
            verdict=verdict(desk, figures), plot=plot(desk, figures),
            ages=bars(list(figures.ages.items()), says=ages_in_words(figures)),
        )  # fmt: skip

    @routes.get("/agents/{agent}")
    def day(
        agent: str,
        request: Request,
        viewer: SEES_DAY,
        at: str | None = None,
        day: str | None = None,
    ) -> HTMLResponse:
        refuse_others(viewer, agent)
        desk.catch_up(request)
        moment = moment_of(at)
        chosen = day or f"{moment_of_day(desk, moment):%Y-%m-%d}"
        done = work.day_of(desk.views.work, PersonId(StreamId(agent)), chosen, at=moment)
        return desk.page(
            request, viewer, "agent_day.html", at_words=in_words(moment), done=done,
            agent_name=desk.name(agent), agent=agent,
        )  # fmt: skip


def add_trail(routes: APIRouter, desk: Shown) -> None:
    """Everything that happened, and what a round decided."""

    @routes.get("/audit")
    def audit(
        request: Request, viewer: SEES_TRAIL, at: str | None = None, before: int | None = None
    ) -> HTMLResponse:
        desk.catch_up(request)
        moment = moment_of(at)
        entries = desk.views.audit_trail.newest(before=before, limit=A_PAGE, at=moment)
        older = entries[-1].position if len(entries) == A_PAGE else None
        lines = [trail_line(desk, each, None) for each in entries]
        return desk.page(
            request, viewer, "audit.html", lines=lines, at_words=in_words(moment), older=older,
            head=desk.log.head(),
        )  # fmt: skip

    @routes.get("/rounds/{round_id}")
    def round_record(round_id: str, request: Request, viewer: SEES_REASONS) -> HTMLResponse:
        desk.catch_up(request)
        told = desk.log.history(StreamId(round_id))
        if not told or not isinstance(told[0].event, RoundDecided):
            raise RoundIsUnknown(f"there is no round {round_id!r}; follow a link from a ticket")
        return desk.page(
            request, viewer, "round.html", record=told[0].event, told=told[0],
            name=desk.directory.name_of,
        )  # fmt: skip


def refuse_others(viewer: Viewer, agent: str) -> None:
    """Agents look at their own day only."""
    if viewer.limited_to(Action.SEE_OWN_DAY) not in (None, agent):
        raise NotAllowed("you may see your own day; ask a supervisor for anybody else's")


def moment_of_day(desk: Shown, at: At) -> datetime:
    """The moment figures reach up to."""
    if isinstance(at, datetime):
        return at
    told = desk.log.read(after=at - 1, limit=1, until=at) if isinstance(at, int) and at > 0 else []
    return told[0].at if told else desk.clock.now()


def verdict(desk: Shown, figures: Supervision) -> dict[str, str]:
    """The one sentence a supervisor reads first, and the one behind it."""
    shared = [each for each in figures.agents if each.ratio is not None]
    if not shared:
        return {
            "first": "No tough work was shared out yet.",
            "then": "Fair shares begin with the first ticket that is dealt or taken.",
        }
    far = [each for each in shared if abs((each.ratio or 1) - 1) > 0.25]
    most = max(shared, key=lambda each: each.ratio or 0)
    least = min(shared, key=lambda each: each.ratio or 0)
    first = (
        f"{len(far)} of {len(shared)} people are more than a quarter away from their fair share."
    )
    if not far:
        first = f"All {len(shared)} people are within a quarter of their fair share."
    then = (
        f"{desk.name(most.agent)} carries the most ({most.ratio:.2f}× fair share), "
        f"{desk.name(least.agent)} the least ({least.ratio:.2f}×)."
    )
    return {"first": first, "then": then}


def plot(desk: Shown, figures: Supervision) -> Any:
    """Who carries the tough work: received ÷ entitled."""
    shared = [each for each in figures.agents if each.ratio is not None]
    shared.sort(key=lambda each: -(each.ratio or 0))
    ratios = [Ratio(desk.name(each.agent), each.ratio) for each in shared[:MOST_SHOWN]]
    said = "; ".join(f"{r.name} {r.value:.2f} times" for r in ratios if r.value is not None)
    return dot_plot(ratios, says=f"Tough points against fair share: {said or 'nobody yet'}")


def ages_in_words(figures: Supervision) -> str:
    """The age bands in a sentence."""
    return "Open tickets by age: " + ", ".join(f"{n} {words}" for words, n in figures.ages.items())

"""The pages that review: how evenly the work is shared, and the record of a round."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from services.projections.views.work.query import Supervision
from services.projections.web.showing import Shown
from shared.eventlog.recorded import Recorded
from shared.eventlog.references import RoundIsUnknown
from shared.events.assignment import RoundDecided
from shared.pages.charts import Ratio, bars, dot_plot, is_far
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.identity import StreamId
from shared.web.asking import route_needs

MOST_SHOWN, MOST_LISTED = 30, 50
"""People in the chart and, unless everybody is asked for, in the table: the first by `Carried.place`."""
REVIEWS = Annotated[Viewer, Depends(route_needs(Action.SEE_SUPERVISION))]
SEES_REASONS = Annotated[Viewer, Depends(route_needs(Action.SEE_REASONS))]


def router(desk: Shown) -> APIRouter:
    """The reviewing pages."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/supervision")
    def supervision(
        request: Request,
        viewer: REVIEWS,
        at: str | None = None,
        everybody: Annotated[bool, Query()] = False,
    ) -> HTMLResponse:
        desk.catch_up(request)
        moment = desk.moment(at)
        figures = desk.supervision(request, moment)
        return desk.page(
            request, viewer, "supervision.html", at=moment, figures=figures,
            carried=figures.agents if everybody else figures.agents[:MOST_LISTED], name=desk.name,
            shared_out=any(each.ratio is not None for each in figures.agents),
            far=any(each.ratio is not None and is_far(each.ratio) for each in figures.agents),
            verdict=verdict(desk, figures), plot=plot(desk, figures),
            ages=bars(list(figures.ages.items()), says=ages_in_words(figures)),
            held=desk.views.parking.numbers(), fair=desk.fairness(request, moment),
            worked=None if figures.agents else desk.views.work.sums.newest_day(),
        )  # fmt: skip

    @routes.get("/rounds/{round_id}")
    def round_record(round_id: str, request: Request, viewer: SEES_REASONS) -> HTMLResponse:
        desk.catch_up(request)
        told = round_of(desk, round_id)
        return desk.page(
            request, viewer, "round.html", record=told.event, told=told,
            name=desk.directory.name_of, certain=desk.reasons.certain(told.stream),
            rules=desk.reasons.rules_in_words(),
        )  # fmt: skip

    return routes


def round_of(desk: Shown, round_id: str) -> Recorded[RoundDecided]:
    """The record of a round. Raises `RoundIsUnknown`."""
    told = desk.log.history(StreamId(round_id), until=1)
    if not told or not isinstance(told[0].event, RoundDecided):
        raise RoundIsUnknown(f"there is no round {round_id!r}; follow a link from a ticket")
    return told[0]


def verdict(desk: Shown, figures: Supervision) -> dict[str, str]:
    """The one sentence a supervisor reads first, and the one behind it."""
    shared = [each for each in figures.agents if each.ratio is not None]
    if not shared:
        return without_shares(desk, figures)
    if len(shared) == 1:
        return {
            "first": f"Only {desk.name(shared[0].agent)} had a share of the tough work.",
            "then": "There is nobody yet to compare it with.",
        }
    most = max(shared, key=lambda each: each.ratio or 0)
    least = min(shared, key=lambda each: each.ratio or 0)
    then = (
        f"{desk.name(most.agent)} is furthest above a fair share ({most.ratio:.2f}×), "
        f"{desk.name(least.agent)} furthest below ({least.ratio:.2f}×)."
    )
    ratios = [each.ratio for each in shared if each.ratio is not None]
    return {"first": how_many_far(ratios), "then": then}


def without_shares(desk: Shown, figures: Supervision) -> dict[str, str]:
    """What can be said where no fair share was booked: who carried what took longest."""
    booking = (
        "A fair share is booked when this desk deals a ticket, or somebody takes one, while agents "
        "who could have had it are on shift."
    )
    slow = sum(each.slowest for each in figures.agents)
    if not slow:
        return {"first": "No fair share was booked in these thirty days.", "then": booking}
    most = max(figures.agents, key=lambda each: each.slowest)
    resolved = sum(each.measures["resolved"] for each in figures.agents)
    return {
        "first": f"{desk.name(most.agent)} carried most of what took longest: {most.slowest} of the "
        f"{slow:,} slowest of {resolved:,} resolutions of thirty days, from "
        f"{figures.slowest_from_hours:,.1f} hours on.",
        "then": f"Nobody had a fair share to compare it with. {booking}",
    }


def how_many_far(ratios: Sequence[float]) -> str:
    """How many are far from their fair share; by person received ÷ entitled, of two or more."""
    far = sum(map(is_far, ratios))
    if not far:
        return f"All {len(ratios)} people are within a quarter of their fair share."
    verb = "is" if far == 1 else "are"
    return f"{far} of {len(ratios)} people {verb} more than a quarter away from their fair share."


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

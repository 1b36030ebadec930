"""A ticket's history: every event with what it changed, and how the ticket stood after any of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from services.projections.views.ticket.row import TicketRow
from services.projections.views.ticket.view import evolve
from services.projections.web.showing import Shown
from services.projections.web.standing import Changed, changes, stood
from services.projections.web.tickets import found
from services.projections.web.trail import StepIsMalformed, TrailLine, lined
from shared.eventlog.moment import At, known
from shared.eventlog.recorded import Recorded, Unreadable
from shared.pages.charts import columns
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.web.asking import route_needs

SEES_TRAIL = Annotated[Viewer, Depends(route_needs(Action.SEE_TRAIL))]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event of a ticket, and what it changed."""

    step: int
    line: TrailLine
    changed: tuple[Changed, ...]


def router(desk: Shown) -> APIRouter:
    """The page of a ticket's history."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/tickets/{ref}/history")
    def history(
        ref: str,
        request: Request,
        viewer: SEES_TRAIL,
        at: str | None = None,
        step: int | None = None,
    ) -> HTMLResponse:
        desk.catch_up(request)
        row = found(desk, ref, viewer, None)
        events = desk.log.history(row.ticket, until=row.version)
        moment = desk.moment(at) if step is None else after_step(events, step)
        stood_row = row if moment is None else found(desk, ref, viewer, moment)
        lines = list(history_lines(desk, events, moment))
        shown = sum(not each.line.ahead for each in lines)
        return desk.page(
            request, viewer, "history.html", at=moment, row=row, then_row=stood_row, lines=lines,
            facts=stood(desk, stood_row, moment), step=shown, last=lines[shown - 1],
            marks=columns([1] * len(lines), until=shown),
            fresh={each.fact for each in lines[shown - 1].changed} if moment is not None else set(),
            subject=desk.title(row),
        )  # fmt: skip

    return routes


def after_step(events: Sequence[Recorded[Any]], step: int) -> At:
    """The position of the ticket's event of that number; now for the last.

    Raises `StepIsMalformed`.
    """
    if not 1 <= step <= len(events):
        raise StepIsMalformed(f"step={step} is no event of it; expected 1 to {len(events)}")
    return None if step == len(events) else events[step - 1].position


def history_lines(desk: Shown, events: Sequence[Recorded[Any]], at: At) -> Iterator[HistoryLine]:
    """A ticket's events in the order of the log; those after the moment are marked as ahead."""
    row: TicketRow | None = None
    before: dict[str, str] = {}
    for step, event in enumerate(events, 1):
        row = row if isinstance(event.event, Unreadable) else evolve(row, event)
        after = stood(desk, row, event.position) if row else {}
        ahead = not known(event.position, event.at, at)
        yield HistoryLine(step, lined(desk, event, ahead=ahead), changes(before, after))
        before = after

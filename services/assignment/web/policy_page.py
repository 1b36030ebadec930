"""The page of the policy: the rulebook on one screen, each figure in its sentence, what a change would do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from services.assignment import rulebook
from services.assignment.carrying_out.hands import Hands
from services.assignment.policy.agreement import agreement
from services.assignment.policy.candidate import PolicyIsMalformed
from services.assignment.policy.previewing import Preview
from services.assignment.ruling.kinds import Rule
from services.assignment.shadow.service import Shadows
from services.assignment.web import shadow
from shared.clock import fresh_id
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.policy.wording import FigureIsUnreadable, document, sections
from shared.web.asking import route_needs
from shared.web.forms import Sent

InShell = Callable[..., HTMLResponse]
"""Renders a page in the desk's shell: request, viewer, template, `status`, and what it shows."""
SEES = Annotated[Viewer, Depends(route_needs(Action.SEE_POLICY))]
SETS = Annotated[Viewer, Depends(route_needs(Action.SET_POLICY))]
LAST_ROUNDS = 20
"""Rounds that a page decides again; a command may ask for more."""


class PreviewPolicy(BaseModel):
    """Ask what a change of the policy would have done; nothing is changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    policy: dict[str, Any] = Field(description="The whole document, or only what changes.")
    last: int = Field(LAST_ROUNDS, ge=0, le=200, description="Recorded rounds to decide again.")


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some rules of the rulebook that are asked together."""

    title: str
    rules: tuple[Rule, ...]


CHAPTERS = (
    Chapter("First: what may not be", rulebook.BANS),
    Chapter("Second and third: what comes before all minutes", (rulebook.BREACH, rulebook.CAP)),
    Chapter(
        "Last: minutes of somebody's time, in which all else is weighed",
        (rulebook.WAITING, *rulebook.PRICES, *rulebook.CURVES),
    ),
    Chapter("What belongs together", rulebook.SIDES),
)


class PolicyPage:
    """What the page shows."""

    def __init__(self, hands: Hands, shadows: Shadows, in_shell: InShell) -> None:
        self.hands, self.shadows, self.in_shell = hands, shadows, in_shell

    def show(
        self,
        request: Request,
        viewer: Viewer,
        *,
        typed: dict[str, str] | None = None,
        preview: Preview | None = None,
        wrong: str | None = None,
        done: bool | None = None,
    ) -> HTMLResponse:
        """The policy in force; with what somebody typed in place of its figures, if they did.

        `done`: whether somebody has just changed it, or found that it says so already.
        """
        agreed = agreement(self.hands.assignment.log)
        words = typed or {}
        return self.in_shell(
            request, viewer, "policy.html", status=422 if wrong else 200,
            sections=[
                (each, [(line, words.get(line.path, line.figure)) for line in each.lines])
                for each in sections(agreed.policy)
            ],
            chapters=CHAPTERS, agreed=agreed, rules=rulebook.digest(), preview=preview, wrong=wrong,
            done=done,
            by=self.hands.name_of(agreed.by) if agreed.by else None,
            why=self.hands.directory.open(agreed.reason) if agreed.reason else "",
            reason=words.get("reason", ""), may_set=viewer.may(Action.SET_POLICY),
            key=fresh_id(self.hands.assignment.chance),
            **shadow.part(self.shadows, viewer),
        )  # fmt: skip

    def refused(
        self, request: Request, viewer: Viewer, typed: dict[str, str], wrong: str
    ) -> HTMLResponse:
        """The page with what somebody typed, and why nothing came of it."""
        return self.show(request, viewer, typed=typed, wrong=wrong)

    def previewed(self, request: Request, viewer: Viewer, typed: dict[str, str]) -> HTMLResponse:
        """The page with what the change would have done, or with what cannot be read of it."""
        try:
            figures = {path: text for path, text in typed.items() if path != "reason"}
            preview = self.hands.preview(document(figures), last=LAST_ROUNDS)
        except (FigureIsUnreadable, PolicyIsMalformed) as refused:
            return self.show(request, viewer, typed=typed, wrong=str(refused))
        return self.show(request, viewer, typed=typed, preview=preview)


def router(hands: Hands, shadows: Shadows, in_shell: InShell) -> APIRouter:
    """The page, previews by form and as JSON, and the shadow; agreeing is a request to intake."""
    routes = APIRouter()
    page = PolicyPage(hands, shadows, in_shell)
    routes.routes += shadow.router(shadows, page.refused).routes

    @routes.get("/policy", include_in_schema=False)
    def policy(request: Request, viewer: SEES, agreed: bool | None = None) -> HTMLResponse:
        return page.show(request, viewer, done=agreed)

    @routes.post("/policy/preview", include_in_schema=False)
    def preview(request: Request, viewer: SETS, form: Sent) -> HTMLResponse:
        return page.previewed(request, viewer, form.words)

    @routes.post("/api/v1/policy/preview", tags=["assignment"])
    def preview_json(body: PreviewPolicy, viewer: SETS) -> Response:
        """What a change of the policy would have made of the last rounds, and of what waits now."""
        told = hands.preview(body.policy, last=body.last)
        return Response(msgspec.json.encode(told), media_type="application/json")

    return routes

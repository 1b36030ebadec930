"""What every page needs: the views at a moment, names, opened words, and who is looking."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from services.projections.catalogue import Views
from services.projections.follow import Follower
from services.projections.rows.lines import At
from services.projections.views.queue import query as queues
from shared.clock import Clock
from shared.eventlog.port import EventLog, Refusal
from shared.pages.render import Renderer
from shared.pages.words import day_and_time
from shared.people.directory import Directory
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.sealing.port import Seals
from shared.vocabulary.identity import Personal, TicketId
from shared.vocabulary.words import Role
from shared.web.html import theme_of
from shared.web.versions import POSITION, position_awaited

LONGEST_WAIT = 1.0


class MomentIsMalformed(Refusal):
    """`at` is a position in the log or a moment."""


@dataclass
class Shown:
    """One desk as it is shown."""

    log: EventLog
    views: Views
    follower: Follower
    directory: Directory
    seals: Seals
    clock: Clock
    renderer: Renderer
    closing: threading.Event
    """Set when the desk closes, so that nobody is kept waiting for news."""
    why: Callable[[TicketId], Any]
    """The recorded reasons for a ticket's owner; None where there are none."""

    def open(self, sealed: Personal | None) -> str:
        """Words a page may show."""
        return self.seals.open(sealed) if sealed else ""

    def name(self, who: str | None) -> str:
        """What people call somebody."""
        return self.directory.name_of(who) if who else ""

    def page(
        self, request: Request, viewer: Viewer, template: str, *, status: int = 200, **more: Any
    ) -> HTMLResponse:
        """A page in the shell, with a position that everything on it shows."""
        position = self.follower.position()
        content = self.renderer.page(
            template,
            viewer=seen_as(viewer, self.name(viewer.person)),
            counts=queues.counts(self.views.queue, viewer.person),
            here=str(request.url.path),
            theme=theme_of(request),
            position=position,
            now=self.clock.now(),
            **more,
        )
        headers = {POSITION: str(position), "Cache-Control": "private, no-store"}
        return HTMLResponse(content, status, headers=headers)

    def catch_up(self, request: Request) -> None:
        """Wait until the views show what this visitor just did."""
        self.directory.up_to_date()
        awaited = position_awaited(request)
        if awaited:
            self.follower.wait_for(min(awaited, self.log.head()), LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class Seen:
    """A visitor as the shell speaks to them."""

    name: str
    role: str
    is_agent: bool
    is_staff: bool
    reviews: bool
    asks: bool
    may_raise: bool
    may_give: bool
    may_work: bool


def seen_as(viewer: Viewer, name: str) -> Seen:
    """What the visitor may reach."""
    roles = viewer.roles
    return Seen(
        name=name,
        role=", ".join(sorted(role.value for role in roles)) or "no role",
        is_agent=Role.AGENT in roles,
        is_staff=viewer.may(Action.SEE_ALL),
        reviews=viewer.may(Action.SEE_SUPERVISION),
        asks=Role.REQUESTER in roles,
        may_raise=viewer.may(Action.RAISE),
        may_give=viewer.may(Action.GIVE),
        may_work=viewer.may(Action.WORK),
    )


def moment_of(text: str | None) -> At:
    """`at` as a position or a time; None for now. Raises `MomentIsMalformed`."""
    if not text:
        return None
    if text.isdigit():
        return int(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MomentIsMalformed(
            f"at={text[:40]!r} is no moment; expected a position such as 1200 or a time such as "
            "2026-11-19T11:06"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def in_words(at: At) -> str:
    """The moment as a page says it; nothing for now."""
    if at is None:
        return ""
    if isinstance(at, int):
        return f"as it was known at event {at:,}"
    return f"as it had come by {day_and_time(at)} UTC"

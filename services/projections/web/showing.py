"""What every page needs: the views at a moment, names, opened words, and who is looking."""

import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from fastapi import Request
from fastapi.responses import HTMLResponse

from services.projections.catalogue import Views
from services.projections.fairness.figures import Fairness, fairness
from services.projections.follow import Follower
from services.projections.moments import MomentIsAhead, moment_of
from services.projections.recall import Recall
from services.projections.views.queue import query as queues
from services.projections.views.queue.row import QueueRow
from services.projections.views.ticket.row import TicketRow
from services.projections.views.work import query as work
from services.projections.views.work.query import Supervision
from services.projections.web.travel import travel
from shared.clock import Clock
from shared.eventlog.moment import At
from shared.eventlog.port import EventLog
from shared.pages.render import Renderer
from shared.people.directory import Directory
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.identity import Personal, PersonId, TeamId, TicketId
from shared.vocabulary.words import Role
from shared.web.html import theme_of
from shared.web.versions import POSITION, position_awaited

T = TypeVar("T")
LONGEST_WAIT = 1.0
WORTH_TELLING = 500
"""Events that a page may lack without a word: a moment's work of a busy desk."""


class Reasons(Protocol):
    """Whoever decides, asked why; what it answers is told by its own sentences."""

    def why_if_any(self, ticket: TicketId, at: At = None) -> Any:
        """The recorded reasons for a ticket's owner at a moment; None where there are none."""

    def why_not(self, ticket: TicketId, agent: PersonId) -> Any:
        """Exactly why a certain agent did not get it."""

    def why_nobody(self, ticket: TicketId) -> Any:
        """Everybody with what keeps them from a waiting ticket, and what opens first."""

    def as_things_stand(self) -> Mapping[TicketId, Any]:
        """By waiting ticket: who would get it by the last plan, in words; never a deal."""

    def certain(self, round_id: str) -> str:
        """How good a recorded round is known to be by now."""

    def rules_in_words(self) -> dict[str, str]:
        """Every rule's first sentence, by its name."""


@dataclass
class Shown:
    """One desk as it is shown."""

    log: EventLog
    views: Views
    follower: Follower
    directory: Directory
    clock: Clock
    renderer: Renderer
    closing: threading.Event
    """Set when the desk closes, so that nobody is kept waiting for news."""
    reasons: Reasons
    line: Callable[[TeamId, PersonId], Sequence[Any]]
    """What somebody may pull of a team's tickets now, the first first."""

    def open(self, sealed: Personal | None) -> str:
        """Words a page may show."""
        return self.directory.open(sealed) if sealed else ""

    def title(self, row: QueueRow | TicketRow) -> str:
        """What a ticket is about, or else what its source or this desk calls it."""
        return self.open(row.subject) or row.source_key or f"Ticket {row.number}"

    def name(self, who: str | None) -> str:
        """What people call somebody."""
        return self.directory.name_of(who) if who else ""

    def moment(self, text: str | None) -> At:
        """`at` as a position or a time; None for now.

        Raises `MomentIsMalformed`, and `MomentIsAhead` for a position the log has not reached.
        """
        at = moment_of(text)
        if isinstance(at, int) and at > self.log.head():
            raise MomentIsAhead(
                f"at={at} is ahead of the newest event, {self.log.head()}; name that or one before"
            )
        if isinstance(at, datetime) and at > (now := self.clock.now()):
            raise MomentIsAhead(
                f"at={text} has not come yet; it is {now:%Y-%m-%dT%H:%M}Z, name that or one before"
            )
        return at

    def clock_at(self, at: At) -> datetime:
        """What the clock showed at the moment; promises and ages are judged by it."""
        if isinstance(at, datetime):
            return at
        told = self.log.read(after=at - 1, limit=1, until=at) if at else []
        return told[0].at if told else self.clock.now()

    def as_things_stand(self, viewer: Viewer, at: At) -> Mapping[TicketId, Any]:
        """Who would get what waits; nothing of the past, and to those only who may see reasons."""
        may = at is None and viewer.may(Action.SEE_REASONS)
        return self.reasons.as_things_stand() if may else {}

    def page(
        self,
        request: Request,
        viewer: Viewer,
        template: str,
        *,
        status: int = 200,
        at: At = None,
        **more: Any,
    ) -> HTMLResponse:
        """A page in the shell, with a position that everything on it shows, or as of a moment."""
        position, clock = self.follower.position(), self.clock_at(at)
        place = travel(request, at, clock)
        content = self.renderer.page(
            template,
            viewer=seen_as(viewer, self.name(viewer.person)),
            counts=self.counts(viewer.person, at),
            here=str(request.url.path),
            place=place_of(request),
            behind=self.behind(position) if at is None else 0,
            theme=theme_of(request),
            position=position,
            now=clock,
            travel=place,
            then=place.then,
            tough_from=self.directory.agreed.at(at).work.tough_from,
            **more,
        )
        headers = {POSITION: str(position), "Cache-Control": "private, no-store"}
        return HTMLResponse(content, status, headers=headers)

    def behind(self, position: int) -> int:
        """How many events a page lacks that shows what is up to the position; 0 for a few."""
        lacking = self.log.head() - position
        return lacking if lacking > WORTH_TELLING else 0

    def counts(self, person: PersonId | None, at: At) -> dict[str, int]:
        """How many tickets are open, nobody's, and in a person's hands."""
        return self.once(
            ("counts", person), at, lambda: queues.counts(self.views.queue, person, at=at)
        )

    def team_numbers(self, at: At) -> dict[TeamId | None, int]:
        """How many open tickets each team has."""
        return self.once("teams", at, lambda: queues.of_teams(self.views.queue, at=at))

    def once(self, question: Hashable, at: At, look: Callable[[], T]) -> T:
        """What is found as of a moment of the past, looked for once; of now it is looked for always."""
        return look() if at is None else self.recall.of(question, at, look)

    def supervision(self, request: Request, at: At) -> Supervision:
        """How evenly the work is shared; as of now at most a second old."""
        return self.recall.of(
            "supervision",
            at,
            lambda: work.supervision(
                self.views.work, now=self.clock_at(at), at=at, one=self.directory.linked.one
            ),
            at_least=position_awaited(request),
        )

    def fairness(self, request: Request, at: At) -> Fairness:
        """Forecasts, thin pools, burdens and conduct; as of now at most a second old."""
        return self.recall.of(
            "fairness",
            at,
            lambda: fairness(
                self.views, now=self.clock_at(at), at=at, one=self.directory.linked.one
            ),
            at_least=position_awaited(request),
        )

    @property
    def recall(self) -> Recall:
        """What was found before."""
        return self.follower.recall

    def catch_up(self, request: Request) -> None:
        """Wait until the views show what this visitor just did."""
        self.directory.up_to_date()
        awaited = position_awaited(request)
        if awaited:
            self.follower.wait_for(min(awaited, self.log.head()), LONGEST_WAIT)


def place_of(request: Request) -> str:
    """Which way of the menu led here: the address, with whose tickets where only some are shown."""
    owner = request.query_params.get("owner")
    return f"{request.url.path}?owner={owner}" if owner else str(request.url.path)


@dataclass(frozen=True, slots=True)
class Seen:
    """A visitor as the shell speaks to them."""

    person: PersonId
    name: str
    role: str
    is_agent: bool
    is_staff: bool
    reviews: bool
    asks: bool
    may_raise: bool
    may_give: bool
    may_work: bool
    may_steer: bool
    may_set_giving: bool


def seen_as(viewer: Viewer, name: str) -> Seen:
    """What the visitor may reach."""
    roles = viewer.roles
    return Seen(
        person=viewer.person,
        name=name,
        role=", ".join(sorted(role.value for role in roles)) or "no role",
        is_agent=Role.AGENT in roles,
        is_staff=viewer.may(Action.SEE_ALL),
        reviews=viewer.may(Action.SEE_SUPERVISION),
        asks=Role.REQUESTER in roles,
        may_raise=viewer.may(Action.RAISE),
        may_give=viewer.may(Action.GIVE),
        may_work=viewer.may(Action.WORK),
        may_steer=viewer.may(Action.STEER),
        may_set_giving=viewer.may(Action.SET_GIVING),
    )

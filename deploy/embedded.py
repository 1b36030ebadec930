"""The whole desk in one process: its routes, and the threads that follow its log."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import structlog
from fastapi import APIRouter, Depends, FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from deploy.desk import Desk
from services.assignment.watch import Watch
from services.assignment.web.routes import TEMPLATES as ASSIGNMENT_TEMPLATES
from services.assignment.web.routes import router as hands_routes
from services.intake.web.routes import TEMPLATES as INTAKE_TEMPLATES
from services.intake.web.routes import router as intake_routes
from services.projections.catalogue import Views, open_views
from services.projections.follow import Follower
from services.projections.web.routes import TEMPLATES
from services.projections.web.routes import router as view_routes
from services.projections.web.showing import Shown
from shared.pages.render import Renderer
from shared.pages.static import Static
from shared.people.policy_table import Action
from shared.web import health
from shared.web.application import application
from shared.web.asking import route_needs
from shared.web.html import TEMPLATES as WEB_TEMPLATES
from shared.web.since import Since

trail = structlog.get_logger(__name__)
LONGEST_LAG = 20_000
"""Events a part may be behind before the desk says that it is not ready."""


class Part(Protocol):
    """What follows the log in a thread of its own."""

    @property
    def trouble(self) -> str | None:
        """Why it rests for a while; None while all is well."""

    def position(self) -> int:
        """How far it has come in the log."""

    def run(self, stop: threading.Event) -> None:
        """Until told to stop."""


class Running:
    """A desk whose threads follow its log until they are told to stop."""

    def __init__(self, desk: Desk, load_the_rest: Callable[[], None]) -> None:
        self.desk = desk
        self.views: Views = open_views(desk.settings.views, desk.at_hand.log)
        self.follower = Follower(desk.at_hand.feed, self.views.all())
        self.stop = threading.Event()
        self.failed: dict[str, str] = {}
        self.watch = Watch(desk.assignment, load_the_rest)
        self.parts: dict[str, Part] = {
            "projections": self.follower,
            "assignment": self.watch,
            "clock": desk.timers,
        }
        self.threads = [self._thread(name, part.run) for name, part in self.parts.items()]

    def start(self) -> None:
        """Begin to follow."""
        for thread in self.threads:
            thread.start()

    def close(self) -> None:
        """Stop following and close the views."""
        self.stop.set()
        for thread in self.threads:
            thread.join(timeout=10)
        self.views.close()

    def not_ready(self) -> list[str]:
        """Why the desk is not ready; nothing where it is."""
        head = self.desk.at_hand.log.head()
        late = {name: head - part.position() for name, part in self.parts.items()}
        lag = [f"{name} is {n} events behind" for name, n in late.items() if n > LONGEST_LAG]
        resting = [
            f"{name} rests: {part.trouble}" for name, part in self.parts.items() if part.trouble
        ]
        return [*(f"{name} stopped: {why}" for name, why in self.failed.items()), *resting, *lag]

    def _thread(self, name: str, run: Callable[[threading.Event], None]) -> threading.Thread:
        def kept() -> None:
            try:
                run(self.stop)
            except Exception as broken:
                self.failed[name] = type(broken).__name__  # its words may speak of people
                trail.exception("a part of the desk stopped", part=name)

        return threading.Thread(target=kept, name=name, daemon=True)


@contextmanager
def running(desk: Desk, load_the_rest: Callable[[], None]) -> Iterator[Running]:
    """The desk with its threads, for as long as the block lasts; `load_the_rest` once it has decided."""
    whole = Running(desk, load_the_rest)
    whole.start()
    try:
        yield whole
    finally:
        whole.close()


def web(whole: Running, files: Static) -> FastAPI:
    """Every route of the desk, over the files that its pages ask for."""
    desk = whole.desk
    renderer = Renderer(files, [TEMPLATES, INTAKE_TEMPLATES, ASSIGNMENT_TEMPLATES, WEB_TEMPLATES])
    shown = Shown(
        log=desk.at_hand.log,
        views=whole.views,
        follower=whole.follower,
        directory=desk.directory,
        clock=desk.clock,
        renderer=renderer,
        closing=whole.stop,
        reasons=desk.hands.answers,
        line=desk.teams.line,
    )
    return application(
        access=desk.access,
        since=Since(desk.at_hand.log, desk.directory),
        renderer=renderer,
        routers=(
            health.router(whole.not_ready),
            metrics(),
            intake_routes(desk.people, desk.access, shown.page),
            hands_routes(desk.hands, desk.teams, desk.shadows, shown.page),
            view_routes(shown),
        ),
    )


def metrics() -> APIRouter:
    """How the desk does, in figures of Prometheus."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/metrics", dependencies=[Depends(route_needs(Action.SEE_METRICS))])
    def told() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return routes

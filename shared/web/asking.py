"""Who is asking, and whether they may: the one door in front of every route.

A route says what it needs with `Depends(route_needs(Action.WORK))`; a test walks all routes and fails
where one does not. A browser's session is a cookie, so what it changes must come from our own pages.
"""

from functools import cache
from urllib.parse import urlsplit

from fastapi import Request

from shared.eventlog.port import Refusal
from shared.people.access import Access
from shared.people.policy_table import ALLOWED, WITHOUT_SIGN_IN, Action
from shared.people.viewer import Viewer
from shared.web.queries import refuse_unknown

COOKIE = "evenhand"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class NotSignedIn(Refusal):
    """Nobody gets anything but health without a session or token."""


class NotAllowed(Refusal):
    """The policy table has no row that lets them."""


class NotFromOurPages(Refusal):
    """Another site's page sent the request with our visitor's cookie."""


class RouteNeeds:
    """What a route asks of its visitor before anything else is looked at."""

    def __init__(self, action: Action) -> None:
        self.action = action

    def __call__(self, request: Request) -> Viewer:
        """The visitor. Raises `NotSignedIn`, `NotAllowed`, `NotFromOurPages` or, of
        the API, `ParameterIsUnknown`."""
        viewer = viewer_of(request)
        if viewer is None:
            raise NotSignedIn(why_nobody(request))
        if not viewer.may(self.action):
            raise NotAllowed(why_not(viewer, self.action))
        refuse_unknown(request)
        return viewer


class OpenRoute:
    """A route for everyone, signed in or not."""

    def __init__(self, action: Action) -> None:
        assert action in WITHOUT_SIGN_IN, f"{action} needs a visitor; use route_needs"
        self.action = action

    def __call__(self, request: Request) -> None:
        """Refuses only what another site's page sent. Raises `NotFromOurPages`."""
        refuse_foreign(request)


@cache
def route_needs(action: Action) -> RouteNeeds:
    """The dependency of a route that only some may use; it gives the route its `Viewer`."""
    return RouteNeeds(action)


@cache
def open_route(action: Action) -> OpenRoute:
    """The dependency of a route that everyone may use."""
    return OpenRoute(action)


def viewer_of(request: Request) -> Viewer | None:
    """Who holds the bearer token or the session; None for nobody. Raises `NotFromOurPages`."""
    access: Access = request.app.state.access
    token = bearer(request)
    if token is not None:
        viewer = access.with_token(token)
    else:
        session = request.cookies.get(COOKIE)
        viewer = access.in_session(session) if session else None
        if viewer:
            refuse_foreign(request)
    request.state.viewer = viewer
    return viewer


def why_not(viewer: Viewer, action: Action) -> str:
    """What keeps the visitor from it: the scopes of their token, or their roles."""
    scope = ALLOWED[action].scope
    if viewer.scopes is not None and scope not in viewer.scopes:
        scopes = ", ".join(sorted(viewer.scopes)) or "nothing"
        return (
            f"this token may not {action}: it is good for {scopes}, and that wants {scope}; make "
            f"another (evenhand token create PERSON --scope {scope})"
        )
    roles = ", ".join(sorted(viewer.roles)) or "none"
    return f"you may not {action} in your role ({roles}); ask a supervisor"


def why_nobody(request: Request) -> str:
    """Why the desk does not know who asks, and what to do."""
    if bearer(request) is not None:
        return (
            "this token lets nobody in: it ended, was revoked or was never made; ask whoever runs "
            "the desk for another (evenhand token create)"
        )
    if request.cookies.get(COOKIE):
        return "your session has ended; ask a supervisor for another sign-in link"
    return "nobody is signed in; open your sign-in link or send a bearer token"


def bearer(request: Request) -> str | None:
    """The token of the Authorization header, if it holds one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def refuse_foreign(request: Request) -> None:
    """Refuse a change that does not come from our own pages. Raises `NotFromOurPages`."""
    if request.method in SAFE or bearer(request) is not None or is_our_own(request):
        return
    raise NotFromOurPages(
        "the request did not come from a page of this desk, as a browser would say; open the desk "
        "in a browser and try again there, or send a bearer token from a program"
    )


def is_our_own(request: Request) -> bool:
    """Whether the browser says that one of our pages sent it; older ones only tell the origin."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host")

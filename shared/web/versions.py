"""Versions and positions in HTTP: what a visitor has seen, and where what they did can be seen."""

import re
from typing import Protocol

from fastapi import Request, Response

from shared.eventlog.port import Refusal, RequestIsUnclear

POSITION = "Evenhand-Position"
TAKES_IF_MATCH = {"parameters": [{"$ref": "#/components/parameters/IfMatch"}]}
"""For the description of a route whose address does not show that what it changes has versions."""
POSITION_COOKIE = "evenhand-position"
POSITION_LASTS_SECONDS = 60
"""Views are behind by milliseconds; after a minute nobody need wait for them any more."""
MATCH = re.compile(r'\s*(?:W/)?"v(\d{1,18})"\s*')


class VersionIsMalformed(RequestIsUnclear):
    """If-Match names a version as this desk writes it."""


class VersionIsMissing(Refusal):
    """A whole document is only replaced by someone who says which version they saw."""


class Answered(Protocol):
    """What an answer tells of version and position."""

    @property
    def version(self) -> int: ...

    @property
    def position(self) -> int: ...


def etag(version: int) -> str:
    """A version as an entity tag."""
    return f'"v{version}"'


def version_seen(request: Request, *, field: str | None = None) -> int | None:
    """The version in If-Match or in a form's hidden field; None where any will do.

    Raises `VersionIsMalformed`."""
    text = request.headers.get("if-match") or (f'"v{field}"' if field else None)
    if text is None or text.strip() == "*":
        return None
    found = MATCH.fullmatch(text)
    if not found:
        raise VersionIsMalformed(f'If-Match {text[:40]!r} is no version; expected one like "v17"')
    request.state.version_seen = int(found[1])
    return int(found[1])


def version_required(request: Request) -> int:
    """The version in If-Match. Raises `VersionIsMissing`."""
    seen = version_seen(request)
    if seen is None:
        raise VersionIsMissing(
            'this replaces a whole document; send If-Match with the version you saw, such as "v17"'
        )
    return seen


def stamp(response: Response, answer: Answered) -> None:
    """Tell version and position; a browser brings the position along to the next page."""
    response.headers["ETag"] = etag(answer.version)
    response.headers[POSITION] = str(answer.position)
    response.set_cookie(
        POSITION_COOKIE,
        str(answer.position),
        max_age=POSITION_LASTS_SECONDS,
        httponly=True,
        samesite="lax",
    )


def position_awaited(request: Request) -> int:
    """The position a page has to show at least: what its visitor just did; 0 for nothing."""
    told = (request.headers.get(POSITION), request.cookies.get(POSITION_COOKIE))
    return max((int(each) for each in told if each and each.isdigit()), default=0)

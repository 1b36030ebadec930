"""What was refused, and why, as problem+json (RFC 9457) or as a page: one map from refusal to status.

A refusal's text already names the thing, its state and the next step; its class names the type of the
problem. Only what is listed here has a status of its own, every other refusal is a 409.
"""

import inspect
import re
from dataclasses import dataclass, field
from typing import Any

from shared.eventlog.port import (
    LogIsUnavailable,
    Refusal,
    RequestDiffers,
    RequestIsUnclear,
    RequestIsUnderWay,
    ThingIsUnknown,
    VersionConflict,
)
from shared.people.access import LinkIsSpent
from shared.people.passes import AccessIsUnavailable
from shared.sealing.port import KeyIsErased, KeyIsMissing, KeysAreUnavailable
from shared.web.asking import NotAllowed, NotFromOurPages, NotSignedIn
from shared.web.versions import VersionIsMissing

STATUS: dict[type[Exception], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    NotFromOurPages: 403,
    ThingIsUnknown: 404,
    LinkIsSpent: 410,
    RequestDiffers: 422,
    RequestIsUnclear: 422,
    VersionIsMissing: 428,
    KeyIsErased: 409,
    Refusal: 409,
    LogIsUnavailable: 503,
    KeysAreUnavailable: 503,
    KeyIsMissing: 503,
    AccessIsUnavailable: 503,
}
HEADERS: dict[type[Exception], dict[str, str]] = {
    NotSignedIn: {"WWW-Authenticate": "Bearer"},
    RequestIsUnderWay: {"Retry-After": "1"},
    KeysAreUnavailable: {"Retry-After": "5"},
    KeyIsMissing: {"Retry-After": "3600"},
    AccessIsUnavailable: {"Retry-After": "5"},
}
OTHERS = {
    "request-is-malformed": "A field is unknown, missing, or not of its kind; `errors` names each.",
    "body-is-too-large": "The body has more bytes than the longest text can need.",
    "address-is-unknown": "Nothing is served at that address.",
    "method-is-not-allowed": "The address is served, but not by that method.",
    "desk-is-mistaken": "The desk failed in a way nobody foresaw.",
}
"""Problems that are no refusal of ours, and what they mean."""
LONGEST_VALUE = 80
UNNAMED_KIND = "nothing says that the body is JSON; send it with `Content-Type: application/json`"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request was not carried out."""

    status: int
    slug: str
    detail: str
    headers: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    """Members of its own: `errors` names fields, `since` tells what happened meanwhile."""

    @property
    def title(self) -> str:
        """The type in words: `Ticket is resolved`."""
        return titled(self.slug)

    def body(self) -> dict[str, Any]:
        """The members of the JSON document."""
        told = {
            "type": f"/problems/{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        return told | self.extra


def problem_of(refused: Exception, *, version_told: bool = False) -> Problem:
    """The problem a refusal is; a version conflict is a 412 where a version was asked for."""
    kind = type(refused)
    status = next(STATUS[each] for each in kind.__mro__ if each in STATUS)
    if isinstance(refused, VersionConflict) and version_told:
        status = 412
    headers = next((HEADERS[each] for each in kind.__mro__ if each in HEADERS), {})
    if isinstance(refused, LogIsUnavailable):
        headers = {"Retry-After": str(refused.retry_after)}
    return Problem(status, slug_of(kind.__name__), str(refused), headers)


def malformed(errors: list[dict[str, Any]]) -> Problem:
    """The problem of a request whose fields are not as declared."""
    named = [named_error(each) for each in errors]
    fields = ", ".join(dict.fromkeys(each["field"] for each in named))
    detail = f"the request cannot be taken because of {fields}; correct it and send it again"
    return Problem(422, "request-is-malformed", detail, extra={"errors": named})


def named_error(error: Any) -> dict[str, Any]:
    """One field's fault: the field, what was found, what was expected."""
    if error["type"] == "json_invalid":
        place = f"at character {error['loc'][-1]}: {error['ctx']['error']}"
        return {"field": "body", "problem": f"the body is no JSON, {place}", "in": "body"}
    if isinstance(error.get("input"), bytes) and list(error["loc"]) == ["body"]:
        return {"field": "body", "problem": UNNAMED_KIND, "in": "body"}
    path = [str(each) for each in error["loc"]]
    name = ".".join(path[1:]) or path[0]
    named = {"field": name, "problem": error["msg"], "in": path[0]}
    if error["type"] == "extra_forbidden":
        return named | {"problem": f"there is no field {name!r} here; leave it out"}
    found = error.get("input")
    if error["type"] == "missing" or "input" not in error or isinstance(found, dict | list | bytes):
        return named
    return named | {"found": readable(found)}


def readable(found: Any) -> str:
    """A value that was found, cut to a length one can read, without what no text can hold."""
    text = str(found).encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"


def meanings() -> dict[str, str]:
    """What every problem means, by its type: the words of its own class."""
    kinds: set[type[Exception]] = set()
    known: list[type[Exception]] = [Refusal, *STATUS]
    while known:
        kind = known.pop()
        kinds.add(kind)
        known += set(kind.__subclasses__()) - kinds
    told = {slug_of(kind.__name__): inspect.getdoc(kind) or "" for kind in kinds}
    return dict(sorted((OTHERS | told).items()))


def titled(slug: str) -> str:
    """A problem's type in words: `Ticket is resolved`."""
    return slug.replace("-", " ").capitalize()


def slug_of(name: str) -> str:
    """A class name as it stands in a problem's type: `ticket-is-resolved`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()

"""Moments as people and addresses name them."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from shared.eventlog.moment import At
from shared.eventlog.port import RequestIsUnclear
from shared.pages.words import day_and_time


class MomentIsAhead(RequestIsUnclear):
    """The log has not come so far."""


class MomentIsMalformed(RequestIsUnclear):
    """`at` is a position in the log or a moment."""


def moment_of(text: str | None) -> At:
    """`at` as a position or a time (of UTC if it names no zone); None for now.

    Raises `MomentIsMalformed`.
    """
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return int(text[:18])
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MomentIsMalformed(
            f"at={text[:40]!r} is no moment; expected a position such as 1200 or a time such as "
            "2026-11-19T11:06"
        ) from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def in_words(at: At) -> str:
    """The moment as a page says it; nothing for now."""
    if at is None:
        return ""
    if isinstance(at, int):
        return f"as it was known at event {at:,}"
    return f"as it had come by {day_and_time(at)} UTC"


def in_figures(at: At) -> str:
    """The moment as `moment_of` reads it; nothing for now."""
    if at is None:
        return ""
    return str(at) if isinstance(at, int) else at.replace(tzinfo=None).isoformat()


def in_address(address: str, at: At) -> str:
    """The address of a page as of the moment; unchanged for now."""
    if at is None:
        return address
    parts = urlsplit(address)
    query = urlencode([*parse_qsl(parts.query), ("at", in_figures(at))])
    return urlunsplit(parts._replace(query=query))

"""Lists a page at a time: where a page begins, and the address of the next one."""

from collections.abc import Iterable
from urllib.parse import urlencode

from fastapi import Request

from services.projections.views.queue.listings import LATEST
from services.projections.views.queue.row import QueueRow
from shared.eventlog.envelope import as_text
from shared.eventlog.port import RequestIsUnclear

A_PAGE = 50
"""Tickets on a page."""


class PageIsUnclear(RequestIsUnclear):
    """A list goes on after one of its tickets."""


def page_after(text: str | None) -> tuple[str, int] | None:
    """Where the last page ended: `<due>~<number>`. Raises `PageIsUnclear`."""
    if not text:
        return None
    due, _, number = text.rpartition("~")
    if not due or not number.isdigit():
        raise PageIsUnclear(
            f"after={text[:40]!r} names no page; follow the link that the page before gives"
        )
    return due, int(number)


def next_page(request: Request, rows: Iterable[QueueRow]) -> str | None:
    """The address of the next page; none where this one is not full."""
    rows = list(rows)
    if len(rows) < A_PAGE:
        return None
    last = rows[-1]
    due = as_text(last.resolve_by) if last.resolve_by else LATEST
    query = dict(request.query_params) | {"after": f"{due}~{last.number}"}
    return f"{request.url.path}?{urlencode(query)}"

"""How views are told as JSON: words opened, names beside ids, and the position each answer shows."""

from typing import Any

import msgspec
from fastapi import Response

from services.projections.views.queue.listings import LATEST
from services.projections.views.queue.row import QueueRow
from services.projections.web.showing import Shown
from shared.eventlog.envelope import as_text
from shared.web.versions import POSITION


def answer(desk: Shown, content: dict[str, Any]) -> Response:
    """JSON with the position it shows."""
    headers = {POSITION: str(desk.follower.position()), "Cache-Control": "private, no-store"}
    return Response(msgspec.json.encode(content), media_type="application/json", headers=headers)


def cursor(row: QueueRow) -> str:
    """Where the next page begins."""
    due = as_text(row.resolve_by) if row.resolve_by else LATEST
    return f"{due}~{row.number}"


def listed(desk: Shown, row: QueueRow) -> dict[str, Any]:
    """A line of a queue with opened words and names."""
    names = {"requester_name": desk.name(row.requester), "owner_name": desk.name(row.owner)}
    return {
        **msgspec.to_builtins(msgspec.structs.asdict(row)),
        "subject": desk.open(row.subject),
        **names,
    }


def opened(desk: Shown, row: Any) -> dict[str, Any]:
    """A ticket with its sealed words opened."""
    sealed = (
        "subject", "problem", "availability", "contact", "department", "email", "phone",
        "waiting_for", "done",
    )  # fmt: skip
    plain: dict[str, Any] = msgspec.to_builtins(msgspec.structs.asdict(row))
    words = {name: desk.open(getattr(row, name)) for name in sealed}
    return {**plain, **words, "owner_name": desk.name(row.owner), "team_name": desk.name(row.team)}


def step(each: Any) -> dict[str, Any]:
    """One step of a ticket."""
    return {
        "position": each.position, "at": each.at, "who": each.who, "kind": each.kind,
        "words": each.words,
    }  # fmt: skip

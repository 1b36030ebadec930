"""Help-desk conversations (Mendeley btm76zndnt): comments by requester, desk and others; headers beside.

A header tells how the issue stood when it was resolved; who asked is told by the comments alone.
"""

from collections.abc import Iterator

from services.intake.channels.imports.format import (
    Format,
    Instant,
    Row,
    Table,
    named,
    nobody,
    told,
    whole,
    written,
)
from services.intake.channels.imports.statement import TICKET, Phase, Statement

ASKED, OWNS = "reporter", "assignee"
URGENT = "Critical"


def comment(row: Row, instant: Instant) -> Iterator[Statement]:
    """What somebody wrote; whoever writes as the one it is assigned to owns it."""
    author = named("author", row["author"])
    owns = row["author_role"] == OWNS
    yield Statement(
        key=row["issueid"],
        at=told(instant, row, "created"),
        order=row["comment_seq"].rjust(9, "0"),
        kind="comment",
        actor=author,
        owner=author if owns else None,
        owner_said=owns,
        text=written(row["text"]),
        private=row["is_private"] == "1",
    )


def asked(row: Row, instant: Instant) -> Statement | None:
    """Who asked, where the comment is theirs."""
    author = named("author", row["author"])
    if row["author_role"] != ASKED:
        return None
    at = told(instant, row, "created")
    return Statement(key=row["issueid"], at=at, actor=author, requester=author)


def header(row: Row, instant: Instant) -> Iterator[Statement]:
    """How the issue stood in the end."""
    resolved_at = instant(row["issue_resolution_date"])
    closed = row["issue_status"].casefold() == "closed"
    if closed and resolved_at:
        yield Statement(
            key=row["id"], at=resolved_at, counts=False, phase=Phase.CLOSED, resolution="unstated"
        )
    yield Statement(
        key=row["id"],
        at=resolved_at or told(instant, row, "issue_created"),
        kind=TICKET,
        state=nobody(row["issue_status"]),
        phase=Phase.CLOSED if closed else None,
        priority=nobody(row["priority_norm"]),
        resolved_at=resolved_at,
        promise_missed=row["sla_breach"] == "1" if nobody(row["sla_breach"]) else None,
        reassignments=whole(row, "reassignment_count"),
    )


def opened(row: Row, instant: Instant) -> Statement:
    """When the issue was created, and as what."""
    return Statement(
        key=row["id"],
        at=told(instant, row, "issue_created"),
        service=nobody(row["issue_type"]),
        urgent=row["priority_norm"] == URGENT,
    )


CONVERSATIONS = Format(
    tables=(
        Table(
            kind="comment",
            key="issueid",
            needed=(
                "issueid", "comment_seq", "author", "author_role", "created", "is_private", "text",
            ),
            state=comment,
            opening=asked,
        ),
        Table(
            kind=TICKET,
            key="id",
            needed=(
                "id", "issue_created", "issue_resolution_date", "issue_status", "sla_breach",
                "reassignment_count",
            ),
            optional=("issue_type", "priority_norm"),
            state=header,
            opening=opened,
        ),
    )
)  # fmt: skip

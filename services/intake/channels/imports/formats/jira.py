"""Jira: issues, their change log and their comments, each a table of its own; people have one name.

An issue's row tells how it stood when it was exported, so it is told at its last update; how it began is
told at its creation, with the owner that the first change of owner names as the one before.
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
    written,
)
from services.intake.channels.imports.statement import TICKET, Named, Phase, Statement

PHASES = {
    "Open": Phase.OPEN,
    "Reopened": Phase.OPEN,
    "In Progress": Phase.OPEN,
    "Patch Available": Phase.OPEN,
    "Resolved": Phase.RESOLVED,
    "Done": Phase.RESOLVED,
    "Closed": Phase.CLOSED,
}
RESOLUTIONS = {
    "Fixed": "solved",
    "Done": "solved",
    "Implemented": "solved",
    "Duplicate": "duplicate",
    "Cannot Reproduce": "not reproducible",
    "Won't Fix": "out of scope",
    "Not A Problem": "out of scope",
    "Not a Problem": "out of scope",
    "Invalid": "out of scope",
}
URGENT = ("Blocker", "Critical")


def person(name: str) -> Named:
    """People go by one name in every column."""
    return named("person", name)


def issue(row: Row, instant: Instant) -> Iterator[Statement]:
    """How the issue stood when it was exported."""
    yield Statement(
        key=row["key"],
        at=instant(row["updated"]) or told(instant, row, "created"),
        kind=TICKET,
        state=nobody(row["status"]),
        phase=PHASES.get(row["status"], Phase.OPEN),
        owner=person(row["assignee"]),
        owner_said=True,
        priority=nobody(row["priority"]),
        resolution=RESOLUTIONS.get(row["resolution"]),
        resolved_at=instant(row["resolved"]),
    )


def opening(row: Row, instant: Instant) -> Statement:
    """Who reported what, and when."""
    return Statement(
        key=row["key"],
        at=told(instant, row, "created"),
        actor=person(row["reporter"]),
        requester=person(row["reporter"]),
        subject=written(row["summary"]),
        problem=written(row["description"]),
        owner=person(row["assignee"]),
        owner_said=True,
        service=nobody(row["project"]),
        urgent=row["priority"] in URGENT,
    )


def change(row: Row, instant: Instant) -> Iterator[Statement]:
    """One field that somebody changed; a resolution goes before the status of the same change."""
    field = row["field"]
    owner, status, resolution = (field == name for name in ("assignee", "status", "resolution"))
    settles = resolution and not row["frm"] and bool(row["to"])
    phase = PHASES.get(row["to"], Phase.OPEN) if status else None
    history = row["history_id"].rjust(12, "0")
    yield Statement(
        key=row["key"],
        at=told(instant, row, "ts"),
        order=f"{history}/{'0' if settles else '1'}/{row['item'].rjust(4, '0')}",
        kind="change",
        what=field,
        state=nobody(row["to"]) if status else None,
        phase=Phase.RESOLVED if settles else phase,
        actor=person(row["author"]),
        resolver=person(row["author"]) if settles else None,
        owner=person(row["to"]) if owner else None,
        owner_said=owner,
        first_owner=person(row["frm"]) if owner else None,
        first_owner_said=owner,
        priority=nobody(row["to"]) if field == "priority" else None,
        resolution=RESOLUTIONS.get(row["to"]) if resolution else None,
        seconds=spent(row) if field == "timespent" else None,
        before=row["frm"] or None,
        after=row["to"] or None,
    )


def spent(row: Row) -> int | None:
    """Seconds added to the time spent; taking some away again is no work."""
    before, after = (int(row[side] or 0) for side in ("frm", "to"))
    return after - before if after > before else None


def comment(row: Row, instant: Instant) -> Iterator[Statement]:
    """What somebody wrote for all to read."""
    yield Statement(
        key=row["key"],
        at=told(instant, row, "ts"),
        order=row["comment_id"].rjust(12, "0"),
        kind="comment",
        actor=person(row["author"]),
        text=written(row["body"]),
    )


JIRA = Format(
    tables=(
        Table(
            kind=TICKET,
            key="key",
            needed=(
                "key", "priority", "status", "resolution", "reporter", "assignee", "created",
                "updated", "resolved",
            ),
            optional=("project", "summary", "description"),
            state=issue,
            opening=opening,
        ),
        Table(
            kind="change",
            key="key",
            needed=("key", "ts", "history_id", "item", "author", "field", "frm", "to"),
            state=change,
        ),
        Table(
            kind="comment",
            key="key",
            needed=("key", "comment_id", "ts", "author", "body"),
            state=comment,
        ),
    )
)  # fmt: skip

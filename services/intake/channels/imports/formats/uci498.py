"""ServiceNow incidents as published by UCI (no. 498): one row for each update, day-first local times.

People are named differently in three columns (assigned to, updated by, resolved by); they stay apart.
"""

from collections.abc import Iterator
from functools import lru_cache

from services.intake.channels.imports.reading import Reading, Row, instant, named, nobody, stated
from services.intake.channels.imports.statement import Phase, Statement

NEEDED = (
    "number", "incident_state", "sys_updated_at", "sys_updated_by", "opened_at", "caller_id",
    "assigned_to", "assignment_group", "resolved_by", "resolved_at", "closed_at", "made_sla",
    "reassignment_count", "reopen_count", "priority", "category",
)  # fmt: skip
FORM = "%d/%m/%Y %H:%M"
PHASES = {
    "New": (Phase.OPEN, None),
    "Active": (Phase.OPEN, None),
    "Awaiting User Info": (Phase.WAITING, "requester"),
    "Awaiting Vendor": (Phase.WAITING, "vendor"),
    "Awaiting Problem": (Phase.WAITING, "problem"),
    "Awaiting Evidence": (Phase.WAITING, "evidence"),
    "Resolved": (Phase.RESOLVED, None),
    "Closed": (Phase.CLOSED, None),
}


def read(reading: Reading) -> Iterator[Statement]:
    """The statements of the file: when each incident was opened, then every row."""
    seen: set[str] = set()

    @lru_cache(maxsize=65_536)
    def moment(text: str) -> str | None:
        return instant(text, reading.zone, FORM) if nobody(text) else None

    def state(line: int, row: Row) -> Iterator[Statement]:
        at = moment(row["sys_updated_at"])
        if not at or not nobody(row["number"]):
            raise ValueError("sys_updated_at or number is empty")
        if row["number"] not in seen:
            seen.add(row["number"])
            yield opening(line, row, min(moment(row["opened_at"]) or at, at))
        phase, waiting_on = PHASES.get(row["incident_state"], (None, None))
        yield Statement(
            key=row["number"], at=at, line=line, state=row["incident_state"], phase=phase,
            waiting_on=waiting_on, actor=named("sys_updated_by", row["sys_updated_by"]),
            owner=named("assigned_to", row["assigned_to"]), owner_said=True,
            team=named("assignment_group", row["assignment_group"]),
            resolver=named("resolved_by", row["resolved_by"]), priority=nobody(row["priority"]),
            resolved_at=moment(row["resolved_at"]), closed_at=moment(row["closed_at"]),
            promise_missed=row["made_sla"] == "false",
            reassignments=int(row["reassignment_count"]), reopenings=int(row["reopen_count"]),
            content="\x1f".join(row.values()),
        )  # fmt: skip

    return stated(reading, NEEDED, state)


def opening(line: int, row: Row, at: str) -> Statement:
    """What the first row tells of the moment the incident was opened."""
    return Statement(
        key=row["number"], at=at, line=line, counts=False, requester=named("caller_id", row["caller_id"]),
        service=nobody(row["category"]), actor=named("opened_by", row.get("opened_by", "")),
        urgent=row["priority"][:1] in ("1", "2"), content="opened",
    )  # fmt: skip

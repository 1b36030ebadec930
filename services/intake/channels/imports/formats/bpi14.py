"""Rabobank incidents (BPI Challenge 2014): a table of incidents, and one of activities by group; no people.

What the table of incidents says was known when the incident was closed, so it is told at that moment;
only how the incident began is told at its opening.
"""

from collections.abc import Iterator

from services.intake.channels.imports.format import (
    Format,
    Instant,
    Row,
    Table,
    hours,
    named,
    nobody,
    told,
    whole,
)
from services.intake.channels.imports.statement import TICKET, Phase, Statement

PHASES = {
    "Open": (Phase.NEW, None),
    "Assignment": (Phase.OPEN, None),
    "Reassignment": (Phase.OPEN, None),
    "Reopen": (Phase.OPEN, None),
    "Pending vendor": (Phase.WAITING, "vendor"),
    "Resolved": (Phase.RESOLVED, None),
    "Closed": (Phase.CLOSED, None),
}
"""Activities that say how the incident stands; the others only say that somebody was at it."""
URGENT = ("1", "2")


def activity(row: Row, instant: Instant) -> Iterator[Statement]:
    """One activity of a group."""
    kind = row["incident_activity_type"]
    phase, waiting_on = PHASES.get(kind, (None, None))
    yield Statement(
        key=row["incident_id"],
        at=told(instant, row, "data_stamp"),
        order=row["incident_activity_number"],
        kind="activity",
        state=nobody(kind),
        phase=phase,
        waiting_on=waiting_on,
        team=named("assignment_group", row["assignment_group"]),
    )


def incident(row: Row, instant: Instant) -> Iterator[Statement]:
    """How the incident stood in the end, and when it was resolved."""
    resolved_at, closed_at = instant(row["resolved_time"]), instant(row["close_time"])
    for at, phase in ((resolved_at, Phase.RESOLVED), (closed_at, Phase.CLOSED)):
        if at:
            yield Statement(key=row["incident_id"], at=at, counts=False, phase=phase)
    yield Statement(
        key=row["incident_id"],
        at=closed_at or resolved_at or told(instant, row, "open_time"),
        kind=TICKET,
        state=nobody(row["status"]),
        phase=Phase.CLOSED if closed_at else None,
        priority=nobody(row["priority"]),
        resolved_at=resolved_at,
        closed_at=closed_at,
        reassignments=whole(row, "x_reassignments"),
        reopenings=int(instant(row["reopen_time"]) is not None),
        seconds=hours(row, "handle_time_hours"),
    )


def opening(row: Row, instant: Instant) -> Statement:
    """When the incident was opened, and about what."""
    return Statement(
        key=row["incident_id"],
        at=told(instant, row, "open_time"),
        service=nobody(row["service_component_wbs_aff"]),
        urgent=row["priority"].startswith(URGENT),
    )


BPI14 = Format(
    tables=(
        Table(
            kind=TICKET,
            key="incident_id",
            needed=(
                "incident_id", "status", "priority", "open_time", "reopen_time", "resolved_time",
                "close_time", "x_reassignments",
            ),
            optional=("handle_time_hours", "service_component_wbs_aff"),
            state=incident,
            opening=opening,
        ),
        Table(
            kind="activity",
            key="incident_id",
            needed=(
                "incident_id", "data_stamp", "incident_activity_number", "incident_activity_type",
                "assignment_group",
            ),
            state=activity,
        ),
    )
)  # fmt: skip

"""ServiceNow incidents as published by UCI (no. 498): one row for each update, day-first local times.

People are named differently in three columns (assigned to, updated by, resolved by); they stay apart.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from services.intake.channels.imports.format import (
    Format,
    Instant,
    Row,
    Table,
    named,
    nobody,
    told,
    whole,
)
from services.intake.channels.imports.sources import system_accounts
from services.intake.channels.imports.statement import Phase, Statement

DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2})")
PHASES = {
    "New": (Phase.NEW, None),
    "Active": (Phase.OPEN, None),
    "Awaiting User Info": (Phase.WAITING, "requester"),
    "Awaiting Vendor": (Phase.WAITING, "vendor"),
    "Awaiting Problem": (Phase.WAITING, "problem"),
    "Awaiting Evidence": (Phase.WAITING, "evidence"),
    "Resolved": (Phase.RESOLVED, None),
    "Closed": (Phase.CLOSED, None),
}
URGENT = ("1", "2")
"""How the priorities begin that say a requester cannot wait."""


def day_first(text: str) -> datetime:
    """A time such as `24/4/2016 0:25`."""
    found = DAY_FIRST.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no time; expected day/month/year hour:minute")
    day, month, year, hour, minute = map(int, found.groups())
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001


def state(row: Row, instant: Instant) -> Iterator[Statement]:
    """One update: where the incident stood after it."""
    phase, waiting_on = PHASES.get(row["incident_state"], (None, None))
    yield Statement(
        key=row["number"],
        at=told(instant, row, "sys_updated_at"),
        state=nobody(row["incident_state"]),
        phase=phase,
        waiting_on=waiting_on,
        actor=named("sys_updated_by", row["sys_updated_by"]),
        owner=named("assigned_to", row["assigned_to"]),
        owner_said=True,
        team=named("assignment_group", row["assignment_group"]),
        resolver=named("resolved_by", row["resolved_by"]),
        priority=nobody(row["priority"]),
        resolved_at=instant(row["resolved_at"]),
        closed_at=instant(row["closed_at"]),
        promise_missed=row["made_sla"] == "false",
        reassignments=whole(row, "reassignment_count"),
        reopenings=whole(row, "reopen_count"),
    )


def opening(row: Row, instant: Instant) -> Statement:
    """How the incident began: who called, when and about what."""
    return Statement(
        key=row["number"],
        at=instant(row["opened_at"]) or told(instant, row, "sys_updated_at"),
        requester=named("caller_id", row["caller_id"]),
        actor=named("opened_by", row["opened_by"]),
        service=nobody(row["category"]),
        urgent=row["priority"].startswith(URGENT),
    )


UCI498 = Format(
    tables=(
        Table(
            kind="row",
            key="number",
            needed=(
                "number", "incident_state", "sys_updated_at", "sys_updated_by", "sys_mod_count",
                "opened_at", "caller_id", "assigned_to", "assignment_group", "resolved_by",
                "resolved_at", "closed_at", "made_sla", "reassignment_count", "reopen_count",
                "priority", "category",
            ),
            optional=("opened_by",),
            state=state,
            opening=opening,
        ),
    ),
    moment=day_first,
    system=system_accounts("uci498"),
)  # fmt: skip

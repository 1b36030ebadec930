"""Volvo IT problems (BPI Challenge 2013): one row for each change of status, owners by first name.

First names are not unique, so an owner is the name with the country. Where no support team is named the
organisation line stands for it.
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
)
from services.intake.channels.imports.statement import Phase, Statement

PHASES = {
    "Completed/Closed": (Phase.CLOSED, None),
    "Completed/Cancelled": (Phase.CLOSED, None),
    "Completed/Resolved": (Phase.RESOLVED, None),
    "Accepted/Wait": (Phase.WAITING, "vendor"),
    "Accepted/Wait - User": (Phase.WAITING, "requester"),
    "Accepted/Wait - Vendor": (Phase.WAITING, "vendor"),
}


def state(row: Row, instant: Instant) -> Iterator[Statement]:
    """One change of status; whoever owns the problem made it."""
    status = f"{row['status']}/{row['sub_status']}"
    phase, waiting_on = PHASES.get(status, (Phase.OPEN, None))
    owner = nobody(row["owner"])
    person = named("owner", f"{owner}@{row['owner_country']}") if owner else None
    yield Statement(
        key=row["case_id"],
        at=told(instant, row, "ts"),
        order=row["seq"].rjust(9, "0"),
        state=status,
        phase=phase,
        waiting_on=waiting_on,
        actor=person,
        owner=person,
        owner_said=True,
        team=named("support_team", row["support_team"]) or named("org_line", row["org_line"]),
        priority=nobody(row["impact"]),
        service=nobody(row["product"]),
    )


BPI13 = Format(
    tables=(
        Table(
            kind="row",
            key="case_id",
            needed=(
                "case_id", "ts", "status", "sub_status", "owner", "owner_country", "support_team",
                "org_line",
            ),
            optional=("seq", "impact", "product"),
            state=state,
        ),
    )
)  # fmt: skip

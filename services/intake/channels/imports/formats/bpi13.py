"""Volvo IT problems (BPI Challenge 2013): one row for each change of status, owners by first name.

First names are not unique, so an owner is the name with the country. Where no support team is named the
organisation line stands for it.
"""

from collections.abc import Iterator

from services.intake.channels.imports.reading import Reading, Row, instant, named, nobody, stated
from services.intake.channels.imports.statement import Phase, Statement

NEEDED = (
    "case_id",
    "ts",
    "status",
    "sub_status",
    "owner",
    "owner_country",
    "support_team",
    "org_line",
)
PHASES = {
    "Completed/Closed": (Phase.CLOSED, None),
    "Completed/Cancelled": (Phase.CLOSED, None),
    "Completed/Resolved": (Phase.RESOLVED, None),
    "Accepted/Wait": (Phase.WAITING, "vendor"),
}


def read(reading: Reading) -> Iterator[Statement]:
    """The statements of the file."""

    def state(line: int, row: Row) -> Iterator[Statement]:
        status = f"{row['status']}/{row['sub_status']}"
        phase, waiting_on = PHASES.get(status, (Phase.OPEN, None))
        owner = nobody(row["owner"])
        person = ("owner", f"{owner}@{row['owner_country']}") if owner else None
        team = named("support_team", row["support_team"]) or named("org_line", row["org_line"])
        yield Statement(
            key=row["case_id"], at=instant(row["ts"], reading.zone), line=line, state=status,
            phase=phase, waiting_on=waiting_on, actor=person, owner=person, owner_said=True,
            team=team, priority=nobody(row.get("impact", "")), service=nobody(row.get("product", "")),
            content="\x1f".join(row.values()),
        )  # fmt: skip

    return stated(reading, NEEDED, state)

"""The help desk of an Italian software house: one row for each activity, exact repeats among them.

There is no column for the owner: whoever takes a ticket in charge owns it. Every activity but resolving,
closing and waiting is work on the ticket.
"""

from collections.abc import Iterator

from services.intake.channels.imports.format import Format, Instant, Row, Table, named, nobody, told
from services.intake.channels.imports.statement import Phase, Statement

PHASES = {
    "Resolve ticket": (Phase.RESOLVED, None),
    "Closed": (Phase.CLOSED, None),
    "Wait": (Phase.WAITING, "requester"),
}
TAKES = "Take in charge ticket"


def state(row: Row, instant: Instant) -> Iterator[Statement]:
    """One activity."""
    phase, waiting_on = PHASES.get(row["activity"], (Phase.OPEN, None))
    taken = row["activity"] == TAKES
    who = named("resource", row["resource"])
    yield Statement(
        key=row["case_id"],
        at=told(instant, row, "ts_local"),
        order=row["seq"].rjust(9, "0"),
        state=nobody(row["activity"]),
        phase=phase,
        waiting_on=waiting_on,
        actor=who,
        owner=who if taken else None,
        owner_said=taken,
        owner_column=False,
    )


HELPDESK_IT = Format(
    tables=(
        Table(
            kind="row",
            key="case_id",
            needed=("case_id", "ts_local", "activity", "resource"),
            optional=("seq",),
            state=state,
        ),
    )
)

"""The help desk of an Italian software house: one row for each activity, exact repeats among them."""

from collections.abc import Iterator

from services.intake.channels.imports.reading import Reading, Row, instant, named, stated
from services.intake.channels.imports.statement import Phase, Statement

NEEDED = ("case_id", "ts_local", "activity", "resource")
PHASES = {
    "Take in charge ticket": (Phase.OPEN, None),
    "Resolve ticket": (Phase.RESOLVED, None),
    "Closed": (Phase.CLOSED, None),
    "Wait": (Phase.WAITING, "requester"),
}
TAKES = "Take in charge ticket"


def read(reading: Reading) -> Iterator[Statement]:
    """The statements of the file; whoever takes a ticket in charge owns it."""

    def state(line: int, row: Row) -> Iterator[Statement]:
        phase, waiting_on = PHASES.get(row["activity"], (None, None))
        taken = row["activity"] == TAKES
        who = named("resource", row["resource"])
        yield Statement(
            key=row["case_id"], at=instant(row["ts_local"], reading.zone), line=line,
            state=row["activity"], phase=phase, waiting_on=waiting_on, actor=who,
            owner=who if taken else None, owner_said=taken,
            owner_column=False,
            content="\x1f".join((row["ts_local"], row["activity"], row["resource"])),
        )  # fmt: skip

    return stated(reading, NEEDED, state)

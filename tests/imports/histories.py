"""Small invented sources, and what became of them in a desk."""

from pathlib import Path
from typing import Any

from services.intake.channels.imports.format import Format
from services.intake.channels.imports.formats.catalogue import FORMATS
from services.intake.channels.imports.importing import Counts, Order, import_source
from shared.eventlog.recorded import Recorded
from shared.eventlog.references import ticket_named
from tests.desks import Desk

FIXTURES = Path(__file__).parent / "fixtures"


def given(desk: Desk, form: str | Format, *files: str | Path, **more: Any) -> Counts:
    """Import fixtures by name, or other files by path; the source is called `old`."""
    chosen = FORMATS[form] if isinstance(form, str) else form
    paths = tuple(FIXTURES / f"{f}.csv" if isinstance(f, str) else f for f in files)
    return import_source(desk, Order(**{"format": chosen, "files": paths, "source": "old"} | more))


def written(folder: Path, *rows: str, name: str = "old.csv") -> Path:
    """A file of these lines."""
    file = folder / name
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def told(desk: Desk, key: str) -> list[Recorded[Any]]:
    """The history of a ticket of the source."""
    return desk.log.history(ticket_named(desk.log, f"old:{key}"))


def kinds(desk: Desk, key: str) -> list[str]:
    """What happened to a ticket, each event in a word or two."""
    return [
        each.event.TOPIC.removeprefix("ticket.").removesuffix(".v1") for each in told(desk, key)
    ]


def name_of(desk: Desk, who: str | None) -> str | None:
    """What the source calls somebody."""
    if who is None or not who.startswith("person-"):
        return who
    introduced = desk.log.history(who)[0].event  # type: ignore[arg-type]
    return desk.seals.open(introduced.name)


def row(desk: Desk, key: str, place: int) -> Any:
    """What the n-th row of a ticket stated."""
    return [each.event.row for each in told(desk, key) if each.event.row][place]

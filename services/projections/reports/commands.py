"""The report commands."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Annotated, Any, Protocol

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from services.projections.reports.desk import desk_report
from services.projections.reports.folding import Readable
from shared.eventlog.port import Refusal


class AtHand(Protocol):
    """What the commands need of an open desk."""

    @property
    def log(self) -> Readable: ...


Open = Callable[[], AbstractContextManager[AtHand]]


class MomentIsUnclear(Refusal):
    """What stands after `--at` is neither a position nor a time."""


class SourceIsUnknown(Refusal):
    """No ticket was imported from a source of that name."""


def add_commands(app: typer.Typer, reading: Open) -> None:
    """The commands, over a way to open the desk for reading."""
    reports = typer.Typer(no_args_is_help=True, help="Figures computed from the log.")

    @reports.command("desk")
    def desk(
        source: Annotated[str | None, typer.Option(help="Only this source's tickets.")] = None,
        at: Annotated[str | None, typer.Option(help="As of this position or time.")] = None,
        min_tickets: Annotated[
            int, typer.Option(min=1, help="Leave people with fewer out of the Ginis.")
        ] = 1,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """How much, how long, by whom and how evenly; definitions stand in reports.md."""
        with reading() as opened:
            report = desk_report(
                opened.log, source=source, at=moment_of(at), min_tickets=min_tickets
            )
        if source and not report["tickets"] and at is None:
            raise SourceIsUnknown(
                f"no ticket was imported from {source!r}; the import said what it is called"
            )
        if as_json:
            typer.echo(msgspec.json.format(msgspec.json.encode(report), indent=2))
        else:
            Console().print(as_table(report))

    app.add_typer(reports, name="report")


def moment_of(text: str | None) -> int | datetime | None:
    """A position, or a time, in UTC unless it says otherwise. Raises `MomentIsUnclear`."""
    if text is None or text.isdigit():
        return int(text) if text else None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MomentIsUnclear(
            f"--at is {text!r}; expected a position such as 1200 or a time such as 2026-03-02T09:00"
        ) from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def as_table(report: Mapping[str, Any]) -> Table:
    """The report as people read it on a terminal."""
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in report.items():
        table.add_row(name.replace("_", " "), in_words(value))
    return table


def in_words(value: Any) -> str:
    """A figure, or figures side by side."""
    if isinstance(value, Mapping):
        parts = (f"{k} {nested(v)}" for k, v in value.items())
        return ", ".join(parts) or "–"
    if isinstance(value, list):
        return "; ".join(map(str, value)) or "–"
    return figure(value)


def nested(value: Any) -> str:
    """Figures within figures stand in brackets."""
    return f"({in_words(value)})" if isinstance(value, Mapping) else figure(value)


def figure(value: Any) -> str:
    """One figure."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int | float) else str(value)

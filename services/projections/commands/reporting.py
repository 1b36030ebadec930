"""The report as a command prints it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from services.projections.commands.at_hand import AsJson, Open, opened, tell, until
from services.projections.fairness.figures import fairness
from services.projections.fairness.printing import fairness_lines, in_plain
from services.projections.moments import moment_of
from services.projections.reports.desk import desk_report
from shared.people.directory import Directory

MOST_NAMED = 20
"""People named on a terminal."""
OF_THIRTY_DAYS = "“supervision” counts the slowest tenth of thirty days, and may name others."


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
        """How much, how long, by whom and how evenly.

        Definitions stand in services/projections/reports.md.
        """
        with reading() as at_hand:
            names = Directory(at_hand.log, at_hand.seals).up_to_date()
            report = desk_report(
                at_hand.log,
                source=source,
                at=moment_of(at),
                min_tickets=min_tickets,
                one=names.linked.one,
            )
            carried = [
                {**each, "name": names.name_of(each["person"])} for each in report["carried"]
            ]
        print_desk(report | {"carried": carried}, as_json=as_json)

    add_fairness(reports, reading)
    app.add_typer(reports, name="report")


def add_fairness(reports: typer.Typer, reading: Open) -> None:
    """The report of what supervisors look after."""

    @reports.command("fairness")
    def _(
        at: Annotated[str | None, typer.Option(help="As of this position or time.")] = None,
        as_json: AsJson = False,
    ) -> None:
        """Forecasts and their error, thin pools, burdens, flags and appeals of thirty days."""
        moment = moment_of(at)
        with opened(reading) as (desk, views):
            names = Directory(desk.log, desk.seals).up_to_date()
            figures = fairness(views, now=until(desk.log, moment), at=moment, one=names.linked.one)
            found = in_plain(figures, names.name_of) if as_json else None
            tell(found, as_json, fairness_lines(figures, names))


def print_desk(report: Mapping[str, Any], *, as_json: bool) -> None:
    """The report of the desk, and under it who carried the tough work."""
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(report), indent=2))
        return
    Console().print(as_table({name: each for name, each in report.items() if name != "carried"}))
    if report["carried"]:
        tough_from = report["resolvers"]["tough_from_hours"]
        Console().print(carried_table(report["carried"], tough_from))


def as_table(report: Mapping[str, Any]) -> Table:
    """The report as people read it on a terminal."""
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in report.items():
        table.add_row(name.replace("_", " "), in_words(value))
    return table


def carried_table(carried: Sequence[Mapping[str, Any]], tough_from: float | None) -> Table:
    """Who carried the tough work, most of it first."""
    more = len(carried) - MOST_NAMED
    table = Table(
        title=f"Who carried the tough work: what took {figure(tough_from)} hours or more to resolve, "
        "the slowest tenth of the whole history",
        title_justify="left",
        caption=(f"… and {more:,} more; --json lists everyone. " if more > 0 else "")
        + OF_THIRTY_DAYS,
        caption_justify="left",
    )
    table.add_column("resolved by", no_wrap=True)
    for heading in ("tickets", "of them tough", "reassigned 3 times or more"):
        table.add_column(heading, justify="right")
    for each in carried[:MOST_NAMED]:
        numbers = (each["tickets"], each["tough"], each["tough_reassigned"])
        table.add_row(each["name"], *(f"{number:,}" for number in numbers))
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

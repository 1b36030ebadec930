"""The import command."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC
from pathlib import Path
from typing import Annotated, Any, Protocol

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress

from services.intake.channels.imports.format import Format
from services.intake.channels.imports.formats.catalogue import FORMATS
from services.intake.channels.imports.formats.table import table_format
from services.intake.channels.imports.identities import Desk
from services.intake.channels.imports.importing import Counts, Order, import_source, source_of
from services.intake.channels.imports.linking import link_people
from services.intake.channels.imports.sources import accounts_of
from shared.eventlog.port import RequestIsUnclear
from shared.vocabulary.working_time import zone_named

TABLE = "table"
COLLECT_AFTER = 200_000
"""Objects made before Python looks for cycles: an import makes many objects and no cycle."""
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

Files = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILE...", help="CSV, also packed.", show_default=False),
]
Machines = Annotated[
    list[str] | None,
    typer.Option(help="An account that is a machine, in place of those known; or: none."),
]
Link = Annotated[
    bool, typer.Option("--link-people", help="Link names of one person, with evidence.")
]
Apart = Annotated[
    bool, typer.Option("--apart", help="Though its rows are known under another name.")
]


class AtHand(Desk, Protocol):
    """What the command needs of an open desk."""

    @property
    def rejects(self) -> Path:
        """The folder for files about rows that were left out."""


Open = Callable[[], AbstractContextManager[AtHand]]


class FormatIsUnknown(RequestIsUnclear):
    """No format goes by that name."""


class MappingIsMissing(RequestIsUnclear):
    """A table came without the file that says what its columns mean."""


class NothingToImport(RequestIsUnclear):
    """No file was named that could be imported."""


def add_commands(app: typer.Typer, writing: Open) -> None:
    """The command, over a way to open the desk for writing."""

    @app.command("import")
    def import_(
        form: Annotated[str, typer.Argument(metavar="FORMAT", help=f"{', '.join(known())}.")],
        files: Files = None,
        source: Annotated[str | None, typer.Option(help="Its name; the file's by default.")] = None,
        zone: Annotated[str, typer.Option(help="Of times that do not say theirs.")] = "UTC",
        adopt: Annotated[bool, typer.Option(help="Let the desk act on the tickets.")] = False,
        system_account: Machines = None,
        encoding: Annotated[str | None, typer.Option(help="Of the text; UTF-8 by default.")] = None,
        link: Link = False,
        apart: Apart = False,
        as_json: AsJson = False,
    ) -> None:
        """Append the history of another desk, each row once, in the order of its time.

        The source is how it is known from then on: a later export of the same desk goes by the same one.
        """
        chosen, tables = chosen_format(form, files or [])
        name = source or source_of(tables)
        with writing() as desk:
            order = Order(
                format=chosen,
                files=tables,
                source=name,
                zone=UTC if zone == "UTC" else zone_named(zone),
                adopted=adopt,
                system=accounts_of(system_account),
                encoding=encoding,
                apart=apart,
                rejects=desk.rejects / f"{file_safe(name)}.rejects.csv",
            )
            with shown(as_json=as_json) as progress, rarely_collecting():
                counts = import_source(desk, order, progress)
            linked = link_people(desk, name) if link else None
        tell(counts, linked, as_json=as_json)


def known() -> list[str]:
    """The names of all formats."""
    return [*FORMATS, TABLE]


def chosen_format(form: str, files: list[Path]) -> tuple[Format, tuple[Path, ...]]:
    """The format and the tables among the files.

    Raises `FormatIsUnknown`, `MappingIsMissing`, `NothingToImport`.
    """
    mappings = [file for file in files if file.suffix == ".toml"]
    tables = tuple(file for file in files if file.suffix != ".toml")
    if not tables:
        raise NothingToImport(
            f"no table was named after the format {form!r}; expected FORMAT FILE…, with FORMAT one of "
            f"{', '.join(known())}"
        )
    if form in FORMATS:
        return FORMATS[form], tables
    if form != TABLE:
        raise FormatIsUnknown(f"there is no format {form!r}; expected one of {', '.join(known())}")
    beside = tables[0].with_name(tables[0].name.split(".", 1)[0] + ".toml")
    mapping = mappings[0] if mappings else beside
    if not mapping.exists():
        raise MappingIsMissing(
            f"there is no mapping {mapping}; say in a .toml file what the table's columns mean, "
            "as services/intake/channels/imports/formats/table.md shows"
        )
    return table_format(mapping), tables


@contextmanager
def shown(*, as_json: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Progress on the terminal, where there is one."""
    quiet = as_json or not sys.stderr.isatty()
    with Progress(console=Console(stderr=True), disable=quiet) as bar:
        tasks: dict[str, Any] = {}

        def progress(what: str, done: int, whole: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=whole)
            bar.update(tasks[what], completed=done, total=whole)

        yield progress


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """Spare Python the search for cycles among millions of events; a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def tell(counts: Counts, linked: int | None, *, as_json: bool) -> None:
    """What became of it, as JSON or in sentences."""
    if as_json:
        whole = msgspec.to_builtins(counts) | ({} if linked is None else {"linked": linked})
        typer.echo(msgspec.json.format(msgspec.json.encode(whole), indent=2))
        return
    typer.echo(
        f"{counts.source}: {counts.rows:,} rows of {counts.tickets:,} tickets became "
        f"{counts.events:,} events in {counts.seconds:.1f} s, those of people and teams included; "
        f"{counts.new_tickets:,} tickets are new."
    )
    if counts.unopened:
        typer.echo(
            f"{counts.unopened:,} of them began without the table of tickets, so nobody knows who "
            "asked and when; next time give it first, or with the others."
        )
    if counts.repeated:
        typer.echo(f"{rows_were(counts.repeated)} known already.")
    if counts.rejected:
        typer.echo(f"{rows_were(counts.rejected)} left out; {counts.rejects} says which and why.")
    if linked is not None:
        typer.echo(f"{linked:,} names were linked.")


def rows_were(number: int) -> str:
    """So many rows, of which more is said."""
    return "1 row was" if number == 1 else f"{number:,} rows were"


def file_safe(source: str) -> str:
    """The source's name as part of a file's."""
    return "".join(each if each.isalnum() or each in "-_." else "_" for each in source)

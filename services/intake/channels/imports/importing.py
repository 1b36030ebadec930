"""Imports a source: its rows in the order of their time, each once, however often it is given."""

import hmac
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, tzinfo
from itertools import islice
from pathlib import Path

import msgspec

from services.intake.channels.imports.appending import Appending
from services.intake.channels.imports.format import Format
from services.intake.channels.imports.identities import Desk
from services.intake.channels.imports.reading import Reading
from services.intake.channels.imports.rejects import Rejects
from services.intake.channels.imports.staging import Staged, Staging
from shared.eventlog.port import Refusal, RequestIsUnclear
from shared.eventlog.references import can_be_a_source, sources_of
from shared.vocabulary.identity import IMPORT

PURPOSE = "import"
"""The key store's secret that tells imported rows apart."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


LOOKED_AT = 50
"""Rows of a file that are looked for under other sources' names."""


class RowsAreKnown(Refusal):
    """The file was imported under another source's name."""


class SourceCannotBeCalledThat(RequestIsUnclear):
    """The name of a source must be fit to stand before its tickets' keys."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported and how."""

    format: Format
    files: tuple[Path, ...]
    source: str
    zone: tzinfo = UTC
    adopted: bool = False
    system: frozenset[str] | None = None
    """Accounts of the source that are machines; None: those declared for its format."""
    encoding: str | None = None
    rejects: Path | None = None
    """Where to write which rows were left out, and why."""
    apart: bool = False
    """Whether rows may be imported that are known under another source's name."""


class Counts(msgspec.Struct, kw_only=True):
    """What became of an import."""

    source: str
    rows: int = 0
    """Rows read, those left out included."""
    tickets: int = 0
    new_tickets: int = 0
    unopened: int = 0
    """New tickets of which nothing told how they began, though the source has a table that does."""
    events: int = 0
    """Events appended, people and teams included."""
    repeated: int = 0
    """Rows that the log knew."""
    rejected: int = 0
    rejects: str | None = None
    """The file that says which rows were left out, if any were."""
    seconds: float = 0.0


def silently(_: str, __: int, ___: int) -> None:
    """Tell nobody."""


def import_source(desk: Desk, order: Order, progress: Progress = silently) -> Counts:
    """Read, put in order, append; returns what became of it.

    Raises `SourceCannotBeCalledThat`, `RowsAreKnown` and `SourceIsUnreadable` before anything is appended.
    """
    refuse_name(order.source)
    if not order.apart:
        refuse_copy(desk, order)
    began = time.monotonic()
    counts, rejects, staging = Counts(source=order.source), Rejects(order.rejects), Staging()
    try:
        counts.rows = staged(desk, order, staging, rejects, progress)
        append(desk, order, staging, rejects, counts, progress)
    finally:
        staging.close()
        rejects.close()
    counts.rejected = rejects.count
    counts.rejects = str(rejects.path) if rejects.path and rejects.count else None
    counts.seconds = round(time.monotonic() - began, 3)
    return counts


def refuse_name(source: str) -> None:
    """Refuse a name that could not be told from another in `source:key`."""
    if not can_be_a_source(source):
        raise SourceCannotBeCalledThat(
            f"a source cannot be called {source!r}: a ticket is named by it as source:key; "
            "give another name with --source"
        )


def refuse_copy(desk: Desk, order: Order) -> None:
    """A file under another name is no other source. Raises `RowsAreKnown`."""
    secret = desk.keys.secret(PURPOSE)
    for source in sources_of(desk.log):
        for path in order.files if source != order.source else ():
            read, known = first_rows(desk, order, path, secret_of(source, secret))
            if 2 * known > read:
                raise RowsAreKnown(
                    f"{known} of the first {read} rows of {path.name} are known from the source "
                    f"{source!r}, so {order.source!r} would tell everything twice; say --source "
                    f"{source!r} to add only what is new, or --apart to import it all the same"
                )


def first_rows(desk: Desk, order: Order, path: Path, secret: bytes) -> tuple[int, int]:
    """How many of a file's first rows were read, and how many a source of this secret has told."""
    reading = Reading(
        path=path, format=order.format, secret=secret, reject=lambda _, __: None,
        zone=order.zone, encoding=order.encoding,
    )  # fmt: skip
    rows = (each.identity.hex() for each in reading.found(lambda _: None) if each.statement.counts)
    first = list(dict.fromkeys(islice(rows, LOOKED_AT)))
    return len(first), sum(desk.log.answered(f"{IMPORT}/{row}/0/0") is not None for row in first)


def staged(desk: Desk, order: Order, staging: Staging, rejects: Rejects, progress: Progress) -> int:
    """Put all files on the stage; returns how many rows they have."""
    secret, rows = secret_of(order.source, desk.keys.secret(PURPOSE)), 0
    for number, path in enumerate(order.files):
        reading = Reading(
            path=path,
            format=order.format,
            secret=secret,
            reject=lambda line, why, name=path.name: rejects.add(name, line, why),  # type: ignore[misc]
            zone=order.zone,
            encoding=order.encoding,
        )
        size = path.stat().st_size if path.exists() else 0
        tell = lambda read, name=path.name, size=size: progress(f"reading {name}", read, size)  # noqa: E731
        staging.take(reading.found(tell), number)
        rows += reading.rows
    staging.put_last()
    return rows


def secret_of(source: str, secret: bytes) -> bytes:
    """The secret under which one source's rows are told apart: equal rows of two are two rows."""
    return hmac.digest(secret, source.encode(), "sha256")


def append(
    desk: Desk, order: Order, staging: Staging, rejects: Rejects, counts: Counts, progress: Progress
) -> None:
    """Append what is staged, counting."""

    def reject(found: Staged, why: str) -> None:
        rejects.add(order.files[found.file].name, found.line, why)

    appending = Appending(desk, staging, name=order.source, reject=reject)
    system = order.format.system if order.system is None else order.system
    for done in appending.append(adopted=order.adopted, system=system):
        progress("appending", done, counts.rows)
    counts.events, counts.repeated = appending.events, appending.repeated
    counts.tickets, counts.new_tickets = appending.tickets, appending.new_tickets
    counts.unopened = appending.unopened if order.format.opens else 0


def source_of(files: Iterable[Path]) -> str:
    """What a source is called unless it is told: the first file's name without its endings."""
    name = next(iter(files)).name
    return name.split(".", 1)[0] if not name.startswith(".") else name

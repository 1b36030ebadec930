"""What every command of the views needs: the open desk, its views, and a way to print what was found."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Protocol

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from services.projections.catalogue import Views, complete, open_views
from services.projections.catching_up import catch_up
from services.projections.follow import checked
from shared.clock import SystemClock
from shared.eventlog.feed import StoreFeed
from shared.eventlog.moment import At
from shared.eventlog.port import RequestIsUnclear

BEHIND = (
    "evenhand: the views are {:,} events behind the log, and the desk that runs does not get on; what "
    "follows is of before. /readyz says what holds it up."
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class AtHand(Protocol):
    """What the commands need of an open desk."""

    @property
    def log(self) -> Any: ...

    @property
    def seals(self) -> Any: ...

    @property
    def folder(self) -> Path: ...

    def alone(self) -> AbstractContextManager[None]:
        """As the only one who writes the desk's files. Raises `DeskIsRunning`."""


Open = Callable[[], AbstractContextManager[AtHand]]


class NameIsUnclear(RequestIsUnclear):
    """Nobody, or more than one, goes by that name."""


@contextmanager
def opened(reading: Open) -> Iterator[tuple[AtHand, Views]]:
    """The desk and its views, level with the log, beside whoever writes them.

    Views that are missing are built first; where a running desk does not get on, that is said.

    Raises `ViewIsForeign` for views that tell of another log, or of more than this one holds.
    """
    with reading() as desk:
        with shown(quiet=False) as progress:
            complete(desk.folder, desk.log, progress)
        views = open_views(desk.folder, desk.log, writes=False)
        try:
            feed = StoreFeed(desk.log)
            for each in views.all():
                checked(each, feed)
            with shown(quiet=False) as progress:
                lacking = catch_up(desk, [each.file for each in views.all()], progress)
            if lacking:
                typer.echo(BEHIND.format(lacking), err=True)
            yield desk, views
        finally:
            views.close()


@contextmanager
def shown(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar that shows how far a reading of the log has come; nothing where nobody watches it."""
    console = Console(stderr=True)
    unseen = quiet or not console.is_terminal
    with Progress(disable=unseen, console=console, transient=True) as bar:
        task = bar.add_task("reading the log", total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


def tell(
    found: Any, as_json: bool, lines: Iterable[str] = (), *, table: Table | None = None
) -> None:
    """Print what was found, for people or as JSON."""
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
        return
    for line in lines:
        typer.echo(line)
    if table is not None:
        Console().print(table)


def until(log: Any, at: At) -> datetime:
    """The moment figures reach up to: as told, or when the position was recorded, or now."""
    if isinstance(at, datetime):
        return at
    told = log.read(after=at - 1, limit=1, until=at) if at else []
    return told[0].at if told else SystemClock().now()

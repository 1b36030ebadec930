"""The views' commands: rebuild, replay, verify, what is parked, and what people read.

Exit codes: 0 all is well, 2 refused, 3 (`BROKEN`) something does not hold together: a view told something
else than the log, or the log something else than its hashes.
"""

import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

import typer

from services.projections.catalogue import named
from services.projections.commands import asking, printing
from services.projections.commands.at_hand import AsJson, NameIsUnclear, Open, opened, shown, tell
from services.projections.moments import moment_of
from services.projections.rebuild import rebuild
from services.projections.replay import replayed
from services.projections.rows.lines import Lines
from services.projections.rows.parking import MOST_LISTED
from services.projections.verifying import Whole, views_compared
from shared.clock import SystemClock
from shared.command_line import BROKEN
from shared.eventlog.moment import At
from shared.eventlog.references import ticket_named
from shared.eventlog.verify import verify as log_verified
from shared.people.directory import Directory


def add_commands(app: typer.Typer, reading: Open) -> None:
    """The commands, over a way to open the desk for reading."""
    for add in (
        add_rebuild,
        add_replay,
        add_verify,
        add_parked,
        asking.add_queue,
        asking.add_audit,
        asking.add_supervision,
        asking.add_standing,
    ):
        add(app, reading)


def add_rebuild(app: typer.Typer, reading: Open) -> None:
    """`evenhand rebuild`, over a way to open the desk for reading."""

    @app.command("rebuild")
    def rebuild_(
        view: Annotated[list[str] | None, typer.Argument(help="Views; or --all.")] = None,
        everything: Annotated[bool, typer.Option("--all", help="Every view.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """Build views anew from the log, compare, and switch; exit code 3 where one had differed."""
        if bool(view) == everything:
            raise NameIsUnclear("name the views to rebuild, or say --all")
        with reading() as desk, shown(as_json) as progress:
            done = rebuild(named(view or []), desk.folder, desk.log, progress=progress)
        tell(done, as_json, (printing.rebuilt_line(each) for each in done))
        raise typer.Exit(BROKEN if any(each.differs for each in done) else 0)


def add_replay(app: typer.Typer, reading: Open) -> None:
    """`evenhand replay`, over a way to open the desk for reading."""

    @app.command()
    def replay(
        after: Annotated[int, typer.Option(help="Begin after this position.", min=0)] = 0,
        until: Annotated[str | None, typer.Option(help="End at this position or time.")] = None,
        topic: Annotated[str | None, typer.Option(help="Only events of this topic.")] = None,
        follow: Annotated[bool, typer.Option("--follow", help="Go on as events arrive.")] = False,
        _: Annotated[bool, typer.Option("--json", help="As always: JSON lines.")] = False,
    ) -> None:
        """Print the log as JSON lines, one CloudEvent each; words stay sealed."""
        last = moment_of(until)
        wait = waiting_until(last) if follow else None
        with reading() as desk:
            lines = replayed(desk.log, after=after, until=last, topic=topic, wait=wait)
            for line in lines:
                sys.stdout.buffer.write(line + b"\n")
                if follow:
                    sys.stdout.flush()


def waiting_until(last: At) -> Callable[[float], bool]:
    """Waits between looks at the log; no longer once the time has come."""

    def wait(seconds: float) -> bool:
        time.sleep(seconds)
        return not isinstance(last, datetime) or SystemClock().now() <= last

    return wait


def add_verify(app: typer.Typer, reading: Open) -> None:
    """`evenhand verify`, over a way to open the desk for reading."""

    @app.command()
    def verify(as_json: AsJson = False) -> None:
        """Check versions, links, hashes and seals, and every view against a fresh fold."""
        with reading() as desk:
            log = log_verified(desk.log, seals=desk.seals)
            if not as_json:
                tell(log, as_json, printing.log_lines(log))  # The views may find the disk full.
            with shown(as_json) as progress:
                views = views_compared(desk.log, desk.folder, progress)
        whole = Whole(log=log, views=views)
        tell(whole, as_json, map(printing.rebuilt_line, views))
        raise typer.Exit(0 if whole.sound else BROKEN)


def add_parked(app: typer.Typer, reading: Open) -> None:
    """`evenhand parked`, over a way to open the desk for reading."""

    @app.command()
    def parked(
        view: Annotated[str | None, typer.Argument(help="Only in this view.")] = None,
        key: Annotated[str | None, typer.Argument(help="Only this ticket or person.")] = None,
        retry: Annotated[bool, typer.Option("--retry", help="Fold them again first.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """List what views show less of than happened, and why; exit code 3 where there is any.

        After an update `--retry` folds it again, also while the desk runs.
        """
        with opened(reading) as (desk, views):
            asked = views.lines([view] if view else [])
            meant = key_meant(desk.log, asked, key) if key else None
            tried = tried_again(asked, meant) if retry else None
            found = parked_now(asked, meant, tried)
            names = Directory(desk.log, desk.seals).up_to_date()
            tell(found, as_json, printing.parked_lines(found, names))
        raise typer.Exit(BROKEN if found.held_back else 0)


def tried_again(asked: list[Lines[Any]], key: str | None) -> int:
    """Fold the key again in these views, or all that is parked; how many lines were tried."""
    if key is None:
        return sum(each.retry_all() for each in asked)
    held = [each for each in asked if each.parking.is_parked(key)]
    for each in held:
        each.retry(key)
    return len(held)


def parked_now(asked: list[Lines[Any]], key: str | None, tried: int | None) -> printing.ParkedTold:
    """What these views hold back, of all keys or of one."""
    each_view = [each.parking for each in asked]
    held = [h for v in each_view for h in (v.among([key]) if key else v.held_back())]
    number = len(held) if key else sum(view.keys_number() for view in each_view)
    return printing.ParkedTold(lines=number, held_back=held[:MOST_LISTED], tried_again=tried)


def key_meant(log: Any, asked: list[Lines[Any]], text: str) -> str:
    """The key of a line that is held back, or of the ticket of that name. Raises `TicketIsUnknown`."""
    if any(each.parking.is_parked(text) for each in asked):
        return text
    return ticket_named(log, text)

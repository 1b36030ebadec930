"""The views' commands: rebuild, replay, verify, and what supervisors read."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Protocol

import msgspec
import typer
from rich.progress import Progress

from services.projections.catalogue import ALL_VIEWS
from services.projections.rebuild import Rebuilt, rebuild, same_lines
from shared.eventlog.port import Refusal
from shared.eventlog.recorded import Recorded
from shared.eventlog.verify import Verified, verify
from shared.events.declaration import DECLARED

AT_ONCE = 2_000
BROKEN = 3
"""Exit code where something does not hold together."""
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class AtHand(Protocol):
    """What the commands need of an open desk."""

    @property
    def log(self) -> Any: ...

    @property
    def seals(self) -> Any: ...

    @property
    def folder(self) -> Path: ...


Open = Callable[[], AbstractContextManager[AtHand]]


class ViewIsUnknown(Refusal):
    """No view goes by that name."""


class TopicIsUnknown(Refusal):
    """No event goes by that topic."""


def add_commands(app: typer.Typer, reading: Open) -> None:
    """The commands, over a way to open the desk for reading."""

    @app.command("rebuild")
    def rebuild_(
        view: Annotated[str | None, typer.Argument(help="One view; or --all.")] = None,
        everything: Annotated[bool, typer.Option("--all", help="Every view.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """Build views anew from the log, compare, and switch; exit code 3 where one had differed."""
        chosen = views_called(view, everything)
        with reading() as desk, Progress(disable=as_json) as bar:
            done = [built(each, desk, bar) for each in chosen]
        if as_json:
            typer.echo(msgspec.json.format(msgspec.json.encode(done), indent=2))
        else:
            for each in done:
                typer.echo(said_of(each))
        raise typer.Exit(BROKEN if any(each.same_as_before is False for each in done) else 0)

    @app.command()
    def replay(
        after: Annotated[int, typer.Option(help="Begin after this position.")] = 0,
        until: Annotated[str | None, typer.Option(help="End at this position or time.")] = None,
        topic: Annotated[str | None, typer.Option(help="Only events of this topic.")] = None,
        follow: Annotated[bool, typer.Option(help="Go on as events arrive.")] = False,
    ) -> None:
        """Print the log as JSON lines, one CloudEvent each; words stay sealed."""
        if topic and topic not in DECLARED:
            raise TopicIsUnknown(f"there is no topic {topic!r}; they stand in glossary.md")
        with reading() as desk:
            for told in events(desk.log, after, until, topic, follow=follow):
                typer.echo(msgspec.json.encode(cloud_event(desk.log, told)))

    @app.command("verify")
    def verify_(as_json: AsJson = False) -> None:
        """Check versions, links, hashes and seals, and every view against a fresh fold."""
        with reading() as desk:
            found = verify(desk.log, seals=desk.seals)
            differing = [v.name for v in ALL_VIEWS if not same_lines(v, desk.log, desk.folder)]
        whole = {"log": msgspec.to_builtins(found), "views_that_differ": differing}
        if as_json:
            typer.echo(msgspec.json.format(msgspec.json.encode(whole), indent=2))
        else:
            typer.echo(verdict(found))
            typer.echo(f"views that differ from a fresh fold: {', '.join(differing) or 'none'}")
        raise typer.Exit(0 if found.sound and not differing else BROKEN)


def verdict(found: Verified) -> str:
    """What a verification came to, in words."""
    read = f"{found.events:,} events in {found.streams:,} streams, {found.seals:,} seals"
    if found.sound:
        unread = f"; {found.unreadable} of unknown topics" if found.unreadable else ""
        return f"The log holds together: {read}{unread}."
    lines = [f"The log does not hold together: {read}."]
    lines += [f"  {number} × {kind}" for kind, number in sorted(found.wrong.items())]
    lines += [f"  {each.kind} at {each.where}: {each.why}" for each in found.findings[:20]]
    return "\n".join(lines)


def views_called(name: str | None, everything: bool) -> list[Any]:
    """The views asked for. Raises `ViewIsUnknown`."""
    if everything or name is None:
        return list(ALL_VIEWS)
    found = [view for view in ALL_VIEWS if view.name == name]
    if not found:
        known = ", ".join(view.name for view in ALL_VIEWS)
        raise ViewIsUnknown(f"there is no view {name!r}; expected one of {known}, or --all")
    return found


def built(view: Any, desk: AtHand, bar: Progress) -> Rebuilt:
    """One view built anew, with its progress shown."""
    task = bar.add_task(view.name, total=desk.log.head())

    def moved(done: int, whole: int) -> None:
        bar.update(task, completed=done, total=whole)

    return rebuild(view, desk.log, desk.folder, moved)


def said_of(built: Rebuilt) -> str:
    """One rebuilt view in a sentence."""
    before = {True: "the same as before", False: "NOT what was shown before", None: "new"}
    parked = f", {built.parked} events parked" if built.parked else ""
    lines = f"{built.lines:,} lines from {built.events:,} events"
    return f"{built.view}: {lines}, {before[built.same_as_before]}{parked}"


def events(
    log: Any, after: int, until: str | None, topic: str | None, *, follow: bool
) -> Iterator[Recorded[Any]]:
    """The log's events in order, up to a position or time, or on and on."""
    last = int(until) if until and until.isdigit() else None
    moment = datetime.fromisoformat(until) if until and last is None else None
    if moment and moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    topics = frozenset({topic}) if topic else None
    while True:
        told = log.read(after=after, limit=AT_ONCE, until=last, topics=topics)
        yield from (each for each in told if moment is None or each.at <= moment)
        after = told[-1].position if told else after
        if not told and not follow:
            return
        if not told:
            time.sleep(0.2)


def cloud_event(log: Any, told: Recorded[Any]) -> dict[str, Any]:
    """An event as CloudEvents 1.0 has it, with the log's own facts as extensions."""
    return {
        "specversion": "1.0",
        "id": told.id,
        "source": f"/logs/{log.id}",
        "type": getattr(told.event, "TOPIC", getattr(told.event, "topic", "")),
        "subject": told.stream,
        "time": told.at,
        "datacontenttype": "application/json",
        "sequence": str(told.position),
        "generation": told.generation,
        "streamversion": told.version,
        "recordedat": told.recorded_at,
        "actor": told.by,
        "command": told.command,
        "cause": told.cause,
        "hash": told.hash.hex(),
        "data": told.event,
    }

"""The views as a terminal shows them; words are opened and ids become names only here."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
from rich.table import Table

from services.projections.rebuild import Rebuilt
from services.projections.rows.entries import Entry
from services.projections.rows.parking import HeldBack
from services.projections.views.queue.row import QueueRow
from services.projections.views.work.carried import Carried
from services.projections.views.work.query import Supervision
from shared.eventlog.recorded import Unreadable
from shared.eventlog.verify import Verified
from shared.events.sentence import moment
from shared.people.directory import Directory
from shared.vocabulary.identity import TicketId
from shared.vocabulary.toughness import points
from shared.vocabulary.words import WaitingOn

MOST_FINDINGS = 20
SLOWEST_OF = (
    "Slowest tenth: of what these thirty days resolved, {} hours or more from raised to resolved. "
    "“report desk” counts the slowest tenth of the whole history, and may name others."
)


class QueueLine(msgspec.Struct, frozen=True, kw_only=True):
    """One open ticket."""

    ticket: TicketId
    number: int
    subject: str
    requester: str | None
    owner: str | None
    team: str | None
    urgent: bool
    toughness: int | None
    resolve_by: datetime | None
    waiting_on: WaitingOn | None


class TrailLine(msgspec.Struct, frozen=True, kw_only=True):
    """One event of the audit trail, told in its sentence."""

    position: int
    at: datetime
    recorded_at: datetime
    by: str
    topic: str
    sentence: str


def queue_line(row: QueueRow, directory: Directory) -> QueueLine:
    """One ticket with its words opened and names for ids."""
    return QueueLine(
        ticket=row.ticket,
        number=row.number,
        subject=directory.open(row.subject) if row.subject else row.source_key or "",
        requester=directory.name_of(row.requester) if row.requester else None,
        owner=directory.name_of(row.owner) if row.owner else None,
        team=directory.name_of(row.team) if row.team else None,
        urgent=row.urgent,
        toughness=row.toughness,
        resolve_by=row.resolve_by,
        waiting_on=row.waiting_on,
    )


class ParkedTold(msgspec.Struct, frozen=True, kw_only=True):
    """What views show less of than happened."""

    lines: int
    """How many lines are held back, a ticket once in each view."""
    held_back: list[HeldBack]
    """The first of them."""
    tried_again: int | None
    """How many were folded again before; None where that was not asked for."""


def queue_table(lines: list[QueueLine]) -> Table:
    """Waiting and owned tickets, by promise."""
    table = Table("ticket", "what", "owner", "tough", "promised by", "waits on")
    for each in lines:
        table.add_row(
            f"#{each.number}",
            each.subject,
            each.owner or "nobody",
            points(each.toughness) if each.toughness is not None else "",
            moment(each.resolve_by) if each.resolve_by else "",
            each.waiting_on.value if each.waiting_on else "",
        )
    return table


def trail_line(entry: Entry, directory: Directory) -> TrailLine:
    """One event in its sentence."""
    topic = entry.event.topic if isinstance(entry.event, Unreadable) else entry.event.TOPIC
    return TrailLine(
        position=entry.position,
        at=entry.at,
        recorded_at=entry.recorded_at,
        by=entry.by,
        topic=topic,
        sentence=directory.sentence(entry),
    )


def in_a_line(line: TrailLine) -> str:
    """One event for a terminal."""
    return f"{line.position:>8}  {line.at.astimezone(UTC):%Y-%m-%d %H:%M}  {line.sentence}"


def supervision_lines(figures: Supervision) -> Iterator[str]:
    """The figures of the whole desk, one a line."""
    yield f"thirty days up to {moment(figures.until)}"
    yield f"on the wrong shoulders (M30): {share(figures.m30)}"
    yield f"furthest ahead: {lead(figures)}"
    yield f"Gini of resolved {plain(figures.gini_resolved)}, of touch time {plain(figures.gini_touch)}"
    halves = figures.elapsed_hours
    yield f"open to resolved: half within {plain(halves['p50'])} h, 9 in 10 in {plain(halves['p90'])} h"
    yield f"touch time: {figures.touch_hours:.1f} h"
    yield f"open: {figures.open_tickets}, silent for three days: {figures.silent_tickets}"
    yield f"hand-overs: {figures.handed_over}, reopened: {figures.reopened}"


def supervision_table(figures: Supervision, directory: Directory) -> Table:
    """What each agent carried against their fair share."""
    table = Table(
        caption=SLOWEST_OF.format(plain(figures.slowest_from_hours)), caption_justify="left"
    )
    table.add_column("agent", no_wrap=True)
    for heading in ("taken", "done", "slowest tenth", "touch h", "points", "fair share", "lead"):
        table.add_column(heading, justify="right")
    for each in figures.agents:
        done = each.measures
        table.add_row(
            directory.name_of(each.agent),
            str(done["taken"]),
            str(done["resolved"]),
            str(each.slowest),
            f"{done['touch_seconds'] / 3_600:.1f}",
            *booked(each),
        )
    return table


def booked(each: Carried) -> tuple[str, str, str]:
    """Points received, entitled and the lead; nothing where nothing was ever booked."""
    if each.ratio is None and not each.lead:
        return "–", "–", "–"
    done = each.measures
    return points(done["received"]), points(done["entitled"]), points(each.lead)


def rebuilt_line(built: Rebuilt) -> str:
    """What came of building a view anew, in a sentence."""
    parked = f", {built.parked} events parked" if built.parked else ""
    head = f"{built.view} (version {built.version}): {built.events:,} events{parked}"
    if built.foreign:
        return f"{head}; NOT a view of this log: {built.why_not_compared}"
    if built.unreadable:
        return f"{head}; NOT readable before: {built.why_not_compared}"
    if built.compared is None:
        return f"{head}; not compared: {built.why_not_compared}"
    if not built.differs:
        return f"{head}; the same as before, row by row, at event {built.compared.position:,}"
    first = ", ".join(built.compared.first)
    return f"{head}; NOT what was shown before: {built.compared.differing:,} rows, such as {first}"


def log_lines(log: Verified) -> Iterator[str]:
    """What was found of the log."""
    read = f"{log.events:,} events in {log.streams:,} streams, {log.seals:,} seals"
    verdict = "holds together" if log.sound else "does NOT hold together"
    unread = f"; {log.unreadable} cannot be read by this version" if log.unreadable else ""
    yield f"The log {verdict}: {read}{unread}."
    yield from (f"  {number} × {kind}" for kind, number in sorted(log.wrong.items()))
    for each in log.findings[:MOST_FINDINGS]:
        yield f"  {each.kind} at {each.where}: {each.why}"


def parked_lines(found: ParkedTold, directory: Directory) -> Iterator[str]:
    """What is held back, since when, why, and what to do about it."""
    if found.tried_again is not None:
        level = found.tried_again - min(found.tried_again, found.lines)
        yield f"Tried again: {found.tried_again:,}; level with the log now: {level:,}."
    if not found.held_back:
        yield "Nothing is parked."
    for each in found.held_back:
        name = directory.name_of(each.key)
        number = f"{each.events:,} event{'' if each.events == 1 else 's'} not shown"
        yield f"{each.view}: {name} stands as before event {each.since} ({number}): {each.why}"
        yield f"  {each.next_step}"
    if found.lines > len(found.held_back):
        yield f"… and {found.lines - len(found.held_back):,} more."


def lead(figures: Supervision) -> str:
    """How far the one furthest ahead is."""
    if figures.m30 is None:
        return "nobody; no fair share was booked in these days"
    return f"{points(figures.worst_lead)} points"


def share(value: float | None) -> str:
    """A share in per cent."""
    return "none yet" if value is None else f"{100 * value:.1f} %"


def plain(value: float | None) -> str:
    """A figure to two places."""
    return "–" if value is None else f"{value:.2f}"

"""Turns what rows state into events: each row's own statement is kept on the first event it becomes.

A row tells where a ticket stands; an event tells what changed. So the last known owner, team and phase
of each ticket are remembered, and a row that changes none of them becomes `TicketUpdatedElsewhere`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from services.intake.channels.imports.statement import Named, Phase, Statement
from shared.events import ticket as said
from shared.events.declaration import Event
from shared.events.source import SourceRow
from shared.vocabulary.identity import Personal, PersonId, Plain, TeamId
from shared.vocabulary.words import Channel, Origin, Resolution, WaitingOn, Work

SETTLED = (Phase.RESOLVED, Phase.CLOSED)
RESOLUTIONS = {each.value: each for each in Resolution}


@dataclass(slots=True)
class Told:
    """What has been told of a ticket so far."""

    number: int = 0
    raised: bool = False
    phase: Phase = Phase.OPEN
    owner: PersonId | None = None
    team: TeamId | None = None
    settled_before: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The source being told, and how its names become ids."""

    name: str
    adopted: bool
    person: Callable[[Named], PersonId | None]
    team: Callable[[Named], TeamId | None]
    system: frozenset[tuple[str, str]]
    """Accounts of the source that are machines, by (column, name)."""


def events_of(statement: Statement, told: Told, source: Source) -> tuple[Event, ...]:
    """The events a statement becomes; the row itself stands on the first of them."""
    events: list[Event] = []
    if not told.raised:
        events.append(raised(statement, told, source))
    events += routed(statement, told, source)
    events += assigned(statement, told, source)
    events += turned(statement, told)
    events += worded(statement)
    events += worked(statement, told, source)
    if statement.counts:
        if not events:
            events.append(elsewhere(statement))
        events[0] = msgspec.structs.replace(events[0], row=row_of(statement, source))
    return tuple(events)


def raised(statement: Statement, told: Told, source: Source) -> Event:
    """The ticket begins."""
    told.raised = True
    return said.TicketRaised(
        number=told.number,
        requester=source.person(statement.requester),
        channel=Channel.IMPORT,
        urgent=statement.urgent,
        subject=Personal(statement.subject) if statement.subject else None,
        service=Plain(statement.service) if statement.service else None,
        source=Plain(source.name),
        source_key=Plain(statement.key),
        adopted=source.adopted,
    )


def routed(statement: Statement, told: Told, source: Source) -> list[Event]:
    """Another team's queue."""
    team = source.team(statement.team)
    if team is None or team == told.team:
        return []
    before, told.team = told.team, team
    return [said.TicketRouted(team=team, before=before)]


def assigned(statement: Statement, told: Told, source: Source) -> list[Event]:
    """Another owner, or none any more."""
    owner = source.person(statement.owner)
    if not statement.owner_said or owner == told.owner:
        return []
    before, told.owner = told.owner, owner
    if owner is None:
        return [said.TicketReleased(agent=before)] if before else []
    return [said.TicketAssigned(agent=owner, origin=Origin.IMPORTED, before=before)]


def turned(statement: Statement, told: Told) -> list[Event]:
    """Another phase of its course."""
    phase = statement.phase
    if phase is None or phase is told.phase:
        return []
    before, told.phase = told.phase, phase
    reopened: list[Event] = []
    if before in SETTLED and phase not in SETTLED:
        reopened = [said.TicketReopened()]
    if phase is Phase.RESOLVED:
        code = RESOLUTIONS.get(statement.resolution or "", Resolution.UNSTATED)
        return [*reopened, said.TicketResolved(code=code)]
    if phase is Phase.CLOSED:
        return [said.TicketClosed(why=Plain("the source closed it"))]
    if phase is Phase.WAITING:
        on = WaitingOn(statement.waiting_on or WaitingOn.REQUESTER)
        return [*reopened, said.TicketSetWaiting(on=on)]
    return reopened or [said.TicketResumed()]


def worded(statement: Statement) -> list[Event]:
    """What was written."""
    if not statement.text:
        return []
    words = Personal(statement.text)
    return [said.TicketNoted(text=words) if statement.private else said.TicketReplied(text=words)]


def worked(statement: Statement, told: Told, source: Source) -> list[Event]:
    """Time spent, credited to whoever spent it."""
    worker = source.person(statement.actor)
    if statement.seconds is None or worker is None:
        return []
    work = Work.CALL if statement.kind == "call" else Work.OWNED
    if work is Work.OWNED and worker != told.owner:
        work = Work.HELPED
    return [said.TicketWorkLogged(agent=worker, seconds=statement.seconds, work=work)]


def elsewhere(statement: Statement) -> Event:
    """A row that changes nothing we have an event for."""
    return said.TicketUpdatedElsewhere(
        what=Plain(statement.state or statement.kind),
        before=Personal(statement.before) if statement.before else None,
        after=Personal(statement.after) if statement.after else None,
    )


def row_of(statement: Statement, source: Source) -> SourceRow:
    """What the row states, word for word where it is not personal."""
    return SourceRow(
        source=Plain(source.name),
        kind=Plain(statement.kind),
        state=plain(statement.state),
        course=plain(statement.phase),
        actor=source.person(statement.actor),
        owner=source.person(statement.owner) if statement.owner_column else None,
        team=source.team(statement.team),
        resolver=source.person(statement.resolver),
        system=statement.actor in source.system,
        priority=plain(statement.priority),
        resolved_at=moment(statement.resolved_at),
        closed_at=moment(statement.closed_at),
        promise_missed=statement.promise_missed,
        reassignments=statement.reassignments,
        reopenings=statement.reopenings,
        seconds=statement.seconds,
    )


def plain(text: str | None) -> Any:
    """A name of the source's own language."""
    return Plain(text) if text else None


def moment(text: str | None) -> datetime | None:
    """A stated moment."""
    return datetime.fromisoformat(text) if text else None

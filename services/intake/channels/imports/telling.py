"""Turns what rows state into events: each row's own statement is kept on the first event it becomes.

A row tells where a ticket stands; an event tells what changed. So the last known owner, team and phase
of each ticket are remembered, and a row that changes none of them becomes `TicketUpdatedElsewhere`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from services.intake.channels.imports.standing import SETTLED, Standing
from services.intake.channels.imports.statement import Named, Phase, Statement
from shared.events import ticket as said
from shared.events.declaration import Event
from shared.events.source import SourceRow
from shared.vocabulary.identity import Personal, PersonId, Plain, TeamId
from shared.vocabulary.words import Channel, Origin, Resolution, WaitingOn, Work
from shared.vocabulary.working_time import Seconds

RESOLUTIONS = {each.value: each for each in Resolution}
CLOSED_THERE = Plain("the source closed it")


@dataclass(frozen=True, slots=True)
class Source:
    """The source being told, and how its names become ids."""

    name: Plain
    adopted: bool
    person: Callable[[Named], PersonId | None]
    team: Callable[[Named], TeamId | None]
    system: frozenset[str]
    """Accounts of the source that are machines, as it names them."""


def events_of(statement: Statement, standing: Standing, source: Source) -> tuple[Event, ...]:
    """The events a statement becomes; the row itself stands on the first of them.

    Empty for what a row implies that is known already. `standing` is brought up to date.
    """
    events: list[Event] = []
    if not standing.raised:
        events.append(raised(statement, standing, source))
    events += routed(statement, standing, source)
    events += assigned(statement, standing, source)
    events += worked(statement, standing, source)
    events += turned(statement, standing)
    events += worded(statement)
    if statement.counts:
        if not events:
            events.append(elsewhere(statement))
        row = row_of(statement, standing, source)
        events[0] = msgspec.structs.replace(events[0], row=row)
    return tuple(events)


def raised(statement: Statement, standing: Standing, source: Source) -> Event:
    """The ticket begins."""
    standing.raised = True
    return said.TicketRaised(
        number=standing.number,
        requester=source.person(statement.requester),
        channel=Channel.IMPORT,
        urgent=statement.urgent,
        subject=sealed_later(statement.subject),
        problem=sealed_later(statement.problem),
        service=plain(statement.service),
        source=source.name,
        source_key=Plain(statement.key),
        adopted=source.adopted,
    )


def routed(statement: Statement, standing: Standing, source: Source) -> list[Event]:
    """Another team's queue."""
    team = source.team(statement.team)
    if team is None or team == standing.team:
        return []
    before, standing.team = standing.team, team
    return [said.TicketRouted(team=team, before=before)]


def assigned(statement: Statement, standing: Standing, source: Source) -> list[Event]:
    """Another owner, or none any more."""
    owner = source.person(statement.owner)
    if not statement.owner_said or owner == standing.owner:
        return []
    before, standing.owner = standing.owner, owner
    if owner is None:
        return [said.TicketReleased(agent=before)] if before else []
    return [said.TicketAssigned(agent=owner, origin=Origin.IMPORTED, before=before)]


def worked(statement: Statement, standing: Standing, source: Source) -> list[Event]:
    """Time spent, credited to whoever spent it; a ticket's sum of handling is nobody's."""
    worker = source.person(statement.actor)
    if not statement.seconds or worker is None:
        return []
    work = Work.OWNED if worker == standing.owner else Work.HELPED
    work = Work.CALL if statement.kind == "call" else work
    return [said.TicketWorkLogged(agent=worker, seconds=Seconds(statement.seconds), work=work)]


def turned(statement: Statement, standing: Standing) -> list[Event]:
    """Another phase of its course; a source that only closes may say how it ended."""
    phase = Phase.OPEN if statement.phase is Phase.NEW else statement.phase
    if phase is None or phase is standing.phase:
        return []
    before, standing.phase = standing.phase, phase
    code = RESOLUTIONS.get(statement.resolution or "", Resolution.UNSTATED)
    reopened: list[Event] = []
    if before in SETTLED and phase not in SETTLED:
        reopened = [said.TicketReopened()]
    match phase:
        case Phase.RESOLVED:
            return [said.TicketResolved(code=code)]
        case Phase.CLOSED:
            ended = statement.resolution and before not in SETTLED
            resolved = [said.TicketResolved(code=code)] if ended else []
            return [*resolved, said.TicketClosed(why=CLOSED_THERE)]
        case Phase.WAITING:
            on = WaitingOn(statement.waiting_on or WaitingOn.REQUESTER)
            return [*reopened, said.TicketSetWaiting(on=on)]
        case _:
            return reopened or [said.TicketResumed()]


def stands_again(now: Standing, shown: Standing) -> tuple[Event, ...]:
    """What brings a ticket from where it is shown to where it stands; `shown` is brought there."""
    events: list[Event] = []
    if now.team and now.team != shown.team:
        events.append(said.TicketRouted(team=now.team, before=shown.team))
    if now.owner and now.owner != shown.owner:
        given = said.TicketAssigned(agent=now.owner, origin=Origin.IMPORTED, before=shown.owner)
        events.append(given)
    elif shown.owner and not now.owner:
        events.append(said.TicketReleased(agent=shown.owner))
    return (*events, *turned(Statement(key="", at="", phase=now.phase), shown))


def worded(statement: Statement) -> list[Event]:
    """What was written."""
    if not statement.text:
        return []
    words = Personal(statement.text)
    return [said.TicketNoted(text=words) if statement.private else said.TicketReplied(text=words)]


def elsewhere(statement: Statement) -> Event:
    """A row that changes nothing we have an event for."""
    return said.TicketUpdatedElsewhere(
        what=Plain(statement.what or what_stands(statement.state)),
        before=sealed_later(statement.before),
        after=sealed_later(statement.after),
    )


def what_stands(state: str | None) -> str:
    """What a row is about that names no field: the ticket in its state."""
    return f"the ticket ({state})" if state else "the ticket"


def row_of(statement: Statement, standing: Standing, source: Source) -> SourceRow:
    """What the row states, word for word where it is not personal.

    A change log names the owner only where that changes; who owned the ticket after the row is meant.
    """
    owner = source.person(statement.owner) if statement.owner_said else standing.owner
    return SourceRow(
        source=source.name,
        kind=Plain(statement.kind),
        state=plain(statement.state),
        course=plain(statement.phase),
        actor=source.person(statement.actor),
        owner=owner if statement.owner_column else None,
        team=source.team(statement.team),
        resolver=source.person(statement.resolver),
        system=statement.actor is not None and statement.actor[1] in source.system,
        priority=plain(statement.priority),
        resolved_at=moment(statement.resolved_at),
        closed_at=moment(statement.closed_at),
        promise_missed=statement.promise_missed,
        reassignments=statement.reassignments,
        reopenings=statement.reopenings,
        seconds=statement.seconds,
    )


def holds_words(statement: Statement) -> bool:
    """Whether the statement says anything that is sealed."""
    return any(
        (statement.subject, statement.problem, statement.text, statement.before, statement.after)
    )


def plain(text: str | None) -> Plain | None:
    """A name of the source's own language."""
    return Plain(text) if text else None


def sealed_later(words: str | None) -> Personal | None:
    """Words about or by a person; the log seals them."""
    return Personal(words) if words else None


def moment(text: str | None) -> datetime | None:
    """A stated moment."""
    return datetime.fromisoformat(text) if text else None

"""Where an imported ticket stands, as far as the rest of its history needs it: one small slot each.

A row tells of its own time. Where the log already knows what happened later, as where the later half of
an export was imported first, the row is told as the ticket stood then; what stands in the end is told
again after it, for those who read in the order of the log.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.intake.channels.imports.statement import Phase
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.vocabulary.identity import PersonId, StreamId, TeamId

SETTLED = (Phase.RESOLVED, Phase.CLOSED)
PHASES: dict[Any, Phase] = {
    said.TicketRaised: Phase.OPEN,
    said.TicketResumed: Phase.OPEN,
    said.TicketReopened: Phase.OPEN,
    said.TicketSetWaiting: Phase.WAITING,
    said.TicketResolved: Phase.RESOLVED,
    said.TicketClosed: Phase.CLOSED,
}


@dataclass(slots=True)
class Standing:
    """One ticket of the source in this import."""

    stream: StreamId
    number: int = 0
    version: int = 0
    raised: bool = False
    phase: Phase = Phase.OPEN
    owner: PersonId | None = None
    team: TeamId | None = None
    old: bool = False
    """Whether the log knew it before this import."""
    folded: bool = False
    """Whether an old ticket's history has been read; it is only for those with new rows."""
    ahead: deque[Recorded[Any]] = field(default_factory=deque)
    """What the log knows of times that this import has not come to, by time."""
    shown: "Standing | None" = None
    """Where it stands for who reads in the order of the log, while that is somewhere else."""


def fold(standing: Standing, history: list[Recorded[Any]]) -> None:
    """Meet an old ticket at its beginning; `pass_by` brings it to the time of a row."""
    standing.folded = True
    standing.version = history[-1].version if history else 0
    for told in history:
        if isinstance(told.event, said.TicketRaised):
            standing.raised, standing.number = True, told.event.number
    standing.ahead.extend(sorted(history, key=lambda told: (told.at, told.position)))
    standing.shown = Standing(standing.stream)
    follow(standing.shown, (told.event for told in history))


def pass_by(standing: Standing, at: datetime | None) -> None:
    """Bring the ticket to where it stood at a time, or in the end."""
    while standing.ahead and (at is None or standing.ahead[0].at <= at):
        follow(standing, (standing.ahead.popleft().event,))


def follow(standing: Standing, events: Iterable[Any]) -> None:
    """Let the events happen."""
    for event in events:
        standing.phase = PHASES.get(type(event), standing.phase)
        match event:
            case said.TicketAssigned(agent=agent):
                standing.owner = agent
            case said.TicketReleased():
                standing.owner = None
            case said.TicketRouted(team=team):
                standing.team = team

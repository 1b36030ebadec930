"""Where an imported ticket stands, as far as the rest of its history needs it: one small slot each."""

from collections.abc import Iterable
from dataclasses import dataclass
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


def fold(standing: Standing, history: Iterable[Recorded[Any]]) -> None:
    """Bring an old ticket to where its history left it."""
    for told in history:
        event = told.event
        standing.version = told.version
        standing.phase = PHASES.get(type(event), standing.phase)
        match event:
            case said.TicketRaised(number=number):
                standing.raised, standing.number = True, number
            case said.TicketAssigned(agent=agent):
                standing.owner = agent
            case said.TicketReleased():
                standing.owner = None
            case said.TicketRouted(team=team):
                standing.team = team
    standing.folded = True

"""What happened to a thing since a visitor last saw it, told in sentences they may read."""

from typing import Any

from shared.eventlog.port import EventLog
from shared.eventlog.recorded import Recorded
from shared.events import ticket
from shared.people.directory import Directory
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.identity import StreamId

READ_BY_REQUESTERS = (
    ticket.TicketRaised,
    ticket.TicketReplied,
    ticket.TicketPromiseSet,
    ticket.TicketSetWaiting,
    ticket.TicketResumed,
    ticket.TicketResolved,
    ticket.TicketConfirmed,
    ticket.TicketClosed,
    ticket.TicketReopened,
    ticket.TicketFollowedUp,
)
"""What requesters read of their ticket; notes, judgements and bookings are the desk's own."""


class Since:
    """Tells the events of a stream after a version."""

    def __init__(self, log: EventLog, directory: Directory) -> None:
        self._log, self._directory = log, directory

    def __call__(self, stream: StreamId, version: int, viewer: Viewer) -> list[dict[str, Any]]:
        """Version, time and sentence of each event after that version, oldest first."""
        told = self._log.history(stream, after=version)
        if not viewer.may(Action.SEE_ALL):
            told = [each for each in told if isinstance(each.event, READ_BY_REQUESTERS)]
        return [self._line(each) for each in told]

    def name_of(self, stream: StreamId) -> str:
        """What people call what was asked about."""
        return self._directory.name_of(stream)

    def _line(self, told: Recorded[Any]) -> dict[str, Any]:
        sentence = self._directory.sentence(told)
        return {"version": told.version, "at": told.at.isoformat(), "sentence": sentence}

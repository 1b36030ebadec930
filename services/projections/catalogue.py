"""Every view there is, and the open files of one desk's views."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.projections.rows.entries import Entries
from services.projections.rows.lines import Lines
from services.projections.views.audit_trail.view import AUDIT_TRAIL
from services.projections.views.queue.view import QUEUE, Place
from services.projections.views.ticket.view import TICKET, TicketRow
from services.projections.views.work.view import WORK, WorkRow

LINE_VIEWS: tuple[Any, ...] = (QUEUE, TICKET, WORK)
ALL_VIEWS: tuple[Any, ...] = (*LINE_VIEWS, AUDIT_TRAIL)


@dataclass
class Views:
    """The lines of every view, in a folder, or in memory."""

    queue: Lines[Place]
    ticket: Lines[TicketRow]
    work: Lines[WorkRow]
    audit_trail: Entries

    def all(self) -> list[Any]:
        """Each of them."""
        return [self.queue, self.ticket, self.work, self.audit_trail]

    def close(self) -> None:
        """Close every file."""
        for view in self.all():
            view.file.close()


def open_views(folder: Path | None) -> Views:
    """The views of a desk; files that are missing begin empty and are filled from the log."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    return Views(
        queue=Lines(QUEUE, folder),
        ticket=Lines(TICKET, folder),
        work=Lines(WORK, folder),
        audit_trail=Entries(AUDIT_TRAIL, folder),
    )

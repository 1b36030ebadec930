"""Every view there is, and the open files of one desk's views."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.projections.rebuild import Progress, missing, quietly, rebuild
from services.projections.rows import builds
from services.projections.rows.entries import Entries
from services.projections.rows.lines import Lines
from services.projections.rows.parking import Parkings
from services.projections.view import Trail, View
from services.projections.views.audit_trail.view import AUDIT_TRAIL
from services.projections.views.fairness.row import FairnessRow
from services.projections.views.fairness.view import FAIRNESS
from services.projections.views.people.row import PersonRow
from services.projections.views.people.view import PEOPLE
from services.projections.views.queue.row import QueueRow
from services.projections.views.queue.view import QUEUE
from services.projections.views.teams.view import TEAMS, TeamRow
from services.projections.views.ticket.row import TicketRow
from services.projections.views.ticket.view import TICKET
from services.projections.views.work.row import WorkRow
from services.projections.views.work.view import WORK
from shared.eventlog.port import EventLog, ThingIsUnknown

LINE_VIEWS: tuple[View[Any], ...] = (QUEUE, TICKET, WORK, PEOPLE, FAIRNESS, TEAMS)
ALL: tuple[View[Any] | Trail, ...] = (*LINE_VIEWS, AUDIT_TRAIL)


class ViewIsUnknown(ThingIsUnknown):
    """There is no view of that name."""


@dataclass(frozen=True)
class Views:
    """The lines of every view, in a folder, or in memory."""

    queue: Lines[QueueRow]
    ticket: Lines[TicketRow]
    work: Lines[WorkRow]
    people: Lines[PersonRow]
    fairness: Lines[FairnessRow]
    teams: Lines[TeamRow]
    audit_trail: Entries

    def all(self) -> list[Lines[Any] | Entries]:
        """Each of them."""
        return [*self._folded(), self.audit_trail]

    def _folded(self) -> list[Lines[Any]]:
        return [self.queue, self.ticket, self.work, self.people, self.fairness, self.teams]

    def lines(self, names: Sequence[str] = ()) -> list[Lines[Any]]:
        """The views that may park events; of these names, where some are named.

        Raises `ViewIsUnknown`.
        """
        known = {lines.view.name: lines for lines in self._folded()}
        for name in names:
            if name not in known:
                raise ViewIsUnknown(
                    f"no view {name!r} can park events; expected one of {', '.join(known)}"
                )
        return [known[name] for name in names] or list(known.values())

    @property
    def parking(self) -> Parkings:
        """Which lines show less than happened, since which event and why."""
        return Parkings((each.parking for each in self.lines()), self.audit_trail.happened_by)

    def close(self) -> None:
        """Close every file."""
        for view in self.all():
            view.close()


def named(names: Sequence[str]) -> list[View[Any] | Trail]:
    """The views of these names; all of them where none is named. Raises `ViewIsUnknown`."""
    known = {view.name: view for view in ALL}
    for name in names:
        if name not in known:
            raise ViewIsUnknown(f"there is no view {name!r}; expected one of {', '.join(known)}")
    return [known[name] for name in names] or list(ALL)


def open_views(
    folder: Path | None, log: EventLog, *, writes: bool = True, progress: Progress = quietly
) -> Views:
    """The views of a desk; what is missing or of an earlier version is first built from the log.

    Without `writes` they are only read, beside whoever writes them. Raises `ViewIsUnreadable`,
    `ViewIsMissing` and `RebuildIsUnderWay`.
    """
    if folder and writes:
        complete(folder, log, progress)
    history = log.history
    return Views(
        queue=Lines(QUEUE, folder, history, writes=writes),
        ticket=Lines(TICKET, folder, history, writes=writes),
        work=Lines(WORK, folder, history, writes=writes),
        people=Lines(PEOPLE, folder, history, writes=writes),
        fairness=Lines(FAIRNESS, folder, history, writes=writes),
        teams=Lines(TEAMS, folder, history, writes=writes),
        audit_trail=Entries(AUDIT_TRAIL, folder, writes=writes),
    )


def complete(folder: Path, log: EventLog, progress: Progress) -> None:
    """Build the views that have no file yet, and remove files of earlier versions."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lacking = missing(ALL, folder)
    if lacking and log.head():
        rebuild(lacking, folder, log, progress=progress)
    for view in ALL:
        builds.remove_versions_before(folder, view.name, view.version)

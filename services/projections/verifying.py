"""Checks the whole desk's memory: the log by its hashes and links, and every view against a fresh fold."""

from pathlib import Path

import msgspec

from services.projections.catalogue import ALL
from services.projections.rebuild import Progress, Rebuilt, quietly, rebuild
from shared.eventlog.sqlite import SqliteLog
from shared.eventlog.verify import Verified


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of the log and of each view."""

    log: Verified
    views: list[Rebuilt]

    @property
    def sound(self) -> bool:
        """Whether the log holds together and every view tells what it tells."""
        return self.log.sound and not any(
            each.differs or each.foreign or each.unreadable for each in self.views
        )


def views_compared(log: SqliteLog, folder: Path, progress: Progress = quietly) -> list[Rebuilt]:
    """Each view beside a fresh fold, which is thrown away; the live views are only read."""
    return rebuild(ALL, folder, log, progress=progress, switch=False)

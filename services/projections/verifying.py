"""Checks the whole desk's memory: the log by its hashes and links, and every view against a fresh fold."""

from pathlib import Path

import msgspec

from services.projections.catalogue import ALL
from services.projections.rebuild import Progress, Rebuilt, quietly, rebuild
from shared.eventlog.sqlite import SqliteLog
from shared.eventlog.verify import Verified, verify
from shared.sealing.port import Seals


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


def verified(log: SqliteLog, folder: Path, *, seals: Seals, progress: Progress = quietly) -> Whole:
    """Read the log again in both orders, then fold it anew beside each view and compare.

    The live views are only read; the fresh folds are thrown away.
    """
    found = verify(log, seals=seals)
    return Whole(log=found, views=rebuild(ALL, folder, log, progress=progress, switch=False))

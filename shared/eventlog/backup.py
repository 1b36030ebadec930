"""A copy of the desk's truth that holds together, made beside a running desk.

Copying files by hand loses what still stands in a write-ahead log. Here SQLite copies each file as it
stood at one moment: the log first and its keys after it, for a key is on disk before the event that needs
it, so that every word of the copy can be read.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import msgspec

from shared.eventlog import schema
from shared.eventlog.beginning import mark_now
from shared.eventlog.choice import refuse_missing
from shared.eventlog.datastore import PinnedDatastore
from shared.eventlog.mark import MarkFile
from shared.eventlog.port import LogIsUnavailable, Refusal
from shared.eventlog.recorder import Recorder
from shared.settings import Settings


class FolderIsTaken(Refusal):
    """A backup never overwrites another."""


class BackedUp(msgspec.Struct, frozen=True, kw_only=True):
    """What the copy holds."""

    folder: str
    log: str
    generation: int
    position: int
    """Position of its last event."""
    files: tuple[str, ...]


def back_up(settings: Settings, folder: Path) -> BackedUp:
    """Copy log, keys and access into an empty folder.

    Raises `FolderIsTaken`, and `LogIsUnavailable` where something cannot be read or written.
    """
    refuse_missing(settings)
    if folder.exists() and any(folder.iterdir()):
        raise FolderIsTaken(f"{folder} is not empty; name a new folder for the backup")
    there = Settings(home=folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for source, copy in (
            (settings.log_file, there.log_file),
            (settings.key_file, there.key_file),
            (settings.access_file, there.access_file),
        ):
            copied(source, copy)
    except (OSError, sqlite3.Error) as failed:
        raise LogIsUnavailable(f"the backup could not be made: {failed}") from failed
    return marked(there)


def copied(source: Path, copy: Path) -> None:
    """The file as it stands at one moment, for its owner alone, on disk when this returns."""
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with (
        closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True)) as here,
        closing(sqlite3.connect(copy)) as there,
    ):
        here.backup(there)
        there.execute("PRAGMA journal_mode=DELETE")
    descriptor = os.open(copy, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def marked(there: Settings) -> BackedUp:
    """The copy with a head mark of its own, so that a cut is noticed there as well."""
    recorder = Recorder(PinnedDatastore(there.log_file))
    mark = MarkFile(there.log_file)
    try:
        facts = dict(recorder.fetch(schema.FACTS))
        head = mark_now(recorder, facts["log"], int(facts["generation"]))
        mark.write(head)
    finally:
        mark.close()
        recorder.datastore.close()
    files = tuple(sorted(path.name for path in there.home.iterdir()))
    return BackedUp(
        folder=str(there.home), log=head.log, generation=head.generation, position=head.position,
        files=files,
    )  # fmt: skip

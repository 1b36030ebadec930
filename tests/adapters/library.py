"""The library's own example of a desk, as it comes: what the log is measured beside."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event


class Note(Aggregate):
    """A ticket as the library's examples write one."""

    @event("Noted")
    def note(self, text: str, by: str) -> None:
        self.text, self.by = text, by


class Notes(Application[Any]):
    """The library's application with its default recorder, mapper and settings."""


def notes(file: Path) -> Notes:
    """The application on a SQLite file."""
    return Notes(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(file)})


def note_writer(app: Notes, *, words: str, by: str) -> Callable[[], object]:
    """A writer with a ticket of their own: each call is one request with one event."""
    note = Note()
    app.save(note)

    def write() -> None:
        note.note(words, by)
        app.save(note)

    return write

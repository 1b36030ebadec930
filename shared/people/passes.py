"""Sign-in links, sessions and tokens on disk: only digests of secrets, each with an end.

A secret is 256 random bits, so a plain SHA-256 of it cannot be guessed back. A link is used up by
one conditional update, so that two clicks at once sign in only one.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from shared.people.policy_table import Scope
from shared.vocabulary.identity import PersonId, StreamId

SCHEMA = """
CREATE TABLE IF NOT EXISTS passes (
    digest TEXT PRIMARY KEY, kind TEXT NOT NULL, person TEXT NOT NULL, scopes TEXT, label TEXT,
    made_at TEXT NOT NULL, ends_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS passes_person ON passes (person, kind);
CREATE INDEX IF NOT EXISTS passes_end ON passes (ends_at);
"""


class AccessIsUnavailable(Exception):
    """Links, sessions and tokens cannot be read or written now: disk full, file unreadable or in use."""


class Kind(StrEnum):
    """What a pass is for."""

    LINK = "link"
    SESSION = "session"
    TOKEN = "token"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """A secret's digest and what the secret is good for, until when."""

    digest: str
    kind: Kind
    person: PersonId
    made_at: datetime
    ends_at: datetime
    scopes: frozenset[Scope] | None = None
    label: str | None = None


class SqlitePasses:
    """Passes in one SQLite file, or in memory for tests (`path=None`)."""

    def __init__(self, path: Path | None) -> None:
        self._lock, self._path = threading.Lock(), path
        with self._held():
            if path:
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._db = sqlite3.connect(
                path or ":memory:", isolation_level=None, check_same_thread=False, timeout=10
            )
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
                self._db.execute(f"PRAGMA {pragma}")
            self._db.executescript(SCHEMA)

    def keep(self, new: Pass) -> None:
        """Keep a new pass, and drop those that ended before it was made."""
        scopes = None if new.scopes is None else " ".join(sorted(new.scopes))
        ends = (text(new.made_at), text(new.ends_at))
        with self._held():
            self._db.execute("DELETE FROM passes WHERE ends_at <= ?", ends[:1])
            self._db.execute(
                "INSERT INTO passes VALUES (?, ?, ?, ?, ?, ?, ?)",
                (new.digest, new.kind, new.person, scopes, new.label, *ends),
            )

    def valid(self, digest: str, kind: Kind, now: datetime) -> Pass | None:
        """The pass, unless it ended or never was."""
        with self._held():
            row = self._db.execute(
                "SELECT digest, kind, person, scopes, label, made_at, ends_at FROM passes "
                "WHERE digest = ? AND kind = ? AND ends_at > ?",
                (digest, kind, text(now)),
            ).fetchone()
        return pass_of(row) if row else None

    def use_up(self, digest: str, kind: Kind, now: datetime) -> Pass | None:
        """The pass, which is gone from now on; None if it was used or ended."""
        with self._held():
            rows = self._db.execute(
                "DELETE FROM passes WHERE digest = ? AND kind = ? AND ends_at > ? "
                "RETURNING digest, kind, person, scopes, label, made_at, ends_at",
                (digest, kind, text(now)),
            ).fetchall()
        return pass_of(rows[0]) if rows else None

    def revoke(self, person: PersonId, kind: Kind | None = None) -> int:
        """End all passes of a person, or those of one kind; how many went."""
        with self._held():
            return self._db.execute(
                "DELETE FROM passes WHERE person = ?1 AND (?2 IS NULL OR kind = ?2)",
                (person, kind),
            ).rowcount

    def revoke_one(self, prefix: str) -> int:
        """End the one token whose digest begins like this; how many went."""
        with self._held():
            return self._db.execute(
                "DELETE FROM passes WHERE kind = 'token' AND digest >= ? AND digest < ?",
                (prefix, prefix + "g"),
            ).rowcount

    def tokens(self) -> list[Pass]:
        """All tokens, those that end first first."""
        with self._held():
            rows = self._db.execute(
                "SELECT digest, kind, person, scopes, label, made_at, ends_at FROM passes "
                "WHERE kind = 'token' ORDER BY ends_at"
            ).fetchall()
        return [pass_of(row) for row in rows]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _held(self) -> Iterator[None]:
        """One at a time; raises `AccessIsUnavailable`."""
        with self._lock:
            try:
                yield
            except (sqlite3.Error, OSError) as failed:
                name = self._path.name if self._path else "the store of links and tokens"
                raise AccessIsUnavailable(
                    f"{name} cannot be read or written ({failed}); make room or put it right, then "
                    "try again"
                ) from failed


def pass_of(row: tuple[str, str, str, str | None, str | None, str, str]) -> Pass:
    """A pass as it was kept."""
    digest, kind, person, scopes, label, made_at, ends_at = row
    return Pass(
        digest=digest,
        kind=Kind(kind),
        person=PersonId(StreamId(person)),
        scopes=None if scopes is None else frozenset(Scope(each) for each in scopes.split()),
        label=label,
        made_at=datetime.fromisoformat(made_at),
        ends_at=datetime.fromisoformat(ends_at),
    )


def text(moment: datetime) -> str:
    """A moment as text that sorts by time."""
    return moment.isoformat(timespec="microseconds")

"""Any table of tickets: a small TOML file says which column is what and which state means what.

`table.md` beside this file explains it with an example.
"""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.intake.channels.imports.format import (
    Format,
    Instant,
    Row,
    Table,
    named,
    nobody,
    told,
    whole,
    written,
)
from services.intake.channels.imports.lines import SourceIsUnreadable
from services.intake.channels.imports.statement import Named, Phase, Statement
from shared.vocabulary.words import Resolution, WaitingOn


class Part(BaseModel):
    """A part of a mapping file; what it does not know it refuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Columns(Part):
    """Names of columns; only the ticket's key and the time of the row must be there."""

    key: str
    time: str
    opened: str | None = None
    state: str | None = None
    actor: str | None = None
    owner: str | None = None
    team: str | None = None
    requester: str | None = None
    resolver: str | None = None
    subject: str | None = None
    problem: str | None = None
    text: str | None = None
    private: str | None = None
    service: str | None = None
    priority: str | None = None
    resolution: str | None = None
    resolved_at: str | None = None
    closed_at: str | None = None
    promise_missed: str | None = None
    reassignments: str | None = None
    reopenings: str | None = None
    seconds: str | None = None


class Mapping(Part):
    """What the columns and words of one table mean."""

    columns: Columns
    states: dict[Phase, tuple[str, ...]] = {}
    waiting_on: dict[str, WaitingOn] = {}
    resolutions: dict[str, Resolution] = {}
    people: Literal["apart", "alike"] = "apart"
    """Whether one name in two columns is one person."""
    urgent: tuple[str, ...] = ()
    """Priorities that say a requester cannot wait."""
    yes: tuple[str, ...] = ("yes", "true", "1")
    time_form: str | None = None
    """As for `strptime`; ISO 8601 if it is not given."""
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    system: tuple[str, ...] = ()


def table_format(path: Path) -> Format:
    """The format that a mapping file describes; raises `SourceIsUnreadable` if it does not."""
    try:
        mapping = Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as broken:
        raise SourceIsUnreadable(f"the mapping {path.name} cannot be read: {broken}") from broken
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(map(str, first["loc"])) or "file"
        raise SourceIsUnreadable(f"{where} in the mapping {path.name}: {first['msg']}") from wrong
    return format_of(mapping)


def format_of(mapping: Mapping) -> Format:
    """The one table that the mapping describes."""
    meaning = Meaning(mapping)
    table = Table(
        kind="row",
        key=mapping.columns.key,
        needed=tuple(dict.fromkeys(mapping.columns.model_dump(exclude_none=True).values())),
        state=meaning.state,
        opening=meaning.opening,
        delimiter=mapping.delimiter,
    )
    moment = datetime.fromisoformat if mapping.time_form is None else meaning.moment
    return Format(tables=(table,), moment=moment, system=frozenset(mapping.system))


class Meaning:
    """Reads rows by one mapping."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping, self._columns = mapping, mapping.columns
        self._phases = {
            word.casefold(): phase for phase, words in mapping.states.items() for word in words
        }

    def moment(self, text: str) -> datetime:
        """A time in the table's own form."""
        return datetime.strptime(text, self._mapping.time_form or "")  # noqa: DTZ007

    def state(self, row: Row, instant: Instant) -> Iterator[Statement]:
        """One row: where the ticket stood after it."""
        columns, state = self._columns, self._text(row, "state")
        priority, resolution = self._text(row, "priority"), self._text(row, "resolution")
        yield Statement(
            key=row[columns.key],
            at=told(instant, row, columns.time),
            state=state,
            phase=self._phases.get((state or "").casefold()),
            waiting_on=self._mapping.waiting_on.get(state or ""),
            actor=self._person(row, "actor"),
            owner=self._person(row, "owner"),
            owner_said=columns.owner is not None,
            owner_column=columns.owner is not None,
            team=self._named(row, "team"),
            resolver=self._person(row, "resolver"),
            text=written(self._cell(row, "text")),
            private=bool(self._yes(row, "private")),
            priority=priority,
            resolution=self._mapping.resolutions.get(resolution or ""),
            resolved_at=self._instant(row, "resolved_at", instant),
            closed_at=self._instant(row, "closed_at", instant),
            promise_missed=self._yes(row, "promise_missed"),
            reassignments=self._whole(row, "reassignments"),
            reopenings=self._whole(row, "reopenings"),
            seconds=self._whole(row, "seconds"),
        )

    def opening(self, row: Row, instant: Instant) -> Statement:
        """How the ticket began, as its first row tells."""
        columns = self._columns
        return Statement(
            key=row[columns.key],
            at=self._instant(row, "opened", instant) or told(instant, row, columns.time),
            actor=self._person(row, "requester"),
            requester=self._person(row, "requester"),
            subject=self._text(row, "subject"),
            problem=self._text(row, "problem"),
            service=self._text(row, "service"),
            urgent=self._text(row, "priority") in self._mapping.urgent,
        )

    def _cell(self, row: Row, what: str) -> str:
        column: str | None = getattr(self._columns, what)
        return row[column] if column else ""

    def _text(self, row: Row, what: str) -> str | None:
        return nobody(self._cell(row, what))

    def _named(self, row: Row, what: str) -> Named:
        column: Any = getattr(self._columns, what)
        return named(column, row[column]) if column else None

    def _person(self, row: Row, what: str) -> Named:
        found = self._named(row, what)
        return ("person", found[1]) if found and self._mapping.people == "alike" else found

    def _instant(self, row: Row, what: str, instant: Instant) -> str | None:
        return instant(self._cell(row, what))

    def _whole(self, row: Row, what: str) -> int | None:
        column: str | None = getattr(self._columns, what)
        return whole(row, column) if column else None

    def _yes(self, row: Row, what: str) -> bool | None:
        text = self._text(row, what)
        return None if text is None else text.casefold() in self._mapping.yes

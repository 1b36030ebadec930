"""Opens the log's file for writing: makes it where there is none, refuses what does not fit."""

import os
from pathlib import Path

from shared.clock import Chance
from shared.eventlog import schema
from shared.eventlog.mark import HeadMark, MarkFile, contradiction
from shared.eventlog.port import LogIsUnavailable
from shared.eventlog.recorder import Recorder


class LogIsCut(LogIsUnavailable):
    """The log lacks what it once held; writing on would hide that."""


def begin(path: Path, recorder: Recorder, mark: MarkFile, chance: Chance) -> None:
    """Make the tables and the log's id where there are none; raises `LogIsUnavailable`."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    recorder.create_table()
    fresh = [("log", chance.token(8).hex()), ("generation", "1"), ("schema", str(schema.VERSION))]
    with recorder.datastore.transaction(commit=True) as c:
        c.executemany("INSERT OR IGNORE INTO about VALUES (?, ?)", fresh)
    facts = dict(recorder.fetch(schema.FACTS))
    if int(facts["schema"]) > schema.VERSION:
        raise LogIsUnavailable(
            f"the log has form {facts['schema']}, this version reads up to {schema.VERSION}; "
            "update the desk"
        )
    refuse_cut_log(recorder, mark, facts)


def refuse_cut_log(recorder: Recorder, mark: MarkFile, facts: dict[str, str]) -> None:
    """Compare the log with its head mark; raises `LogIsCut` where it holds less.

    A mark that is missing is written: from here on a cut is noticed.
    """
    held = mark.read()
    if held is None:
        mark.write(mark_now(recorder, facts["log"], int(facts["generation"])))
        return
    wrong = contradiction(
        held,
        log=facts["log"],
        generation=int(facts["generation"]),
        hash_at=lambda position: hash_at(recorder, position),
    )
    if wrong:
        raise LogIsCut(
            f"{wrong}. Put the right file back; where the log was replaced on purpose, say so "
            f"with `evenhand restored`",
            retry_after=3600,
        )


def begin_generation(recorder: Recorder, mark: MarkFile) -> int:
    """Declare that the log was restored or promoted: cursors of what it was before then stop.

    Returns the new generation. The writer's lock must be held.
    """
    facts = dict(recorder.fetch(schema.FACTS))
    held = mark.read()
    before = max(int(facts["generation"]), held.generation if held else 0)
    with recorder.datastore.transaction(commit=True) as c:
        c.execute(schema.SAVE_FACT, ("generation", str(before + 1)))
    mark.write(mark_now(recorder, facts["log"], before + 1))
    return before + 1


def mark_now(recorder: Recorder, log: str, generation: int) -> HeadMark:
    """The mark of the log as it stands."""
    head = recorder.max_notification_id()
    last = hash_at(recorder, head) or ""
    return HeadMark(log=log, generation=generation, position=head, hash=last)


def hash_at(recorder: Recorder, position: int) -> str | None:
    """The hash of the event at a position, in hex."""
    rows = recorder.fetch(schema.READ, (position - 1, position, 1))
    return rows[0][schema.HASH].hex() if rows else None

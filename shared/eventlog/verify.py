"""Reads the whole log again and tells what does not fit: nothing is believed that can be computed.

Two passes of bounded memory: stream by stream for versions, hashes and seals, and in order of
position for positions and shard links. That the tail was cut off the log cannot know; the head mark
beside it tells. Whoever rewrites a stream and all its hashes is betrayed by the seals, which need
the keys, and by the mark.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from shared.eventlog.checks import Finding, Findings, PlaceCheck, Row, StreamCheck
from shared.eventlog.mark import MarkFile, MarkIsUnreadable, contradiction
from shared.eventlog.sqlite import SqliteLog
from shared.sealing.port import Seals

AT_ONCE = 2_000
Progress = Callable[[int, int], None]
"""Told (rows read, rows to read) now and then; each event is read twice."""


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What a verification read and found."""

    log: str
    generation: int
    head: int
    """Position up to which was read."""
    events: int
    streams: int
    seals: int
    """Sealed words that stand where they belong."""
    unreadable: int
    """Events of topics or versions unknown to this code; hashes and links were checked all the
    same."""
    wrong: dict[str, int]
    """How many findings there are of each kind: position, link, version, hash, seal, mark."""
    findings: list[Finding]
    """The first hundred of them: kind, where, why."""

    @property
    def sound(self) -> bool:
        """Whether everything fits."""
        return not self.wrong


def quietly(_: int, __: int) -> None:
    """Tell nobody."""


def verify(log: SqliteLog, *, seals: Seals | None = None, progress: Progress = quietly) -> Verified:
    """Read the log up to its present head; with `seals`, every seal is opened too.

    Raises `LogIsUnavailable` where the file cannot be read to its end.
    """
    head = log.head()
    found = Findings()
    streams = StreamCheck(found, seals)
    for row in with_progress(log.rows_by_stream(head), progress, 0, 2 * head):
        streams.take(row)
    places = PlaceCheck(found)
    for row in with_progress(rows_by_position(log, head), progress, streams.events, 2 * head):
        places.take(row)
    places.end(head)
    check_mark(log, found)
    progress(2 * head, 2 * head)
    return Verified(
        log=log.id,
        generation=log.generation,
        head=head,
        events=streams.events,
        streams=streams.streams,
        seals=streams.seals,
        unreadable=streams.unreadable,
        wrong=found.counts,
        findings=found.shown,
    )


def rows_by_position(log: SqliteLog, head: int) -> Iterator[Row]:
    """All rows up to the head, in order of position."""
    after = 0
    while rows := log.read_rows(after=after, limit=AT_ONCE, until=head):
        yield from rows
        after = rows[-1][0]


def with_progress(
    rows: Iterable[Row], progress: Progress, before: int, total: int
) -> Iterator[Row]:
    """The rows, with word about how many were read."""
    for done, row in enumerate(rows, before):
        if done % AT_ONCE == 0:
            progress(done, total)
        yield row


def check_mark(log: SqliteLog, found: Findings) -> None:
    """Compare the log with the head mark beside it."""
    mark = MarkFile(log.path)
    try:
        held = mark.read()
    except MarkIsUnreadable as unreadable:
        found.note("mark", "log", str(unreadable))
        return
    if held is None:
        found.note("mark", "log", f"there is no {mark.path.name}: a cut tail would go unnoticed")
        return
    wrong = contradiction(held, log=log.id, generation=log.generation, hash_at=log.hash_at)
    if wrong:
        found.note("mark", "log", wrong)

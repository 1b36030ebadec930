"""Links people whom a source names differently in different columns, with the evidence for it.

They stay apart until this is asked for; the rule is the one reports compare columns by.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from services.intake.channels.imports.identities import Desk
from shared.eventlog.port import Change, Write
from shared.events.people import PersonLinked
from shared.events.source import SourceRow
from shared.people.matching import RESOLVER_ROWS, WRITER_ROWS, Match, Pair, matched
from shared.vocabulary.identity import IMPORT, Personal, PersonId

AT_ONCE = 5_000


@dataclass(slots=True)
class Together:
    """On how many resolving rows an owner stands with a resolver or a writer."""

    resolvers: Counter[Pair] = field(default_factory=Counter)
    writers: Counter[Pair] = field(default_factory=Counter)
    machines: set[PersonId] = field(default_factory=set)

    def take(self, row: SourceRow) -> None:
        """One more row."""
        if row.system and row.actor:
            self.machines.add(row.actor)
        if row.course != "resolved" or row.owner is None:
            return
        if row.resolver:
            self.resolvers[row.owner, row.resolver] += 1
        if row.actor:
            self.writers[row.owner, row.actor] += 1


def link_people(desk: Desk, source: str) -> int:
    """Record who is who in the source, as far as its rows show; returns how many were linked newly.

    What was linked before is not linked again. People whom the source names alike are one anyway.
    """
    together = Together()
    for row in rows_of(desk, source):
        together.take(row)
    found = [(each, "resolver") for each in linked(together.resolvers, RESOLVER_ROWS, set())] + [
        (each, "writer") for each in linked(together.writers, WRITER_ROWS, together.machines)
    ]
    told = 0
    for match, what in found:
        told += link(desk, match, what)
    return told


def linked(together: Counter[Pair], least: int, machines: set[PersonId]) -> list[Match]:
    """The matches of two columns that name people differently; machines are nobody's other name."""
    if any(owner == other for owner, other in together):
        return []
    return [match for match in matched(together, least=least) if match.second not in machines]


def rows_of(desk: Desk, source: str) -> Iterator[SourceRow]:
    """Every row that was imported from the source."""
    after = 0
    while told := desk.log.read(after=after, limit=AT_ONCE):
        rows: list[Any] = [getattr(each.event, "row", None) for each in told]
        yield from (row for row in rows if row and row.source == source)
        after = told[-1].position


def link(desk: Desk, match: Match, what: str) -> bool:
    """Record one link, once."""
    command = f"{IMPORT}/{match.first}/{match.second}"
    if desk.log.answered(command):
        return False
    event = PersonLinked(other=match.second, evidence=Personal(evidence(match, what)))
    version = desk.log.versions([match.first])[match.first]
    write = Write(stream=match.first, expected=version, events=(event,))
    desk.log.append(Change(command=command, by=IMPORT, at=desk.clock.now(), writes=(write,)))
    return True


def evidence(match: Match, what: str) -> str:
    """What shows that the two are one, in a sentence."""
    percent = 100 * match.together / match.of
    return (
        f"of {match.of} rows on which this owner's tickets were resolved, {match.together} "
        f"({percent:.0f} %) name the other as {what}"
    )

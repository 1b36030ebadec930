"""Appends staged statements to the log: some thousands in one transaction, each row once.

What the log has answered before is left out, whatever came of it since; so an import that broke off is
finished by starting it again. Names, keys and numbers are made for a whole batch, not for each row.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from services.intake.channels.imports.identities import Desk, Identities
from services.intake.channels.imports.staging import Staged, Staging
from services.intake.channels.imports.standing import Standing, fold, follow, pass_by
from services.intake.channels.imports.telling import Source, events_of, holds_words, stands_again
from shared.clock import fresh_id
from shared.eventlog.port import Change, Name, Write
from shared.eventlog.references import NUMBER
from shared.events.declaration import Event
from shared.vocabulary.identity import IMPORT, Actor, PersonId, Plain, StreamId

AT_ONCE = 8_000
WORDS_AT_ONCE = 8_000_000
"""Characters of text after which a transaction is full, too."""
ERASED = "the words of this ticket were erased on request; no more can be kept of it"

Reject = Callable[[Staged, str], None]


class Appending:
    """One source on its way into the log: what is known of its tickets, people and teams."""

    def __init__(self, desk: Desk, staging: Staging, *, name: str, reject: Reject) -> None:
        self._desk, self._staging, self._name, self._reject = desk, staging, name, reject
        self.identities = Identities(desk, name)
        self._known: dict[str, Standing] = {}
        self._instant, self._told = "", set[str]()
        self.events = self.repeated = self.new_tickets = self.unopened = 0

    @property
    def tickets(self) -> int:
        """Tickets met so far, new or not."""
        return len(self._known)

    def append(self, *, adopted: bool, system: frozenset[str]) -> Iterator[int]:
        """Append everything; yields how many rows are done after each transaction."""
        ids = self.identities
        source = Source(Plain(self._name), adopted, ids.person, ids.team, system)
        done = 0
        for batch in batches(self._staging.in_order()):
            self._append(batch, source)
            done += sum(each.statement.counts for each in batch)
            yield done
        self._tell_what_stands()

    def _append(self, batch: list[Staged], source: Source) -> None:
        self._meet_tickets(batch)
        new = [each for each in self._with_openings(batch) if self._is_new(each)]
        if not new:
            return
        first = datetime.fromisoformat(new[0].statement.at)
        changes = self.identities.meet((each.statement for each in new), first)
        self._make_keys(new)
        changes += [change for each in new if (change := self._change(each, source))]
        if changes:
            appended = self._desk.log.append_all(changes)
            known = sum(each.repeated for each in appended)
            assert not known, f"{known} rows taken for new were recorded before; nothing is counted"
            self.events += sum(len(write.events) for c in changes for write in c.writes)

    def _meet_tickets(self, batch: list[Staged]) -> None:
        """Find or begin every ticket of the batch that was not met before."""
        keys = dict.fromkeys(each.statement.key for each in batch)
        unmet = [key for key in keys if key not in self._known]
        if not unmet:
            return
        streams = self._desk.log.named_all(self._name, unmet)
        versions = self._desk.log.versions(list(streams.values()))
        fresh = [key for key in unmet if key not in streams]
        number = self._desk.log.reserve(NUMBER, len(fresh)) if fresh else 0
        for key, stream in streams.items():
            self._known[key] = Standing(stream, version=versions[stream], old=True)
        for count, key in enumerate(fresh):
            stream = StreamId(f"ticket-{fresh_id(self._desk.chance)}")
            self._known[key] = Standing(stream, number=number + count)
        self.new_tickets += len(fresh)

    def _with_openings(self, batch: list[Staged]) -> Iterator[Staged]:
        """The batch, and before the first row of a new ticket how it began, where that comes later."""
        begun: set[str] = set()
        for each in batch:
            key = each.statement.key
            standing = self._known[key]
            if not (standing.old or standing.raised or each.opening or key in begun):
                opening = self._staging.opening(key, each.statement.at)
                if opening:
                    yield opening
                else:
                    self.unopened += 1
            begun.add(key)
            yield each

    def _is_new(self, staged: Staged) -> bool:
        """Whether the row is told for the first time; what is not leaves no trace, not even a name."""
        if staged.statement.at != self._instant:
            self._told.clear()
            self._instant = staged.statement.at
        standing = self._known[staged.statement.key]
        repeated = staged.command in self._told or (standing.old and self._answered(staged))
        self._told.add(staged.command)
        self.repeated += repeated and staged.statement.counts
        return not repeated

    def _answered(self, staged: Staged) -> bool:
        log = self._desk.log
        if log.answered(staged.row):
            return True
        return staged.command != staged.row and log.answered(staged.command) is not None

    def _make_keys(self, new: Iterable[Staged]) -> None:
        """A key for every ticket that begins, under its requester's where that is known by now."""
        requesters: dict[StreamId, PersonId | None] = {}
        for each in new:
            standing = self._known[each.statement.key]
            if not standing.old and not standing.version:
                requester = self.identities.person(each.statement.requester)
                requesters[standing.stream] = requesters.get(standing.stream) or requester
        self._desk.keys.make_all(list(requesters.items()))

    def _change(self, staged: Staged, source: Source) -> Change | None:
        statement, standing = staged.statement, self._known[staged.statement.key]
        at = datetime.fromisoformat(statement.at)
        if standing.old:
            self._come_to(standing, at)
        if standing.raised and staged.opening:
            return None
        if standing.old and holds_words(statement) and self._is_erased(standing):
            self._reject(staged, ERASED)
            return None
        names: tuple[Name, ...] = ()
        if not standing.raised:
            names = (Name(NUMBER, str(standing.number)), Name(self._name, statement.key))
        events = events_of(statement, standing, source)
        if not events:
            return None
        actor = self.identities.person(statement.actor)
        write = written(standing, events, names)
        by = Actor(actor) if actor else IMPORT
        return Change(command=staged.command, by=by, at=at, writes=(write,))

    def _come_to(self, standing: Standing, at: datetime) -> None:
        if not standing.folded:
            fold(standing, self._desk.log.history(standing.stream))
        pass_by(standing, at)

    def _tell_what_stands(self) -> None:
        """Say again where tickets stand of which this import told something older than the log knew."""
        changes: list[Change] = []
        for standing in self._known.values():
            if standing.ahead and standing.shown is not None:
                last = standing.ahead[-1].at
                pass_by(standing, None)
                changes += standing_again(standing, standing.shown, last)
        for start in range(0, len(changes), AT_ONCE):
            self._desk.log.append_all(changes[start : start + AT_ONCE])
        self.events += sum(len(write.events) for c in changes for write in c.writes)

    def _is_erased(self, standing: Standing) -> bool:
        return self._desk.keys.key(standing.stream) is None


def written(standing: Standing, events: tuple[Event, ...], names: tuple[Name, ...] = ()) -> Write:
    """The next events of a ticket, which stands there from now on."""
    if standing.shown is not None:
        follow(standing.shown, events)
    expected, standing.version = standing.version, standing.version + len(events)
    return Write(stream=standing.stream, expected=expected, events=events, names=names)


def standing_again(now: Standing, shown: Standing, at: datetime) -> list[Change]:
    """The change that brings a ticket from where it is shown to where it stands; none where it is."""
    events = stands_again(now, shown)
    if not events:
        return []
    write = Write(stream=now.stream, expected=now.version, events=events)
    command = f"{IMPORT}/{now.stream}/stands/{now.version}"
    return [Change(command=command, by=IMPORT, at=at, writes=(write,))]


def batches(staged: Iterable[Staged]) -> Iterator[list[Staged]]:
    """Batches of a bounded number of statements and of characters."""
    batch: list[Staged] = []
    words = 0
    for each in staged:
        batch.append(each)
        words += len(each.statement.text or "") + len(each.statement.problem or "")
        if len(batch) >= AT_ONCE or words >= WORDS_AT_ONCE:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch

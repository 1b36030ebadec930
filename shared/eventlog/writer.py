"""The one writer: many requests, one disk flush, and an answer to each when it is safe.

Requests wait in line. The writer takes whatever has gathered, has it committed in one transaction
and answers after that; a bulk append has a transaction of its own, all or nothing. What fails for
another reason than the disk is tried again alone, so that one bad request spoils nobody else's.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Protocol

from eventsourcing.persistence import DatabaseError, OperationalError, PersistenceError

from shared.eventlog.port import Appended, LogIsUnavailable, Refusal, RequestIsUnderWay
from shared.eventlog.prepare import Prepared

LONGEST_LINE = 4_096
MOST_AT_ONCE = 512

Outcome = Appended | Refusal
Commit = Callable[[Sequence[Prepared], bool], list[Outcome]]
"""Store the changes in one transaction; the flag says whether one refusal refuses all."""


class Writer(Protocol):
    """Whoever may write the log: this process itself, or the desk that runs in another one."""

    def append(self, changes: Sequence[Prepared], *, whole: bool) -> list[Outcome]:
        """The outcomes of the changes, once they are on disk. Raises `LogIsUnavailable`."""

    def reserve(self, counter: str, count: int) -> int:
        """The first of `count` numbers that nobody else will get."""

    def close(self) -> None:
        """Finish what was begun and stop."""


class NobodyWrites:
    """Stands where a log was opened for reading only."""

    def append(self, changes: Sequence[Prepared], *, whole: bool) -> list[Outcome]:
        raise LogIsUnavailable(
            f"the log was opened for reading; {len(changes)} changes cannot be written "
            f"({'all or none' if whole else 'one by one'})"
        )

    def reserve(self, counter: str, count: int) -> int:
        raise LogIsUnavailable(
            f"the log was opened for reading; {count} numbers of {counter} cannot be given"
        )

    def close(self) -> None:
        """Nothing was begun."""


class Waiting:
    """Changes of one requester, and the promise of their outcomes."""

    def __init__(self, changes: Sequence[Prepared], *, whole: bool) -> None:
        self.changes = changes
        self.whole = whole
        self.commands = {change.command for change in changes}
        self.outcomes: Future[list[Outcome]] = Future()


class GroupCommit:
    """A thread that alone calls `commit`."""

    def __init__(self, commit: Commit, *, longest: int = LONGEST_LINE) -> None:
        self._commit = commit
        self._longest = longest
        self._line: deque[Waiting] = deque()
        self._under_way: set[str] = set()
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="log-writer", daemon=True)
        self._thread.start()

    def append(self, changes: Sequence[Prepared], *, whole: bool) -> list[Outcome]:
        """The outcomes of the changes, once they are on disk.

        Raises `LogIsUnavailable`, and `RequestIsUnderWay` for a command id not answered yet.
        """
        waiting = Waiting(changes, whole=whole)
        with self._changed:
            self._refuse_entry(waiting)
            self._under_way |= waiting.commands
            self._line.append(waiting)
            self._changed.notify()
        return waiting.outcomes.result()

    @property
    def waiting(self) -> int:
        """How many requests stand in line."""
        return len(self._line)

    def close(self) -> None:
        """Finish what is in line and stop."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _refuse_entry(self, waiting: Waiting) -> None:
        if self._closed:
            raise LogIsUnavailable("the log is closed; start the desk again", retry_after=30)
        if len(self._line) >= self._longest:
            raise LogIsUnavailable(
                f"{self._longest} requests are waiting for the log; try again in a second",
                retry_after=1,
            )
        twice = waiting.commands & self._under_way
        if twice:
            raise RequestIsUnderWay(
                f"request {min(twice)} is being carried out; ask again for its answer"
            )

    def _run(self) -> None:
        while group := self._next_group():
            self._answer(group)

    def _next_group(self) -> list[Waiting]:
        """Those in front of the line who can share a transaction; empty once all is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._line or self._closed)
            if not self._line:
                return []
            group = [self._line.popleft()]
            while self._line and len(group) < MOST_AT_ONCE:
                if group[0].whole or self._line[0].whole:
                    break
                group.append(self._line.popleft())
            return group

    def _answer(self, group: list[Waiting]) -> None:
        changes = [change for waiting in group for change in waiting.changes]
        try:
            outcomes = self._commit(changes, group[0].whole)
        except Exception as failed:
            if len(group) == 1 or is_of_the_disk(failed):
                self._fail(group, as_told(failed))
                return
            for waiting in group:
                self._answer([waiting])
        else:
            rest = iter(outcomes)
            self._leave(group)
            for waiting in group:
                waiting.outcomes.set_result([next(rest) for _ in waiting.changes])

    def _fail(self, group: list[Waiting], failure: Exception) -> None:
        self._leave(group)
        for waiting in group:
            waiting.outcomes.set_exception(failure)

    def _leave(self, group: list[Waiting]) -> None:
        """From here on the commands are answered from the log."""
        with self._changed:
            for waiting in group:
                self._under_way -= waiting.commands


def is_of_the_disk(failed: Exception) -> bool:
    """Whether nobody could have written now, whatever was to be written."""
    return isinstance(failed, OSError | OperationalError) or type(failed) in (
        DatabaseError,
        PersistenceError,
    )


def as_told(failed: Exception) -> Exception:
    """What the requester is told."""
    if not is_of_the_disk(failed):
        return failed
    told = LogIsUnavailable(
        f"the log cannot be written: {failed}; nothing was recorded, try again once the disk is "
        "in order"
    )
    told.__cause__ = failed
    return told

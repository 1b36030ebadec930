"""The one writer: many requests, one disk flush, and an answer to each when it is safe.

Requests wait in a bounded queue. The writer takes whatever has gathered, admits it in one transaction
and answers after the commit; a bulk append has a transaction of its own, all or nothing.
"""

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from eventsourcing.persistence import PersistenceError

from shared.eventlog.port import Appended, LogIsUnavailable, Refusal, RequestIsUnderWay
from shared.eventlog.prepare import Prepared

LONGEST_QUEUE = 4_096
MOST_AT_ONCE = 512

Outcome = Appended | Refusal
Commit = Callable[[Sequence[Prepared], bool], list[Outcome]]
"""Store the changes in one transaction; the flag says whether one refusal refuses all."""


class Waiting:
    """Changes of one requester, and the promise of their outcomes."""

    def __init__(self, changes: Sequence[Prepared], *, whole: bool) -> None:
        self.changes = changes
        self.whole = whole
        self.outcomes: Future[list[Outcome]] = Future()


class GroupCommit:
    """A thread that alone calls `commit`."""

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self._queue: queue.Queue[Waiting | None] = queue.Queue(LONGEST_QUEUE)
        self._under_way: set[str] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="log-writer", daemon=True)
        self._thread.start()

    def append(self, changes: Sequence[Prepared], *, whole: bool) -> list[Outcome]:
        """The outcomes of the changes, once they are on disk. Raises `LogIsUnavailable`."""
        commands = {change.command for change in changes}
        self._begin(commands)
        waiting = Waiting(changes, whole=whole)
        try:
            self._queue.put(waiting, timeout=1)
            return waiting.outcomes.result()
        except queue.Full:
            raise LogIsUnavailable(
                f"{LONGEST_QUEUE} requests are waiting for the log; try again in a second"
            ) from None
        finally:
            with self._lock:
                self._under_way -= commands

    def close(self) -> None:
        """Finish what was queued and stop."""
        self._queue.put(None)
        self._thread.join()

    def _begin(self, commands: set[str]) -> None:
        with self._lock:
            twice = commands & self._under_way
            if twice:
                raise RequestIsUnderWay(
                    f"request {min(twice)} is being carried out; ask again for its answer"
                )
            self._under_way |= commands

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            while len(group) < MOST_AT_ONCE and not first.whole:
                try:
                    following = self._queue.get_nowait()
                except queue.Empty:
                    break
                if following is None or following.whole:
                    self._answer(group)
                    group = []
                    if following is None:
                        return
                    first = following
                group.append(following)
            self._answer(group)

    def _answer(self, group: list[Waiting]) -> None:
        changes = [change for waiting in group for change in waiting.changes]
        if not changes:
            return
        try:
            outcomes = self._commit(changes, group[0].whole)
        except (Refusal, LogIsUnavailable) as refused:
            settle(group, refused)
        except (PersistenceError, OSError) as failed:
            settle(group, LogIsUnavailable(f"the log cannot be written: {failed}; try again later"))
        except BaseException as broken:
            settle(group, broken)
            raise
        else:
            hand_out(group, outcomes)


def settle(group: list[Waiting], failure: BaseException) -> None:
    """Tell everyone in the group the same."""
    for waiting in group:
        waiting.outcomes.set_exception(failure)


def hand_out(group: list[Waiting], outcomes: list[Outcome]) -> None:
    """Tell everyone in the group their own outcomes, in order."""
    rest = iter(outcomes)
    for waiting in group:
        waiting.outcomes.set_result([next(rest) for _ in waiting.changes])

"""Answers that are dear to find, kept for whoever asks the same again.

What was known at a position never changes, and what had happened by a time only when something earlier
is told late; so answers about the past are kept until then. One about now is kept for a second, unless
the asker waits for something newer. At most `MOST` are kept; those asked for last.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from shared.eventlog.moment import At
from shared.eventlog.recorded import Recorded

T = TypeVar("T")
MOST, TURNS = 256, 64
FRESH_SECONDS = 1.0


@dataclass(slots=True)
class Answer:
    """What was found, or is being looked for."""

    at: At
    through: int
    """Everything up to this position was known when it was looked for."""
    until: float = 0.0
    """Of an answer about now: till when it may be given again."""
    value: Any = None
    overtaken: bool = False
    """Whether something was told since that may change it."""

    def holds(self, at_least: int, now: float) -> bool:
        """Whether it may be given again."""
        if self.at is None:
            return self.through >= at_least and now < self.until
        return not self.overtaken


class Recall:
    """Keeps answers; one of many askers looks, the others wait for what is found."""

    def __init__(self, through: int = 0) -> None:
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._looking: dict[Hashable, Answer] = {}
        self._through = through
        self._lock = threading.Lock()
        self._turns = [threading.Lock() for _ in range(TURNS)]

    def of(self, question: Hashable, at: At, look: Callable[[], T], *, at_least: int = 0) -> T:
        """The answer to a question as of a moment; `at_least` is a position it has to know of."""
        asked = (question, at)
        with self._turns[hash(asked) % TURNS]:
            found = self._still(asked, at_least)
            if found is None:
                found = self._begin(asked, at)
                try:
                    found.value = look()
                    found.until = time.monotonic() + FRESH_SECONDS
                except BaseException:
                    found.overtaken = True
                    raise
                finally:
                    self._end(asked, found)
        value: T = found.value
        return value

    def took(self, events: Sequence[Recorded[Any]], through: int) -> None:
        """Views have folded these events and show everything up to `through`."""
        with self._lock:
            self._through = through
            if not events:
                return
            earliest = min(each.at for each in events)
            for answer in (*self._kept.values(), *self._looking.values()):
                if isinstance(answer.at, datetime) and answer.at >= earliest:
                    answer.overtaken = True

    def forget(self, *, through: int) -> None:
        """Everything, as when a view was built anew; now all views show what is up to `through`."""
        with self._lock:
            self._through = through
            self._kept.clear()
            for answer in self._looking.values():
                answer.overtaken = True

    def _still(self, asked: Hashable, at_least: int) -> Answer | None:
        with self._lock:
            found = self._kept.get(asked)
            if found is None or not found.holds(at_least, time.monotonic()):
                return None
            self._kept.move_to_end(asked)
            return found

    def _begin(self, asked: Hashable, at: At) -> Answer:
        with self._lock:
            early = isinstance(at, int) and at > self._through
            answer = Answer(at=at, through=self._through, overtaken=early)
            self._looking[asked] = answer
            return answer

    def _end(self, asked: Hashable, answer: Answer) -> None:
        with self._lock:
            del self._looking[asked]
            self._kept[asked] = answer
            self._kept.move_to_end(asked)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

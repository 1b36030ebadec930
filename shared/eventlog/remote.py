"""Writes through the desk that runs in another process: the command line's way to the one writer."""

import socket
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec

from shared.eventlog import wire
from shared.eventlog.port import LogIsUnavailable
from shared.eventlog.prepare import Prepared
from shared.eventlog.writer import Outcome

PATIENCE_SECONDS = 120


class RemoteWriter:
    """One connection to the running desk; a request at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._connection.settimeout(PATIENCE_SECONDS)
        try:
            self._connection.connect(str(path))
        except OSError as failed:
            self._connection.close()
            raise LogIsUnavailable(
                f"the running desk does not answer at {path} ({failed}); is it still starting?"
            ) from failed

    def append(self, changes: Sequence[Prepared], *, whole: bool) -> list[Outcome]:
        """The outcomes of the changes, once the desk has them on disk.

        After `LogIsUnavailable` they may have been taken; their ids say so when sent again.
        """
        answer = self._ask(wire.Append(list(changes), whole))
        if not isinstance(answer, wire.Outcomes):
            raise LogIsUnavailable(f"the desk answered {type(answer).__name__} to an append")
        return [wire.outcome(each) for each in answer.each]

    def reserve(self, counter: str, count: int) -> int:
        """The first of `count` numbers that nobody else will get."""
        answer = self._ask(wire.Reserve(counter, count))
        if not isinstance(answer, wire.Reserved):
            raise LogIsUnavailable(f"the desk answered {type(answer).__name__} to a reservation")
        return answer.first

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _ask(self, asked: wire.Asked) -> wire.Answer:
        try:
            with self._lock:
                wire.send(self._connection, asked)
                body = wire.receive(self._connection)
            if body is None:
                raise LogIsUnavailable("the desk hung up; is it being stopped? try again")
            answer: wire.Answer = wire.answer(body)
        except (OSError, msgspec.MsgspecError) as failed:
            self._connection.close()
            raise LogIsUnavailable(f"the desk at {self._path} was lost: {failed}") from failed
        if isinstance(answer, wire.Unavailable):
            raise LogIsUnavailable(answer.text, retry_after=answer.retry_after)
        if isinstance(answer, wire.Refused):
            refusal = wire.outcome(answer)
            assert isinstance(refusal, Exception)
            raise refusal
        return answer

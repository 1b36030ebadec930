"""Lets commands of other processes write through this desk, over a socket only its owner may open."""

import contextlib
import socket
import threading
from pathlib import Path

import msgspec
import structlog

from shared.eventlog import wire
from shared.eventlog.port import LogIsUnavailable, Refusal
from shared.eventlog.writer import Writer

trail = structlog.get_logger(__name__)


class Reception:
    """Listens until it is closed; each visitor has a thread."""

    def __init__(self, path: Path, writer: Writer) -> None:
        self._path, self._writer = path, writer
        self._visitors: set[socket.socket] = set()
        self._lock = threading.Lock()
        path.unlink(missing_ok=True)
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._open_door()
        threading.Thread(target=self._welcome, name="log-reception", daemon=True).start()

    def close(self) -> None:
        """Send everybody home and remove the socket; the writer's lock must still be held."""
        self._path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        with self._lock:
            for visitor in self._visitors:
                with contextlib.suppress(OSError):
                    visitor.shutdown(socket.SHUT_RDWR)

    def _open_door(self) -> None:
        """Nobody gets in between these steps: an address nobody listens at refuses connections."""
        try:
            self._door.bind(str(self._path))
            self._path.chmod(0o600)
            self._door.listen()
        except OSError as failed:
            self._door.close()
            raise LogIsUnavailable(
                f"no socket can be opened at {self._path}: {failed}; its path must be writable and "
                "shorter than about 100 characters, so choose another EVENHAND_HOME",
                retry_after=3600,
            ) from failed

    def _welcome(self) -> None:
        while True:
            try:
                visitor, _ = self._door.accept()
            except OSError:
                return
            with self._lock:
                self._visitors.add(visitor)
            threading.Thread(target=self._attend, args=(visitor,), daemon=True).start()

    def _attend(self, visitor: socket.socket) -> None:
        try:
            while body := wire.receive(visitor):
                wire.send(visitor, self._answered(body))
        except (OSError, LogIsUnavailable, msgspec.MsgspecError):
            trail.warning("a command left in the middle of a request", exc_info=True)
        finally:
            with self._lock:
                self._visitors.discard(visitor)
            visitor.close()

    def _answered(self, body: bytes) -> wire.Answer:
        asked = wire.asked(body)
        try:
            if isinstance(asked, wire.Reserve):
                return wire.Reserved(self._writer.reserve(asked.counter, asked.count))
            outcomes = self._writer.append(asked.changes, whole=asked.whole)
            return wire.Outcomes([wire.as_reply(each) for each in outcomes])
        except Refusal as refusal:
            return wire.refused(refusal)
        except LogIsUnavailable as unavailable:
            return wire.Unavailable(str(unavailable), unavailable.retry_after)

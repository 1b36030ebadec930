"""Writes that come together are written together, and told together when it failed."""

from threading import Event, RLock, Thread
from typing import Any

from shared.sealing.gathered import Gathered, Statements


class Disk:
    """Writes once it is let go, and fails when told to."""

    def __init__(self) -> None:
        self.go, self.started = Event(), Event()
        self.commits: list[list[str]] = []
        self.failure: Exception | None = None

    def commit(self, statements: Statements) -> None:
        self.started.set()
        assert self.go.wait(5)
        if self.failure and len(statements) > 1:
            raise self.failure
        self.commits.append([sql for sql, _ in statements])


def written_together(disk: Disk, *wishes: str) -> dict[str, Any]:
    """Everyone writes while the disk is busy with the first; what each was told."""
    gathered, told = Gathered(RLock(), disk.commit), dict[str, Any]()

    def write(wish: str) -> None:
        try:
            told[wish] = gathered.write([(wish, [])])
        except Exception as failed:
            told[wish] = failed

    threads = [Thread(target=write, args=(wish,)) for wish in ("busy", *wishes)]
    threads[0].start()
    assert disk.started.wait(5)
    for place, thread in enumerate(threads[1:], 1):
        thread.start()
        while gathered.waiting < place:
            Event().wait(0.001)
    disk.go.set()
    [thread.join(5) for thread in threads]
    return told


def test_writes_that_gather_share_a_commit() -> None:
    disk = Disk()
    assert written_together(disk, "a", "b", "c") == dict.fromkeys(("busy", "a", "b", "c"))
    assert disk.commits == [["busy"], ["a", "b", "c"]]


def test_a_failure_is_told_to_everyone_who_shared_it() -> None:
    disk = Disk()
    disk.failure = OSError("disk full")
    told = written_together(disk, "a", "b")
    assert told == {"busy": None, "a": disk.failure, "b": disk.failure}
    assert disk.commits == [["busy"]]

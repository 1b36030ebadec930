"""A fresh fold beside the live views: the same to the last row, and what takes over has missed nothing."""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projections.catalogue import ALL, LINE_VIEWS
from services.projections.follow import Follower
from services.projections.rebuild import Rebuilt, rebuild
from services.projections.rows import builds, sums
from services.projections.rows.entries import Entries
from services.projections.rows.lines import Lines
from services.projections.rows.sqlite import LASTING, connected
from services.projections.views.audit_trail.view import AUDIT_TRAIL
from services.projections.views.work.view import WORK
from shared.eventlog.feed import StoreFeed
from shared.eventlog.memory import MemoryLog
from tests.cases import cases
from tests.views.histories import (
    ADA,
    ON_TICKETS,
    START,
    TICKETS,
    folded,
    followed,
    histories,
    log_of,
    tell,
    told,
)
from tests.views.stuttering import Stuttering

SOME = cases(30)
SIZES = st.lists(st.integers(1, 12), max_size=20)


@pytest.fixture(autouse=True, scope="module")
def _checkpoints_are_near() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sums, "BLOCK", 8)
        yield


@dataclass
class Live:
    """Views in a folder, and whoever follows them."""

    log: MemoryLog
    folder: Path
    again: list[int]

    def __post_init__(self) -> None:
        lines = [Lines(view, self.folder, self.log.history) for view in LINE_VIEWS]
        self.lines = {each.view.name: each for each in lines}
        self.trail = Entries(AUDIT_TRAIL, self.folder)
        feed = Stuttering(StoreFeed(self.log), self.again)
        self.follower = Follower(feed, [*lines, self.trail])

    def catch_up(self) -> None:
        """Fold everything there is."""
        self.follower.follow_newest()
        while self.follower.position() < self.log.head():
            self.follower.turn()

    def beside(self, **how: Any) -> list[Rebuilt]:
        """A fresh fold of every view beside these."""
        return rebuild(ALL, self.folder, self.log, switch=False, **how)

    def file_of(self, name: str) -> Path | None:
        """The file that holds a view now."""
        view = next(each for each in ALL if each.name == name)
        return builds.newest(self.folder, f"{name}.v{view.version}")

    def lacks_nothing(self) -> bool:
        """Whether everything of the log is in every view, once."""
        newest = self.trail.newest(before=None, limit=10_000)
        seen = [each.position for each in newest] == list(range(self.log.head(), 0, -1))
        sums_now = self.lines["work"].sums.since(START)
        return (
            seen
            and all(each.everything() == folded(each.view, told(self.log)) for each in self.lines.values())
            and sums_now == followed(WORK, self.log).sums.since(START)
        )  # fmt: skip


@contextmanager
def living(log: MemoryLog, again: list[int] | None = None) -> Iterator[Live]:
    """Views that follow the log, for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        live = Live(log, Path(folder), again or [])
        try:
            yield live
        finally:
            for each in (*live.lines.values(), live.trail):
                each.close()


def differing(built: list[Rebuilt]) -> dict[str, int]:
    """How many rows differ in each view."""
    return {each.view: each.compared.differing if each.compared else -1 for each in built}


@SOME
@given(history=histories, again=SIZES)
def test_views_followed_in_any_batches_with_repeats_are_what_a_fresh_fold_gives(
    history: Any, again: list[int]
) -> None:
    log = log_of(history)
    with living(log, again) as live:
        live.catch_up()
        built = live.beside()
        assert differing(built) == {view.name: 0 for view in ALL}
        assert {each.position for each in built} == {log.head()}


@SOME
@given(first=histories, more=histories, again=SIZES)
def test_views_that_run_ahead_while_the_fold_is_made_are_compared_where_both_stand(
    first: Any, more: Any, again: list[int]
) -> None:
    log = log_of(first)
    with living(log, again) as live:

        def meanwhile(_: int, __: int) -> None:
            for happening in more:
                tell(log, *happening)
            live.catch_up()

        head = log.head()
        built = live.beside(progress=meanwhile)
        assert {each.position for each in built} == {head}
        assert differing(built) == {view.name: 0 for view in ALL}


class NeverStill:
    """A log to which something happens, and is shown, whenever somebody has asked for its head."""

    def __init__(self, live: Live, more: list[Any]) -> None:
        self._live, self._more = live, more

    def __getattr__(self, name: str) -> Any:
        return getattr(self._live.log, name)

    def head(self) -> int:
        newest = self._live.log.head()
        if self._more:
            tell(self._live.log, *self._more.pop(0))
            self._live.catch_up()
        return newest


@SOME
@given(first=histories, more=histories)
def test_views_of_a_desk_that_is_never_still_are_compared_and_not_taken_for_another_logs(
    first: Any, more: Any
) -> None:
    with living(log_of(first)) as live:
        live.catch_up()
        log: Any = NeverStill(live, list(more))
        built = rebuild(ALL, live.folder, log, switch=False)
        assert not any(each.foreign for each in built)
        assert differing(built) == {view.name: 0 for view in ALL}


SPOILT = {
    "now": "data = x'80'",
    "past": "data = x'80'",
    "past ": "until_at = coalesce(until_at, 0) + 1",
    "retold": "data = x'80'",
    "deeds": "taken = taken + 1",
    "corrections": "taken = taken + 1",
    "entries": "topic = 'ticket.charmed.v1'",
    "days": "events = events + 1",
}
"""What may be wrong with one row of a table."""


def spoil_one(live: Live, view: str, table: str, which: int) -> bool:
    """Spoil one row of a live view; whether there is any."""
    name, key = table.strip(), "position" if table == "deeds" else "rowid"
    with closing(connected(live.file_of(view), LASTING)) as db:
        rows = db.execute(f"SELECT DISTINCT {key} FROM {name} ORDER BY 1").fetchall()
        if rows:
            chosen = f"WHERE {key} = {rows[which % len(rows)][0]}"
            if name == "deeds":
                chosen += f" AND who = (SELECT min(who) FROM deeds {chosen})"
            db.execute(f"UPDATE {name} SET {SPOILT[table]} {chosen}")
    return bool(rows)


TABLES = [
    *((view.name, table) for view in LINE_VIEWS for table in ("now", "past", "past ", "retold")),
    ("work", "deeds"),
    ("work", "corrections"),
    ("audit_trail", "entries"),
    ("audit_trail", "days"),
]


@pytest.mark.slow
@cases(120)
@given(history=histories, place=st.sampled_from(TABLES), which=st.integers(0, 99))
def test_a_spoilt_row_is_found_as_the_only_one_that_differs(
    history: Any, place: tuple[str, str], which: int
) -> None:
    with living(log_of(history)) as live:
        live.catch_up()
        expected = int(spoil_one(live, *place, which))
        assert differing(live.beside()) == {v.name: expected * (v.name == place[0]) for v in ALL}


def test_a_line_that_is_gone_and_one_too_many_are_found() -> None:
    with living(log_of([])) as live:
        live.catch_up()
        with closing(connected(live.file_of("queue"), LASTING)) as db:
            db.execute("DELETE FROM now WHERE key = ?", (TICKETS[0],))
            db.execute("UPDATE now SET key = 'ticket-x' WHERE key = ?", (TICKETS[1],))
        (found,) = [each.compared for each in live.beside() if each.differs]
        assert found is not None
        assert found.first[:3] == (TICKETS[0], TICKETS[1], "ticket-x")


@SOME
@given(
    history=histories,
    steps=st.lists(st.sampled_from(["tell", "turn", "rebuild", "go over"]), max_size=25),
)
def test_a_live_view_that_is_replaced_at_any_moment_loses_nothing(
    history: Any, steps: list[str]
) -> None:
    log = log_of([])
    left = list(history)
    with living(log) as live:
        for step in steps:
            if step == "tell" and left:
                tell(log, *left.pop())
            elif step == "turn":
                live.follower.turn()
            elif step == "rebuild":
                assert not any(each.differs for each in rebuild(ALL, live.folder, log))
            elif step == "go over":
                live.follower.follow_newest()
        live.catch_up()
        assert live.lacks_nothing()
        assert differing(live.beside()) == {view.name: 0 for view in ALL}


def test_whoever_follows_goes_over_to_a_new_build_while_tickets_come_in() -> None:
    log, enough, stop = log_of([]), threading.Event(), threading.Event()
    with living(log) as live:
        following = threading.Thread(target=live.follower.run, args=(stop,))
        telling = threading.Thread(target=busy, args=(log, enough))
        following.start()
        telling.start()
        for _ in range(6):
            assert not any(each.differs for each in rebuild(ALL, live.folder, log))
        enough.set()
        telling.join()
        assert live.follower.wait_for(log.head(), seconds=20)
        stop.set()
        following.join(timeout=20)
        assert live.follower.trouble is None
        assert log.head() > 50
        assert live.lacks_nothing()


def busy(log: MemoryLog, enough: threading.Event) -> None:
    """Somebody who talks on three tickets until it is enough."""
    for count in range(5_000):
        tell(log, TICKETS[count % 3], ON_TICKETS[count % len(ON_TICKETS)], count, ADA)
        if enough.wait(0.001):
            return


def test_whoever_waits_is_told_when_a_new_build_has_come_further() -> None:
    log = log_of([])
    with living(log) as live:
        rebuild(ALL, live.folder, log)
        going_over = threading.Timer(0.05, live.follower.follow_newest)
        going_over.start()
        begun = time.monotonic()
        assert live.follower.wait_for(log.head(), seconds=20)
        assert time.monotonic() - begun < 10


def test_what_a_new_build_does_not_show_yet_is_not_kept_as_an_answer() -> None:
    log = log_of([])
    with living(log) as live:
        rebuild(ALL, live.folder, log)
        tell(log, TICKETS[0], ON_TICKETS[0], 1, ADA)
        live.follower.turn()
        live.follower.follow_newest()
        queue, head = live.lines["queue"], log.head()

        def owner() -> Any:
            return live.follower.recall.of("owner", head, lambda: queue.get(TICKETS[0], head)).owner

        assert owner() is None
        live.follower.turn()
        assert owner() == ADA

"""What goes wrong with the files of views: it is told, the views before hold on, and it can be mended."""

import threading
from pathlib import Path

import pytest

from services.projections.catalogue import ALL
from services.projections.rebuild import rebuild
from services.projections.rows.file import ViewIsUnavailable, ViewIsUnreadable
from services.projections.views.queue.view import QUEUE
from tests.adapters.test_disk import files_no_larger_than
from tests.views.histories import ADA, ON_TICKETS, TICKETS, log_of, tell
from tests.views.test_rebuild import Live, living
from tests.waiting import soon


def damaged_build(live: Live) -> Path:
    """A queue that is newer than the live one and no database."""
    build = live.folder / f"queue.v{QUEUE.version}.2.sqlite"
    build.write_bytes(b"damaged " * 1_000)
    return build


def test_a_damaged_view_is_told_of_and_another_takes_its_place() -> None:
    with living(log_of([])) as live:
        live.catch_up()
        build = damaged_build(live)
        (found,) = [each for each in live.beside() if each.unreadable]
        assert (found.view, found.compared) == ("queue", None)
        assert f"{build.name} is damaged" in str(found.why_not_compared)
        assert [each.unreadable for each in rebuild([QUEUE], live.folder, live.log)] == [True]
        assert not any(each.unreadable for each in live.beside())


def test_whoever_follows_stays_with_the_view_before_a_damaged_one_until_it_is_built_anew() -> None:
    stop = threading.Event()
    with living(log_of([])) as live:
        live.catch_up()
        damaged_build(live)
        following = threading.Thread(target=live.follower.run, args=(stop,))
        following.start()
        assert soon(lambda: "evenhand rebuild queue" in str(live.follower.trouble))
        assert set(live.lines["queue"].everything()) == set(TICKETS)
        tell(live.log, TICKETS[0], ON_TICKETS[0], 1, ADA)
        rebuild(ALL, live.folder, live.log)
        assert soon(lambda: live.follower.trouble is None and live.lacks_nothing())
        stop.set()
        following.join(timeout=10)


def test_a_full_disk_keeps_whoever_follows_with_the_view_before() -> None:
    with living(log_of([])) as live:
        live.catch_up()
        rebuild(ALL, live.folder, live.log)
        with files_no_larger_than(0), pytest.raises(ViewIsUnavailable, match="see to the disk"):
            live.follower.follow_newest()
        tell(live.log, TICKETS[0], ON_TICKETS[0], 1, ADA)
        live.follower.turn()
        assert live.lacks_nothing()
        live.catch_up()
        assert live.lacks_nothing()


def test_a_full_disk_stops_a_build_and_leaves_nothing_of_it() -> None:
    with living(log_of([])) as live:
        live.catch_up()
        before = set(live.folder.iterdir())
        with files_no_larger_than(8_192), pytest.raises(ViewIsUnavailable, match="no view can be"):
            rebuild(ALL, live.folder, live.log)
        assert set(live.folder.iterdir()) - before <= {live.folder / ".growing.lock"}
        assert live.lacks_nothing()


def test_a_page_that_cannot_be_read_says_what_to_do() -> None:
    with living(log_of([])) as live:
        live.catch_up()
        live.lines["queue"].file.path = damaged_build(live)
        with pytest.raises(ViewIsUnreadable, match="build it anew from the log"):
            live.lines["queue"].get(TICKETS[0])

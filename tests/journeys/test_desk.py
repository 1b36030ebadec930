"""A desk from its first start to its last: asked, worked, killed, deleted, and asked again."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.kills import court
from tests.journeys.process import DeskProcess, evenhand, serving

pytestmark = pytest.mark.slow


def eventually(desk: DeskProcess, path: str, wanted: str) -> str:
    """The page, as soon as it shows what is wanted."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        page = desk.client.get(path).text
        if wanted in page:
            return page
        time.sleep(0.05)
    raise AssertionError(f"{path} never showed {wanted!r}")


def person(desk: DeskProcess, name: str, *roles: str) -> str:
    answer = desk.client.post("/api/v1/people", json={"name": name, "roles": roles})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["person"])


def test_a_request_finds_its_agent_and_the_reason_can_be_read(tmp_path: Path) -> None:
    with serving(tmp_path) as desk:
        ada = person(desk, "Ada", "agent")
        desk.client.post(f"/api/v1/agents/{ada}/welcome", json={})
        number = desk.raise_ticket("The line is dead", "k1").json()["number"]
        page = eventually(desk, f"/tickets/{number}", "Why Ada?")
        assert "The line is dead" in page
        told = evenhand(tmp_path, "why", str(number), "--json")
        assert json.loads(told.stdout)["agent"] == ada
        assert "only one who could take it" in told.stdout


def test_the_desk_closes_cleanly_and_goes_on_where_it_was(tmp_path: Path) -> None:
    desk = DeskProcess(tmp_path)
    number = desk.raise_ticket("Printer on fire", "k1").json()["number"]
    assert desk.interrupt() == 0
    assert not any("Traceback" in line for line in desk.lines)
    with serving(tmp_path) as again:
        assert "Printer on fire" in eventually(again, f"/tickets/{number}", "Printer")
        repeated = again.raise_ticket("Printer on fire", "k1").json()
        assert repeated["number"] == number


def test_a_second_desk_on_the_same_files_is_refused_by_name(tmp_path: Path) -> None:
    with serving(tmp_path):
        second = evenhand(tmp_path, "serve", "--port", "0")
        assert second.returncode == 2
        assert "already writes the desk" in second.stderr


def test_deleted_views_come_back_as_they_were(tmp_path: Path) -> None:
    with serving(tmp_path) as desk:
        desk.raise_ticket("It broke", "k1")
        before = eventually(desk, "/teams", "It broke")
        desk.interrupt()
    for file in (tmp_path / "views").iterdir():
        file.unlink()
    with serving(tmp_path) as desk:
        after = eventually(desk, "/teams", "It broke")
    assert lines_of(after) == lines_of(before)


def lines_of(page: str) -> list[str]:
    return [line for line in page.splitlines() if 'class="subject"' in line]


def test_killed_under_load_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    found: dict[str, Any] = court(4, tmp_path)
    assert found.pop("acknowledged") > 20
    assert found.pop("tickets_in_log") > 20
    assert found == {
        "lost": 0, "told_otherwise": 0, "doubled": 0, "verified": True,
        "views_equal_rebuild": True,
    }  # fmt: skip

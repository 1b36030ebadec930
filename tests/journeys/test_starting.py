"""What a desk says that cannot start, or whose files do not fit together; and how it is put right."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.test_disk import files_no_larger_than
from tests.journeys.process import ROOT, evenhand, serving

pytestmark = pytest.mark.slow
SHARED_MEMORY = 32_768
"""Bytes of the file through which readers of a log meet; no new view fits into as many."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A desk with one ticket, closed again."""
    there = tmp_path / "home"
    with serving(there) as desk:
        desk.raise_ticket("VPN drops", "k1")
        desk.interrupt()
    return there


def told(home: Path, *arguments: str, **settings: str) -> str:
    """What a command that fails says, in one line."""
    done = subprocess.run(
        [sys.executable, "-m", "deploy", *arguments], cwd=ROOT, text=True,
        env=os.environ | {"EVENHAND_HOME": str(home)} | settings, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode in (1, 2), done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr.strip()


def files(home: Path) -> set[str]:
    return {each.name for each in home.iterdir() if not each.name.startswith(("desk.", "views"))}


def test_a_home_that_is_no_folder_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert f"{file} cannot be the desk's folder" in told(file, "serve")


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("EVENHAND_PORT", "99999", "EVENHAND_PORT is '99999': Input should be less than or equal"),
        ("EVENHAND_PROT", "80", "EVENHAND_PROT is no setting; the desk knows EVENHAND_HOME"),
    ],
)
def test_a_setting_that_cannot_be_is_named(
    tmp_path: Path, setting: str, value: str, said: str
) -> None:
    assert said in told(tmp_path, "serve", **{setting: value})


def test_a_settings_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "evenhand.toml").write_text("port =")
    assert "evenhand.toml is no TOML: Invalid value (at end of document)" in told(tmp_path, "serve")


@pytest.mark.parametrize("lost", ["log.sqlite", "log.sqlite keys.sqlite", "keys.sqlite"])
def test_half_a_desk_is_refused_and_left_as_it_is(home: Path, lost: str) -> None:
    for name in lost.split():
        (home / name).unlink()
    before = files(home)
    assert "is missing" in told(home, "serve")
    assert files(home) == before


def test_a_backup_put_back_goes_on_when_it_is_said_to_be_one(home: Path, tmp_path: Path) -> None:
    assert evenhand(home, "backup", str(tmp_path / "backup")).returncode == 0
    with serving(home) as desk:
        desk.raise_ticket("after the backup", "k2")
        desk.interrupt()
    shutil.copy(tmp_path / "backup" / "log.sqlite", home)
    assert "say so with `evenhand restored`" in told(home, "serve")
    said = evenhand(home, "restored", "--json")
    assert json.loads(said.stdout)["generation"] == 2, said.stderr
    assert "the cursor is of log" in told(home, "queue")
    assert evenhand(home, "rebuild", "--all").returncode == 0
    with serving(home) as desk:
        shown = desk.client.get("/api/v1/tickets").json()["tickets"]
    assert [each["number"] for each in shown] == [1]


def test_views_of_more_than_the_log_holds_are_noticed_by_whoever_reads(
    home: Path, tmp_path: Path
) -> None:
    assert evenhand(home, "backup", str(tmp_path / "backup")).returncode == 0
    with serving(home) as desk:
        desk.raise_ticket("after the backup", "k2")
        desk.interrupt()
    (home / "log.sqlite.head").unlink()
    shutil.copy(tmp_path / "backup" / "log.sqlite", home)
    assert "view queue" in told(home, "queue")
    verified = evenhand(home, "verify")
    assert verified.returncode == 3
    assert "NOT a view of this log" in verified.stdout


def test_a_damaged_view_is_found_and_built_anew(home: Path) -> None:
    (view,) = (home / "views").glob("queue.*.sqlite")
    view.write_bytes(b"damaged " * 1_000)
    assert "evenhand rebuild queue" in told(home, "serve", "--port", "0")
    verified = evenhand(home, "verify")
    assert (verified.returncode, verified.stderr.strip()) == (3, "")
    assert "NOT readable before" in verified.stdout
    assert evenhand(home, "rebuild", "queue").returncode == 0
    assert evenhand(home, "verify").returncode == 0


def test_views_that_are_missing_are_built_by_whoever_reads_first(home: Path) -> None:
    shutil.rmtree(home / "views")
    found = evenhand(home, "queue", "--json")
    assert [each["subject"] for each in json.loads(found.stdout)] == ["VPN drops"], found.stderr


def test_the_same_desk_started_twice_is_told_so_and_not_of_its_port(home: Path) -> None:
    with serving(home) as desk:
        port = str(desk.client.base_url.port)
        assert "already writes the desk" in told(home, "serve", "--port", port)
        elsewhere = told(home.with_name("other"), "serve", "--port", port)
    assert f"127.0.0.1:{port} cannot be listened on" in elsewhere


def test_on_a_full_disk_the_log_is_told_to_hold_before_the_views_cannot_be_folded(
    home: Path,
) -> None:
    with files_no_larger_than(SHARED_MEMORY):
        verified = evenhand(home, "verify")
    assert verified.returncode != 0
    assert verified.stdout.startswith("The log holds together")
    assert "no view can be" in verified.stderr

"""Whoever asks to be forgotten is in none of the desk's files afterwards, and the figures stay."""

import json
from pathlib import Path

import pytest

from tests.journeys.process import DeskProcess, evenhand, serving
from tests.journeys.test_desk import eventually, person

pytestmark = pytest.mark.slow
WORD = "crownjewels"
NAME = "Cymbeline Plantagenet"
TABLE = f"ticket,when,who,what\n7,2026-03-02T09:00,{NAME},my {WORD} burn\n"
MAPPING = """
[columns]
key = "ticket"
time = "when"
requester = "who"
subject = "what"
"""


def imported(home: Path) -> None:
    table, mapping = home / "old.csv", home / "old.toml"
    table.write_text(TABLE)
    mapping.write_text(MAPPING)
    done = evenhand(home, "import", "table", str(table), str(mapping), "--json")
    assert json.loads(done.stdout)["tickets"] == 1, done.stderr
    table.unlink()


def known(desk: DeskProcess) -> str:
    """A requester of whom the desk knows everything there is to know."""
    told = {"name": NAME, "department": WORD, "email": f"{WORD}@desk.test", "phone": WORD}
    return str(desk.client.post("/api/v1/people", json=told).json()["person"])


def talked(desk: DeskProcess, cy: str, agents: set[str]) -> str:
    """A ticket of Cy's in which the word is said in every way there is; its address."""
    asked = {"problem": f"my {WORD} broke", "availability": WORD, "contact": WORD}
    body = desk.client.post("/api/v1/tickets", json=asked | {"requester": cy}).json()
    path = f"/api/v1/tickets/{body['number']}"
    eventually(desk, f"/tickets/{body['number']}", "Decision record")
    (other,) = agents - {desk.client.get(path).json()["owner"]}
    for way, told in {
        "replies": {"text": f"which {WORD}?"},
        "notes": {"text": f"the {WORD} again"},
        "give": {"agent": other, "reason": f"they know {WORD}"},
        "triage": {"toughness": 2000, "reason": f"{WORD} are tough"},
        "resolve": {"code": "solved", "done": f"polished the {WORD}"},
    }.items():
        version = desk.client.get(path).headers["ETag"]
        answer = desk.client.post(f"{path}/{way}", json=told, headers={"If-Match": version})
        assert answer.status_code in (200, 201), (way, answer.text)
    return f"/tickets/{body['number']}"


def files_with(home: Path, *words: str) -> list[str]:
    """Every file of the home in which one of the words stands."""
    files = [each for each in home.rglob("*") if each.is_file()]
    assert {"log.sqlite", "keys.sqlite"} <= {each.name for each in files}
    return [each.name for each in files if any(w.encode() in each.read_bytes() for w in words)]


def test_nothing_of_an_erased_person_is_left_in_any_file(tmp_path: Path) -> None:
    imported(tmp_path)
    with serving(tmp_path) as desk:
        agents, cy = {person(desk, name, "agent") for name in ("Ada", "Ben")}, known(desk)
        for agent in agents:
            desk.client.post(f"/api/v1/agents/{agent}/welcome", json={})
        address = talked(desk, cy, agents)
        assert WORD in eventually(desk, address, "polished")
        assert files_with(tmp_path, WORD) == [], "sealed from the first event on"
        assert files_with(tmp_path, NAME) == ["keys.sqlite"], "where an export's names are known"
        gone = desk.client.post(f"/api/v1/people/{cy}/erase", json={"reason": "asked to be"})
        assert gone.status_code == 200, gone.text
        page = eventually(desk, address, "erased")
        assert WORD not in page
        assert NAME not in page
        desk.interrupt()
    erased = evenhand(tmp_path, "erase", NAME, "--reason", "asked to be")
    assert erased.returncode == 0, erased.stderr
    assert files_with(tmp_path, WORD, NAME) == []
    told = evenhand(tmp_path, "replay", "--json")
    assert WORD not in told.stdout + evenhand(tmp_path, "audit").stdout
    assert evenhand(tmp_path, "verify").returncode == 0

"""Kills the running desk again and again under load, and counts what was lost and what was doubled.

`python -m tests.journeys.kills 200` prints the figures as JSON; a short run of it is among the tests.
"""

import json
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2 as httpx

from tests.journeys.process import DeskProcess, evenhand

WRITERS = 6
LONGEST = 0.9


def court(kills: int, home: Path, *, seed: int = 1) -> dict[str, Any]:
    """Figures of so many kills: acknowledged, lost, doubled, and whether everything holds together."""
    dice = random.Random(seed)
    acknowledged: dict[str, int] = {}
    asked: list[str] = []
    for kill in range(kills):
        desk = DeskProcess(home)
        keys = [f"{kill}-{writer}" for writer in range(WRITERS)]
        asked += keys
        with ThreadPoolExecutor(WRITERS) as pool:
            for each in keys:
                pool.submit(ask_on, desk, each, acknowledged)
            time.sleep(dice.uniform(0.05, LONGEST))
            desk.kill()
    return judged(home, acknowledged)


def ask_on(desk: DeskProcess, key: str, acknowledged: dict[str, int]) -> None:
    """Raise one ticket after another until the desk is gone."""
    client = httpx.Client(
        base_url=desk.client.base_url, headers=desk.client.headers, cookies=desk.client.cookies
    )
    for number in range(10_000):
        name = f"{key}-{number}"
        try:
            answer = client.post(
                "/api/v1/tickets", json={"problem": name}, headers={"Idempotency-Key": name}
            )
        except httpx.HTTPError:
            return
        if answer.status_code != 201:
            return
        acknowledged[name] = answer.json()["number"]


def judged(home: Path, acknowledged: dict[str, int]) -> dict[str, Any]:
    """What the log and the views say of what was acknowledged."""
    desk = DeskProcess(home)
    repeated = {name: desk.raise_ticket(name, name).json()["number"] for name in acknowledged}
    numbers = list(repeated.values())
    desk.interrupt()
    told = evenhand(home, "replay", "--topic", "ticket.raised.v1").stdout.splitlines()
    raised = [json.loads(line)["data"]["number"] for line in told]
    verified = evenhand(home, "verify", "--json")
    rebuilt = evenhand(home, "rebuild", "--all", "--json")
    return {
        "acknowledged": len(acknowledged),
        "tickets_in_log": len(raised),
        "lost": sum(number not in set(raised) for number in acknowledged.values()),
        "told_otherwise": sum(repeated[n] != number for n, number in acknowledged.items()),
        "doubled": len(raised) - len(set(raised)) + len(numbers) - len(set(numbers)),
        "verified": verified.returncode == 0,
        "views_equal_rebuild": rebuilt.returncode == 0,
    }


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        print(json.dumps(court(int(sys.argv[1]), Path(folder)), indent=2))

"""How long pages take at a hundred thousand tickets: a real log, its tickets repeated under new keys.

Milliseconds on the wall with one client and with eight that never pause, and the server's own CPU for
each page. The log is read from EVENHAND_DATA or the data folder beside the project.
"""

import csv
import gzip
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2 as httpx

from tests.conftest import DATA
from tests.journeys.process import DeskProcess, evenhand

FILE = DATA / "uci498_3weeks_apr2016.csv.gz"
COPIES = int(os.environ.get("EVENHAND_BENCH_COPIES", "19"))
ASKED = 30
BUILT_WITHIN, READY_WITHIN = 1_800, 300.0
MOMENT = "2016-04-10T12:00"


def run() -> dict[str, Any]:
    """Figures by page."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        file = repeated(FILE, COPIES, home / "repeated.csv")
        done = evenhand(home, "import", "uci498", str(file), "--json", seconds=BUILT_WITHIN)
        assert done.returncode == 0, done.stderr
        began = time.monotonic()
        rebuilt = evenhand(home, "rebuild", "--all", "--json", seconds=BUILT_WITHIN)
        assert rebuilt.returncode == 0, rebuilt.stderr
        building = time.monotonic() - began
        began = time.monotonic()
        desk = DeskProcess(home)
        until_ready(desk)
        starting = time.monotonic() - began
        figures = {name: page(desk, path) for name, path in paths(desk).items()}
        events = newest(desk)
        desk.interrupt()
    return {
        "tickets": 5_404 * COPIES,
        "events": events,
        "building_all_views_seconds": round(building, 1),
        "start_until_ready_seconds": round(starting, 1),
        "pages": figures,
    }


def repeated(log: Path, times: int, to: Path) -> Path:
    """The log's tickets so many times under keys of their own, by the same people at the same times."""
    with gzip.open(log, "rt", encoding="utf-8", newline="") as source:
        head, *rows = csv.reader(source)
    key = head.index("number")
    with to.open("w", encoding="utf-8", newline="") as target:
        told = csv.writer(target)
        told.writerow(head)
        for copy in range(times):
            told.writerows([*r[:key], f"{r[key]}-{copy}", *r[key + 1 :]] for r in rows)
    return to


def until_ready(desk: DeskProcess) -> None:
    """Wait until the desk says that it is."""
    end = time.monotonic() + READY_WITHIN
    while desk.client.get("/readyz").status_code != 200:
        if time.monotonic() > end:
            raise TimeoutError(desk.client.get("/readyz").text)
        time.sleep(0.2)


def newest(desk: DeskProcess) -> int:
    """Position of the newest event."""
    position: int = desk.client.get("/api/v1/audit?limit=1").json()["events"][0]["position"]
    return position


def paths(desk: DeskProcess) -> dict[str, str]:
    """The pages measured, by name; each list also as of a moment past."""
    ticket = "/tickets/repeated:INC0014524-0"
    known = desk.client.get(f"/api/v1{ticket}").json()
    team, owner = f"/teams/{known['team']}", f"/agents/{known['owner']}"
    half = newest(desk) // 2
    return {
        "open tickets": "/teams",
        "team queue": team,
        "team queue at a time": f"{team}?at={MOMENT}",
        "team queue at a position": f"{team}?at={half}",
        "my queue": "/queue",
        "my requests": "/mine",
        "ticket": ticket,
        "ticket history": f"{ticket}/history",
        "audit trail": "/audit",
        "audit trail at a time": f"/audit?at={MOMENT}",
        "supervision": "/supervision",
        "supervision at a time": f"/supervision?at={MOMENT}",
        "supervision at a position": f"/supervision?at={half}",
        "agent's day": f"{owner}?day=2016-04-06",
        "request form": "/new",
    }


def page(desk: DeskProcess, path: str) -> dict[str, float]:
    """One page, with one client and with eight."""
    before = cpu_of(desk.process.pid)
    alone = asked(desk, path, ASKED)
    cpu = (cpu_of(desk.process.pid) - before) / ASKED
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: asked(desk, path, ASKED), range(8)))
    eight = [each for one in together for each in one]
    return {
        "cpu_ms": round(cpu, 1),
        "p50_ms": round(statistics.median(alone), 1),
        "p95_ms": percentile(alone, 95),
        "p95_ms_of_eight": percentile(eight, 95),
    }


def asked(desk: DeskProcess, path: str, times: int) -> list[float]:
    """Milliseconds of each answer."""
    client = httpx.Client(base_url=desk.client.base_url, cookies=desk.client.cookies, timeout=60)
    taken = []
    for _ in range(times):
        began = time.monotonic()
        client.get(path).raise_for_status()
        taken.append((time.monotonic() - began) * 1000)
    return taken


def percentile(values: list[float], percent: int) -> float:
    """The value below which so many per cent lie."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 1)


def cpu_of(process: int) -> float:
    """CPU milliseconds a process has spent, user and system."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

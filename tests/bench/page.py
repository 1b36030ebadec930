"""How long pages take at a hundred thousand tickets: a real log, repeated under new names.

Milliseconds on the wall with one client and with eight that never pause, and the server's own CPU for
each page. The log is read from EVENHAND_DATA or the data folder beside the project.
"""

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
FOLDED_WITHIN = 1_800.0
STILL = 8
"""Half seconds without any movement."""


def run() -> dict[str, Any]:
    """Figures by page."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        for copy in range(COPIES):
            done = evenhand(
                home, "import", "uci498", str(FILE), "--source", f"copy{copy}", "--json"
            )
            assert done.returncode == 0, done.stderr
        desk = DeskProcess(home)
        began = time.monotonic()
        folded(desk)
        folding = time.monotonic() - began
        figures = {path: page(desk, path) for path in paths(desk)}
        events = desk.client.get("/api/v1/audit?limit=1").json()["events"][0]["position"]
        desk.interrupt()
    return {
        "tickets": 5_404 * COPIES,
        "events": events,
        "folding_all_views_seconds": round(folding, 1),
        "pages": figures,
    }


def folded(desk: DeskProcess) -> None:
    """Wait until every view shows the whole log: until what they show stands still."""
    end, shown, still = time.monotonic() + FOLDED_WITHIN, -1, 0
    while time.monotonic() < end:
        position = int(desk.client.get("/api/v1/audit?limit=1").headers["Evenhand-Position"])
        still = still + 1 if position == shown else 0
        shown = position
        if still == STILL:
            return
        time.sleep(0.5)
    raise TimeoutError("the views did not catch up")


def paths(desk: DeskProcess) -> list[str]:
    """The pages measured."""
    ticket = "/tickets/copy0:INC0014524"
    return ["/teams", ticket, f"{ticket}/history", "/audit", "/supervision", "/new"]


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

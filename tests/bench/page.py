"""How long pages take at a hundred thousand tickets: a real log, its tickets repeated under new keys.

The log is cut off on a day when many of its tickets were open, as a desk's lists are never empty.
Milliseconds on the wall with one client and with eight that never pause, and the server's own CPU for
each page. The log is read from EVENHAND_DATA or the data folder beside the project.
"""

import csv
import gzip
import json
import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2 as httpx

from tests.conftest import DATA
from tests.journeys.process import FROM_OUR_PAGES, DeskProcess, evenhand

FILE = DATA / "uci498_3weeks_apr2016.csv.gz"
TICKETS = int(os.environ.get("EVENHAND_BENCH_TICKETS", "100000"))
CUT_OFF = datetime(2016, 4, 20, 12, tzinfo=UTC)
ASKED = 30
BUILT_WITHIN, READY_WITHIN = 1_800, 300.0
MOMENT = "2016-04-16T12:00"


def run() -> dict[str, Any]:
    """Figures by page."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        repeated(FILE, TICKETS, home / "repeated.csv")
        evenhand_does(home, "import", "uci498", str(home / "repeated.csv"), "--json")
        building = seconds(lambda: evenhand_does(home, "rebuild", "--all", "--json"))
        began = time.monotonic()
        desk = DeskProcess(home)
        until_ready(desk)
        starting = time.monotonic() - began
        figures = {name: page(desk, client, path) for name, (client, path) in visits(desk).items()}
        events, tickets = newest(desk), tickets_in(home)
        desk.interrupt()
    return {
        "tickets": tickets,
        "events": events,
        "building_all_views_seconds": round(building, 1),
        "start_until_ready_seconds": round(starting, 1),
        "pages": figures,
    }


def evenhand_does(home: Path, *arguments: str) -> str:
    """A command that ends well; what it prints."""
    done = evenhand(home, *arguments, seconds=BUILT_WITHIN)
    assert done.returncode == 0, done.stderr
    return done.stdout


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def tickets_in(home: Path) -> int:
    """How many tickets the log holds."""
    number: int = json.loads(evenhand_does(home, "report", "desk", "--json"))["tickets"]
    return number


def repeated(log: Path, tickets: int, to: Path) -> int:
    """The log's tickets under new keys until there are so many, by the same people; how many rows."""
    with gzip.open(log, "rt", encoding="utf-8", newline="") as source:
        head, *rows = csv.reader(source)
    key, time_ = head.index("number"), head.index("sys_updated_at")
    kept = [row for row in rows if moment(row[time_]) < CUT_OFF]
    times = -(-tickets // len({row[key] for row in kept}))
    with to.open("w", encoding="utf-8", newline="") as target:
        told = csv.writer(target)
        told.writerow(head)
        for copy in range(times):
            told.writerows([*r[:key], f"{r[key]}-{copy}", *r[key + 1 :]] for r in kept)
    return times * len(kept)


def moment(told: str) -> datetime:
    """A time as the log tells it."""
    return datetime.strptime(f"{told}+0000", "%d/%m/%Y %H:%M%z")


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


def visits(desk: DeskProcess) -> dict[str, tuple[httpx.Client, str]]:
    """The pages measured, by name, with who looks at them; each list also as of a moment past."""
    ticket = "/tickets/repeated:INC0014524-0"
    known = desk.client.get(f"/api/v1{ticket}").json()
    team, owner = f"/teams/{known['team']}", f"/agents/{known['owner']}"
    agent = signed_in(desk, known["owner"], "agent")
    requester = signed_in(desk, known["requester"], "requester")
    half = newest(desk) // 2
    pages = {
        "open tickets": "/teams",
        "team queue": team,
        "team queue at a time": f"{team}?at={MOMENT}",
        "team queue at a position": f"{team}?at={half}",
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
    own = {"my queue": (agent, "/queue"), "my requests": (requester, "/mine")}
    return own | {name: (desk.client, path) for name, path in pages.items()}


def signed_in(desk: DeskProcess, person: str, role: str) -> httpx.Client:
    """Somebody of the imported log, in a session of their own."""
    desk.client.post(f"/api/v1/people/{person}/roles", json={"role": role}).raise_for_status()
    link = desk.client.post("/api/v1/sign-in-links", json={"person": person}).json()["link"]
    visitor = httpx.Client(base_url=desk.client.base_url, headers=FROM_OUR_PAGES)
    assert visitor.post(link).status_code == 303
    return visitor


def page(desk: DeskProcess, client: httpx.Client, path: str) -> dict[str, float]:
    """One page, with one client and with eight."""
    before = cpu_of(desk.process.pid)
    alone = asked(client, path, ASKED)
    cpu = (cpu_of(desk.process.pid) - before) / ASKED
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: asked(client, path, ASKED), range(8)))
    eight = [each for one in together for each in one]
    return {
        "cpu_ms": round(cpu, 1),
        "p50_ms": round(statistics.median(alone), 1),
        "p95_ms": percentile(alone, 95),
        "p95_ms_of_eight": percentile(eight, 95),
    }


def asked(client: httpx.Client, path: str, times: int) -> list[float]:
    """Milliseconds of each answer."""
    own = httpx.Client(base_url=client.base_url, cookies=client.cookies, timeout=60)
    taken = []
    for _ in range(times):
        began = time.monotonic()
        own.get(path).raise_for_status()
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

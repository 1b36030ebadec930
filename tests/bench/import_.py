"""How fast an export comes in, from its packed file to the disk, beside the least that could be done.

The least: the same file read with `csv.reader` and its bare rows stored with `executemany` in the
same batches at the same durability. Neither told apart, ordered, sealed nor chained, they show what
the rest costs. Rounds are interleaved and medians are told, because other work shares the machine.
"""

import csv
import gzip
import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from services.intake.channels.imports.appending import AT_ONCE
from services.intake.channels.imports.commands import rarely_collecting
from services.intake.channels.imports.formats.catalogue import FORMATS
from services.intake.channels.imports.importing import Counts, Order, import_source
from services.projections.reports.desk import desk_report
from shared.clock import SystemChance, SystemClock
from shared.eventlog.sqlite import SqliteLog
from shared.sealing.cipher import Cipher
from shared.sealing.keys_sqlite import SqliteKeys
from tests.conftest import DATA

TICKETS = 10_000
ROUNDS = 3
COLUMNS = FORMATS["uci498"].tables[0].needed
STATES = ("New", "Active", "Awaiting User Info", "Active", "Resolved", "Closed")
REAL = {
    "uci498": ("uci498_3weeks_apr2016",),
    "bpi13": ("bpi13_closed_problems",),
    "bpi14": ("bpi14_sample_incidents", "bpi14_sample_activities"),
    "helpdesk-it": ("helpdesk_it",),
    "callcentre": ("callcentre_1999_01",),
    "conversations": ("helpdesk_conversation_headers", "helpdesk_conversations_half"),
    "jira": ("jira_apache_issues", "jira_apache_changelog", "jira_apache_comments"),
}
"""A real log for each format, by the names of its files."""
FIRST = datetime(2026, 3, 2, 8, tzinfo=UTC)


class FiledDesk:
    """Log and keys in files of their own."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.chance = SystemClock(), SystemChance()
        self.keys = SqliteKeys(folder / "keys.sqlite", self.chance)
        seals = Cipher(self.keys, self.chance)
        path = folder / "log.sqlite"
        self.log = SqliteLog(path, seals=seals, clock=self.clock, chance=self.chance)

    def close(self) -> None:
        self.log.close()
        self.keys.close()


def run() -> dict[str, Any]:
    """Rates in events and rows a second, seconds of a report, and our time divided by the least."""
    with TemporaryDirectory() as folder:
        export = written(Path(folder) / "export.csv.gz")
        rounds = [(ours(export), least(export)) for _ in range(ROUNDS)]
    first: Counts = rounds[0][0]["counts"]
    seconds = statistics.median(each["seconds"] for each, _ in rounds)
    return {
        "machine": {"cores": os.cpu_count(), "python": sys.version.split()[0]},
        "rows": first.rows,
        "events": first.events,
        "events_a_second": round(first.events / seconds),
        "rows_a_second": round(first.rows / seconds),
        "times_the_least": round(statistics.median(o["seconds"] / t for o, t in rounds), 2),
        "again_rows_a_second": median_rate(first.rows, (o["again"] for o, _ in rounds)),
        "report_events_a_second": median_rate(first.events, (o["report"] for o, _ in rounds)),
        "real_logs": real_logs(),
    }


def real_logs() -> dict[str, Any]:
    """Events a second of each real log, the slowest first; none where they are not there."""
    rates = {
        files[0]: round(1 / rate_of(form, files))
        for form, files in REAL.items()
        if all(log_of(file).exists() for file in files)
    }
    return dict(sorted(rates.items(), key=lambda each: each[1]))


def rate_of(form: str, files: tuple[str, ...]) -> float:
    """Seconds an event took, by the median of several imports."""
    took = []
    for _ in range(ROUNDS):
        with filed() as desk, rarely_collecting():
            paths = tuple(map(log_of, files))
            counts = import_source(desk, Order(format=FORMATS[form], files=paths, source="real"))
        took.append(counts.seconds / counts.events)
    return statistics.median(took)


def log_of(name: str) -> Path:
    """Where a real log is."""
    return DATA / f"{name}.csv.gz"


def median_rate(amount: int, seconds: Iterator[float]) -> int:
    """So many a second, by the median of several times."""
    return round(amount / statistics.median(seconds))


def written(export: Path) -> Path:
    """An invented export: tickets whose updates lie among each other, in the file's order by ticket."""
    with gzip.open(export, "wt", encoding="utf-8", newline="", compresslevel=1) as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for ticket in range(TICKETS):
            for place in range(len(STATES)):
                table.writerow(row(ticket, place))
    return export


def row(ticket: int, place: int) -> list[str]:
    """One update of a ticket: another one every three minutes, each open for half a day."""
    opened = FIRST + timedelta(minutes=3 * ticket)
    done = place >= STATES.index("Resolved")
    resolved = written_time(opened + timedelta(hours=10))
    cells = {
        "number": f"INC{ticket:07}",
        "incident_state": STATES[place],
        "sys_updated_at": written_time(opened + timedelta(minutes=5 + 149 * place)),
        "sys_updated_by": f"Updated by {ticket % 90}",
        "sys_mod_count": str(place),
        "opened_at": written_time(opened),
        "caller_id": f"Caller {ticket % 2_500}",
        "assigned_to": f"Resolver {(ticket + place // 3) % 170}" if place else "?",
        "assignment_group": f"Group {ticket % 60}",
        "resolved_by": f"Resolved by {ticket % 150}" if done else "?",
        "resolved_at": resolved if done else "?",
        "closed_at": "?",
        "made_sla": "true",
        "reassignment_count": str(place // 3),
        "reopen_count": "0",
        "priority": "3 - Moderate",
        "category": f"Category {ticket % 20}",
    }
    return [cells[name] for name in COLUMNS]


def written_time(moment: datetime) -> str:
    """A time as the source writes it."""
    return f"{moment.day}/{moment.month}/{moment.year} {moment:%H:%M}"


def ours(export: Path) -> dict[str, Any]:
    """The import, the same file again, and the report."""
    with filed() as desk:
        order = Order(format=FORMATS["uci498"], files=(export,), source="export")
        with rarely_collecting():
            counts = import_source(desk, order)
        again = seconds(lambda: import_source(desk, order))
        report = seconds(lambda: desk_report(desk.log, source="export"))
    return {"counts": counts, "seconds": counts.seconds, "again": again, "report": report}


def least(export: Path) -> float:
    """Seconds to read the file and store its bare rows."""
    with TemporaryDirectory() as folder:
        bare = sqlite3.connect(Path(folder) / "bare.sqlite", isolation_level=None)
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute(f"CREATE TABLE bare ({', '.join(COLUMNS)})")
        took = seconds(lambda: store(export, bare))
        bare.close()
    return took


def store(export: Path, bare: sqlite3.Connection) -> None:
    """Every row of the file, in batches."""
    insert = f"INSERT INTO bare VALUES ({', '.join('?' * len(COLUMNS))})"
    with gzip.open(export, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    for first in range(0, len(rows), AT_ONCE):
        bare.execute("BEGIN IMMEDIATE")
        bare.executemany(insert, rows[first : first + AT_ONCE])
        bare.execute("COMMIT")


@contextmanager
def filed() -> Iterator[FiledDesk]:
    """A fresh desk for one round."""
    with TemporaryDirectory() as folder:
        desk = FiledDesk(Path(folder))
        try:
            yield desk
        finally:
            desk.close()


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began

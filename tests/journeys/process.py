"""A desk in a process of its own, on a free port, with a signed-in supervisor."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import httpx2 as httpx

ROOT = Path(__file__).parents[2]
FROM_OUR_PAGES = {"Sec-Fetch-Site": "same-origin"}
PATIENCE = 150.0


class DeskProcess:
    """One run of `evenhand serve`."""

    def __init__(self, home: Path, *options: str) -> None:
        self.home = home
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deploy", "serve", "--port", "0", *options],
            cwd=ROOT, env=environment(home), text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        Thread(target=self._listen, daemon=True).start()
        link = self.said(r"(http://[\d.:]+)/sign-in/(\S+)")
        limits = httpx.Limits(keepalive_expiry=1)  # the desk hangs up after five idle seconds
        self.client = httpx.Client(
            base_url=link[1], headers=FROM_OUR_PAGES, timeout=10, limits=limits
        )
        signed_in = self.client.post(f"/sign-in/{link[2]}")
        assert signed_in.status_code == 303, signed_in.text

    def said(self, pattern: str) -> re.Match[str]:
        """What the desk printed, as soon as it does."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            if found := re.search(pattern, "\n".join(self.lines)):
                return found
            time.sleep(0.02)
        raise AssertionError(f"the desk did not say {pattern}; it said: {self.lines[-20:]}")

    def raise_ticket(self, problem: str, key: str, **more: Any) -> httpx.Response:
        """Ask for help over the API."""
        body = {"problem": problem, **more}
        return self.client.post("/api/v1/tickets", json=body, headers={"Idempotency-Key": key})

    def kill(self) -> None:
        """Without warning."""
        self.process.kill()
        self.process.wait()
        self.client.close()

    def interrupt(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        self.client.close()
        return self.process.wait(timeout=30)

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append(line.rstrip())


@contextmanager
def serving(home: Path, *options: str) -> Iterator[DeskProcess]:
    """A desk for as long as the block lasts."""
    desk = DeskProcess(home, *options)
    try:
        yield desk
    finally:
        if desk.process.poll() is None:
            desk.kill()


def evenhand(home: Path, *arguments: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
    """One command on the desk's files."""
    return subprocess.run(
        [sys.executable, "-m", "deploy", *arguments],
        cwd=ROOT, env=environment(home), text=True, capture_output=True, timeout=seconds, check=False,
    )  # fmt: skip


def environment(home: Path) -> dict[str, str]:
    """The environment of a desk on that folder."""
    return os.environ | {"EVENHAND_HOME": str(home), "COLUMNS": "200"}

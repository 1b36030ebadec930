"""A browser of this machine, and what it says of a page."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.conftest import VENDORED

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (e) => {
  window.refused.push(e.violatedDirective + " " + e.blockedURI);
});
"""


@contextmanager
def browsing(*, dark: bool = False, width: int = 1440) -> Iterator[BrowserContext]:
    """A fresh browser profile."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path="/usr/bin/chromium", args=list(QUIET),
            color_scheme="dark" if dark else "light", viewport={"width": width, "height": 900},
        )  # fmt: skip
        context.add_init_script(WATCH)
        yield context
        context.close()


def axe(page: Page) -> list[str]:
    """What axe finds wrong, a line each; injected beside the page's own policy."""
    session = page.context.new_cdp_session(page)
    source = (Path(VENDORED) / "axe.js").read_text()
    evaluated(session, f"{source}; true")
    options = json.dumps({"runOnly": {"type": "tag", "values": RULES}})
    found = evaluated(
        session, f"axe.run(document, {options}).then((r) => JSON.stringify(r.violations))"
    )
    return [
        f"{each['id']}: {each['help']} at {each['nodes'][0]['target']}"
        for each in json.loads(found)
    ]


def evaluated(session: Any, expression: str) -> Any:
    """What an expression comes to, past the page's policy."""
    answer = session.send(
        "Runtime.evaluate",
        {"expression": expression, "awaitPromise": True, "returnByValue": True},
    )
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")


def refused(page: Page) -> list[str]:
    """What the page's own policy kept from happening."""
    found: list[str] = page.evaluate("window.refused")
    return found


def overflows(page: Page) -> bool:
    """Whether the page is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def wider_than_shown(page: Page, selector: str) -> list[str]:
    """The words of those parts that do not fit in sight, an entry each."""
    found: list[str] = page.eval_on_selector_all(
        selector,
        "all => all.filter(a => a.scrollWidth > a.clientWidth + 1).map(a => a.textContent.trim())",
    )
    return found

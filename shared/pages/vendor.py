"""Copies the browser files of locked packages to where pages are served from: `vendored/`.

npm checks each package against the lock's integrity; what is copied is never kept in the repository.
`python -m shared.pages.vendor` does nothing when everything is there already.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
VENDORED = HERE / "vendored"
STAMP = VENDORED / "stamp"
FONT = "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"
AXE = "axe-core/axe.min.js"
"""For tests only; no page loads it."""
ICONS = (
    "scale", "inbox", "user", "users", "user-plus", "circle-dashed", "history", "shield-check", "search",
    "send", "lock", "clock", "check", "check-check", "rotate-ccw", "arrow-right-left", "plus", "sun-moon",
    "log-out", "triangle-alert", "hand", "undo-2", "link", "tag", "timer", "reply", "weight", "x",
    "chart-no-axes-column", "circle", "circle-dot", "chevron-right", "pause", "play", "building-2",
    "calendar-days",
)  # fmt: skip


class FilesAreMissing(RuntimeError):
    """The browser files were never copied, or only half of them."""


def vendor() -> None:
    """Copy everything, unless it is there already."""
    wanted = state()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    with tempfile.TemporaryDirectory() as folder:
        install(Path(folder))
        packages = Path(folder) / "node_modules"
        shutil.rmtree(VENDORED, ignore_errors=True)
        VENDORED.mkdir()
        shutil.copy(packages / FONT, VENDORED / "inter.woff2")
        shutil.copy(packages / AXE, VENDORED / "axe.js")
        (VENDORED / "icons.svg").write_text(sprite(packages / "lucide-static" / "icons"))
    STAMP.write_text(wanted)


def state() -> str:
    """A fingerprint of what is to be there."""
    lock = (HERE / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr((FONT, AXE, ICONS)).encode()).hexdigest()


def install(folder: Path) -> None:
    """The locked packages in a folder, without running any script of theirs."""
    npm = shutil.which("npm")
    if npm is None:
        raise FilesAreMissing(
            "npm is not on the path; ./deploy/run brings one along where it is missing"
        )
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FilesAreMissing(f"npm could not install the pages' files:\n{done.stderr.strip()}")


def sprite(folder: Path) -> str:
    """The icons as symbols of one file, each under its own name."""
    symbols = [symbol(name, (folder / f"{name}.svg").read_text()) for name in ICONS]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


def symbol(name: str, svg: str) -> str:
    """One icon; what is drawn, without its frame."""
    found = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if found is None:
        raise FilesAreMissing(f"the icon {name!r} is no drawing")
    drawn = " ".join(found[1].split())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>'


if __name__ == "__main__":
    try:
        vendor()
    except FilesAreMissing as missing:
        sys.exit(f"The pages' files are missing: {missing}")

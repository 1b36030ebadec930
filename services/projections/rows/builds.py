"""Which file holds a view: `<view>.v<version>.<build>.sqlite`, the highest build that is complete.

A view that is built anew grows beside the live one under a name of its own and takes over by being
renamed. A write-ahead file belongs to one database file for ever, so a file is never put in the
place of another.
"""

import os
import re
from pathlib import Path

GROWING = ".growing"
VERSION = re.compile(r"\.v(\d+)\.\d+\.sqlite$")
BUILD = re.compile(r"\.(\d+)\.sqlite$")


def complete(folder: Path, stem: str) -> list[Path]:
    """Complete builds of a view, newest first."""
    found = [(build_of(path), path) for path in folder.glob(f"{stem}.*.sqlite")]
    return [path for _, path in sorted(found, reverse=True)]


def build_of(path: Path) -> int:
    """The number of a build."""
    found = BUILD.search(path.name)
    return int(found[1]) if found else 0


def newest(folder: Path, stem: str) -> Path | None:
    """The build that holds now; None where there is none."""
    return next(iter(complete(folder, stem)), None)


def next_build(folder: Path, stem: str) -> Path:
    """The file of the build after the newest."""
    last = newest(folder, stem)
    return folder / f"{stem}.{build_of(last) + 1 if last else 1}.sqlite"


def growing(build: Path) -> Path:
    """What a build is called until it is complete."""
    return build.with_name(build.name + GROWING)


def remove(path: Path) -> None:
    """A database file and what SQLite keeps beside it."""
    for each in (
        path,
        *(path.with_name(path.name + tail) for tail in ("-wal", "-shm", "-journal")),
    ):
        each.unlink(missing_ok=True)


def remove_older(build: Path, stem: str) -> None:
    """Builds that this one took over from."""
    for path in complete(build.parent, stem):
        if build_of(path) < build_of(build):
            remove(path)


def remove_versions_before(folder: Path, name: str, version: int) -> None:
    """Builds of earlier versions of a view; a later version's are left to whoever knows it."""
    for path in folder.glob(f"{name}.v*.sqlite"):
        found = VERSION.search(path.name)
        if found and int(found[1]) < version:
            remove(path)


def sync(path: Path) -> None:
    """Have the disk keep a file's content, or a folder's names."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

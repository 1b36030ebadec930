"""Style sheets, scripts, font and icons under names that hold their content's hash, kept for a year."""

import hashlib
import mimetypes
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from shared.pages.vendor import VENDORED, FilesAreMissing

HERE = Path(__file__).parent
SHEETS = ("tokens", "layout", "parts", "ticket", "figures", "policy")
FONT, ICONS = "inter.woff2", "icons.svg"
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class File:
    """One file as it is served."""

    content: bytes
    kind: str


@dataclass
class Static:
    """Every file a page may ask for, read once."""

    files: dict[str, File] = field(default_factory=dict)
    """By served name."""
    names: dict[str, str] = field(default_factory=dict)
    """Served name by plain name."""

    def url(self, name: str) -> str:
        """Where a file is served."""
        return f"/static/{self.names[name]}"

    def add(self, name: str, content: bytes) -> None:
        """Serve a file under its name and hash."""
        stem, _, ending = name.rpartition(".")
        served = f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.files[served] = File(content, kind)
        self.names[name] = served

    @cached_property
    def font(self) -> str:
        """Where the font is served; the style sheet and the preload have to agree."""
        return self.url(FONT)


def read_static() -> Static:
    """All files; raises `FilesAreMissing` where they were never copied."""
    static = Static()
    for name in (FONT, ICONS):
        path = VENDORED / name
        if not path.exists():
            raise FilesAreMissing(
                f"{name} is missing from the pages' files; run ./deploy/run, or "
                "`python -m shared.pages.vendor`, once"
            )
        static.add(name, path.read_bytes())
    sheets = "\n".join((HERE / "styles" / f"{name}.css").read_text() for name in SHEETS)
    static.add(
        "evenhand.css", sheets.replace('url("inter.woff2")', f'url("{static.font}")').encode()
    )
    static.add("live.js", (HERE / "scripts" / "live.js").read_bytes())
    return static

"""A view's file while it is built anew, beside the one that is shown."""

from pathlib import Path

import msgspec

from services.projections.rows import builds
from services.projections.rows.sqlite import GROWING, Shape, connected
from shared.eventlog.port import Cursor


class GrowingFile:
    """A build in the making: nobody reads it, and it takes over when it is complete."""

    def __init__(self, folder: Path, shape: Shape) -> None:
        self.shape = shape
        self.build = builds.next_build(folder, shape.stem)
        self.path = builds.growing(self.build)
        builds.remove(self.path)
        self.writing = connected(self.path, GROWING)
        self.writing.execute("BEGIN")
        for statement in shape.tables:
            self.writing.execute(statement)
        self.writing.execute("INSERT INTO cursor VALUES (1, NULL, 0)")

    def finish(self, cursor: Cursor) -> None:
        """Index what was written up to the cursor, and let SQLite look at it for its plans."""
        for statement in self.shape.indexes:
            self.writing.execute(statement)
        self.writing.execute("UPDATE cursor SET cursor = ?", (msgspec.msgpack.encode(cursor),))
        self.writing.execute("COMMIT")
        self.writing.execute("PRAGMA analysis_limit=1000")
        self.writing.execute("ANALYZE")
        self.writing.close()

    def take_over(self) -> Path:
        """Become the build that holds now, in one step."""
        builds.sync(self.path)
        self.path.rename(self.build)
        builds.sync(self.build.parent)
        return self.build

    def give_up(self) -> None:
        """Leave nothing behind."""
        self.writing.close()
        builds.remove(self.path)

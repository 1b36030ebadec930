"""A feed that repeats itself."""

from shared.eventlog.feed import StoreFeed
from shared.eventlog.port import Batch, Cursor


class Stuttering:
    """A feed that tells everything again now and then, as feeds may."""

    def __init__(self, feed: StoreFeed, again: list[int]) -> None:
        self.feed, self.again = feed, again

    def start(self) -> Cursor:
        return self.feed.start()

    def poll(self, cursor: Cursor, *, limit: int, wait: float) -> Batch:
        batch = self.feed.poll(cursor, limit=self.again.pop() if self.again else 5, wait=wait)
        repeated = self.feed.poll(self.start(), limit=len(self.again), wait=wait).events
        seen = tuple(each for each in repeated if each.position <= cursor.through)
        return Batch(events=(*seen, *batch.events), cursor=batch.cursor)

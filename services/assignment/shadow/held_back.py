"""Events that wait until a round's cursor covers them, so that a round is compared on what it had read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from services.assignment.shadow.accounts import Correction
from shared.eventlog.recorded import Recorded
from shared.vocabulary.identity import SHARDS

MOST_HELD_BACK = 20_000
"""Events held back for a round to cover them; past these they are let in without one."""


class Held(NamedTuple):
    """An event, and what the tried policy's ledger books beside it."""

    told: Recorded[Any]
    correction: Correction | None


@dataclass(slots=True)
class HeldBack:
    """Events in the order of the log, and how far those went that wait no longer."""

    events: list[Held] = field(default_factory=list)
    seen: list[int] = field(default_factory=lambda: [0] * SHARDS)
    """By shard: position of the last event that was let in."""

    @property
    def are_too_many(self) -> bool:
        """Whether no round covers them any more, as far as one can wait for it."""
        return len(self.events) > MOST_HELD_BACK

    def hold(self, told: Recorded[Any], correction: Correction | None) -> None:
        """One more event waits."""
        self.events.append(Held(told, correction))

    def let_in(self, cursor: Sequence[int]) -> list[Held]:
        """What whoever has that cursor had read, which waits no longer."""
        covered = [each for each in self.events if is_covered(each.told, cursor)]
        self.events = [each for each in self.events if not is_covered(each.told, cursor)]
        return self._seen(covered)

    def let_all_in(self) -> list[Held]:
        """All of it, which waits no longer."""
        everything, self.events = self.events, []
        return self._seen(everything)

    def went_past(self, cursor: Sequence[int]) -> bool:
        """Whether something was let in that whoever has that cursor had not read."""
        return any(seen > read for seen, read in zip(self.seen, cursor, strict=True))

    def _seen(self, events: list[Held]) -> list[Held]:
        for told, _ in events:
            self.seen[told.shard] = told.position
        return events


def is_covered(told: Recorded[Any], cursor: Sequence[int]) -> bool:
    """Whether whoever has that cursor has read the event."""
    return told.position <= cursor[told.shard]

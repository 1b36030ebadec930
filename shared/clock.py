"""Time and chance as ports, so that nothing that decides ever reads a clock or rolls dice itself."""

import secrets
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells what time it is."""

    def now(self) -> datetime:
        """The present instant, in UTC."""


class Chance(Protocol):
    """Gives what must not be guessable: ids, keys, tokens."""

    def token(self, length: int) -> bytes:
        """`length` bytes that nobody can foresee."""


def fresh_id(chance: Chance) -> str:
    """An id that nobody can foresee: 32 hexadecimal digits."""
    return chance.token(16).hex()


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SystemChance:
    """The operating system's source of randomness."""

    def token(self, length: int) -> bytes:
        return secrets.token_bytes(length)


class SteppedClock:
    """A clock of its own that moves only when told: for samples, simulations and tests."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError(f"start {start.isoformat()} has no time zone; give an aware datetime")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Set the time; a clock may be set back, as real ones are."""
        self._now = moment.astimezone(UTC)

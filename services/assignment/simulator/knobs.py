"""What one desk of the simulation has that another has not."""

import msgspec
import numpy as np
from numpy.typing import NDArray

TURN = 2_654_435_761
"""Knuth's multiplicative constant, to spread days and skills; nothing secret hangs on it."""


class Knobs(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of a desk to invent."""

    scenario: str
    agents: int = 60
    days: int = 90
    daily: int = 400
    """Tickets on an ordinary weekday, before the rhythm of the week."""
    busy: float = 0.78
    """Share of the time on shift that the work takes."""
    bias: float = 1.0
    """How many times the truth estimates of effort are on average."""
    thin: bool = False
    """Whether skills are known by a handful only."""
    waves: bool = False
    """Whether tough tickets of a skill come together, on some days four times as many."""
    grown: bool = False
    """Whether teams, languages, conversations, reopenings and declining are part of it."""
    shock: float = 0.0
    """Share of the agents who are away together in the middle third of the run."""

    def wave(self, skill: NDArray[np.int64], minute: NDArray[np.float64]) -> NDArray[np.float64]:
        """How many times its usual chance to be tough each ticket has; 1 on average."""
        if not self.waves:
            return np.ones(len(skill))
        day = (minute // 1_440).astype(np.int64)
        high = ((day * 7 + skill + 1) * TURN >> 16) % 6 == 0
        return np.where(high, 4.0, 0.4)

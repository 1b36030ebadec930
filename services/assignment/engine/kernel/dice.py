"""Pseudo-random numbers of our own, so that a seed gives the same plan on every machine.

Xorshift with 32 bits of state (Marsaglia 2003, triple 13, 17, 5), held in 64 so that no step overflows.
"""

from services.assignment.engine.form.columns import Column
from services.assignment.engine.kernel.step import inlined

MASK = (1 << 32) - 1


@inlined
def below(dice: Column, limit: int) -> int:
    """A number from 0 up to, not including, the limit (at most 2³¹)."""
    state = dice[0]
    state ^= (state << 13) & MASK
    state ^= state >> 17
    state ^= (state << 5) & MASK
    dice[0] = state
    return (state * limit) >> 32


def seeded(seed: int) -> list[int]:
    """The state that a seed of any size begins with; never 0, where the numbers would stand still."""
    folded = seed & MASK
    for _ in range(3):
        seed >>= 32
        folded = (folded * 0x9E3779B1 + (seed & MASK)) & MASK
    return [folded or MASK]

"""Calibration: what tickets of such a raw figure really turned out to be, never falling as it rises.

Tickets in order of their raw figure are cut into parts of equal size, and neighbours that fall are pooled
(pool adjacent violators: Ayer and others 1955), so that a higher raw figure never means a lower forecast.
"""

from collections.abc import Sequence

import msgspec

from shared.events.toughness import Step
from shared.vocabulary.toughness import MOST, MilliPoints

MOST_PARTS = 20
LEAST_IN_A_PART = 15
OUTSIDE = 10
"""Per cent of tickets that are to turn out below a step's range, and as many above."""


class Block(msgspec.Struct):
    """Tickets of neighbouring raw figures."""

    raw_from: int
    outcomes: list[int]

    @property
    def total(self) -> int:
        """Milli-points of all of them."""
        return sum(self.outcomes)


def calibrated(raw: Sequence[int], outcomes: Sequence[int]) -> tuple[Step, ...]:
    """The steps from raw figures to forecasts, rising; none without tickets."""
    ordered = sorted(zip(raw, outcomes, strict=True))
    blocks: list[Block] = []
    for block in parts(ordered):
        blocks.append(block)
        while len(blocks) > 1 and falls(blocks[-2], blocks[-1]):
            blocks[-2].outcomes += blocks.pop().outcomes
    return tuple(step(block) for block in blocks)


def parts(ordered: Sequence[tuple[int, int]]) -> list[Block]:
    """Parts of equal size of the ordered pairs; the same raw figure never stands in two of them."""
    number = max(1, min(MOST_PARTS, len(ordered) // LEAST_IN_A_PART))
    blocks: list[Block] = []
    for index, (figure, outcome) in enumerate(ordered):
        full = len(blocks) * len(ordered) <= index * number
        if not blocks or (full and figure != ordered[index - 1][0]):
            blocks.append(Block(figure, []))
        blocks[-1].outcomes.append(outcome)
    return blocks


def falls(before: Block, after: Block) -> bool:
    """Whether the later block's mean is not above the earlier one's."""
    return before.total * len(after.outcomes) >= after.total * len(before.outcomes)


def step(block: Block) -> Step:
    """What tickets of the block turned out to be, and the range that holds eight of ten."""
    rising = sorted(block.outcomes)
    return Step(
        raw_from=block.raw_from,
        toughness=within(block.total // len(rising)),
        low=within(rising[len(rising) * OUTSIDE // 100]),
        high=within(rising[-1 - len(rising) * OUTSIDE // 100]),
    )


def within(amount: int) -> MilliPoints:
    """An amount a ticket can weigh."""
    return MilliPoints(max(0, min(MOST, amount)))

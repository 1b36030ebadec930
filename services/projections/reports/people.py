"""People a source names differently in different columns, matched by what they did together.

The rule of the published figures: on rows that resolve a ticket, two names belong together when they
stand together often enough and in most of the first name's rows; each name is matched once.
"""

from collections import Counter
from collections.abc import Iterable

Pair = tuple[str, str]


def matched(pairs: Iterable[Pair], *, least: int, share: float = 0.5) -> dict[str, str]:
    """First name to second, for those who stand together `least` times or more, and in most rows."""
    together = Counter(pairs)
    alone: Counter[str] = Counter()
    for (first, _), times in together.items():
        alone[first] += times
    often = [
        (times, first, second)
        for (first, second), times in together.items()
        if times >= least and times / alone[first] > share
    ]
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, first, second in sorted(often, key=lambda each: -each[0]):
        if first not in found and second not in taken:
            found[first] = second
            taken.add(second)
    return found

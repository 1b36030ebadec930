"""People a source names differently in different columns, matched by what they did together.

The rule of the published figures: on rows that resolve a ticket, two names belong together when they
stand together often enough and in most of the first name's rows; each name is matched once.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from shared.vocabulary.identity import PersonId

RESOLVER_ROWS = 5
"""Rows an owner and a resolver must stand together on."""
WRITER_ROWS = 10
"""Rows an owner and a writer must; more people write on a ticket than resolve it."""
MOST = 0.5

Pair = tuple[PersonId, PersonId]


class Match(NamedTuple):
    """Two names of one person, and what shows it."""

    first: PersonId
    second: PersonId
    together: int
    """Rows on which they stand together."""
    of: int
    """Rows on which the first name stands with anybody."""


def matched(together: Mapping[Pair, int], *, least: int) -> list[Match]:
    """Those who stand together `least` times or more, and in most of the first one's rows.

    `together` says on how many rows each pair stands; the surest match comes first.
    """
    alone: Counter[PersonId] = Counter()
    for (first, _), rows in together.items():
        alone[first] += rows
    often = [
        Match(first, second, rows, alone[first])
        for (first, second), rows in together.items()
        if rows >= least and rows / alone[first] > MOST
    ]
    found: dict[PersonId, Match] = {}
    taken: set[PersonId] = set()
    for each in sorted(often, key=lambda match: -match.together):
        if each.first not in found and each.second not in taken:
            found[each.first] = each
            taken.add(each.second)
    return list(found.values())

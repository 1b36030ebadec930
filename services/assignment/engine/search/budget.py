"""Budgets: what a search may spend, in units that mean the same work on every machine.

A unit is 1,000 arcs priced one after the other, or 40 arcs tried out in a search; 300 of them took a
reference millisecond or less where budgets were 15 ms or more (`tests/bench/results.md`, `engine`). This
table alone turns milliseconds into units, never by a clock, so that a budget of 100 ms gives the same plan
everywhere, sooner or later.
"""

UNITS_A_MILLISECOND = 300
ARCS_PRICED_A_UNIT = 1_000
ARCS_TRIED_A_UNIT = 40


def units_of(milliseconds: float) -> int:
    """The units that a budget in milliseconds stands for."""
    return round(milliseconds * UNITS_A_MILLISECOND)

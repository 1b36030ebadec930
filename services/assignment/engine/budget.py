"""Budgets: what a search may spend, in units that mean the same work on every machine.

A unit is what took a microsecond where the table was measured: 400 arcs priced one after the other, or 50
arcs tried out in a search. Milliseconds are turned into units by this table alone, never by a clock, so
that a budget of 100 ms gives the same plan everywhere, sooner or later.
"""

UNITS_A_MILLISECOND = 1_000
ARCS_PRICED_A_UNIT = 400
ARCS_TRIED_A_UNIT = 50


def units_of(milliseconds: float) -> int:
    """The units that a budget in milliseconds stands for."""
    return round(milliseconds * UNITS_A_MILLISECOND)

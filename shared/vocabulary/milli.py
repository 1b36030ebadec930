"""Thousandths: amounts are kept in whole ones, so that they add up alike on every machine."""

MILLI = 1_000
"""How many of them make a minute, a point, or a figure of the policy as people say it."""

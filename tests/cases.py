"""How many random cases a property tries: all that it is worth, and in a fast run a quarter of them."""

from math import ceil
from typing import Any

from hypothesis import settings

WHOLE, FAST = 100, 25
"""Cases of a property that says nothing of its own, in a whole run and in a fast one."""


def cases(whole: int, **said: Any) -> settings:
    """So many cases in a whole run, and as large a share of them in this one as of all others."""
    return settings(max_examples=ceil(whole * settings.default.max_examples / WHOLE), **said)

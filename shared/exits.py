"""What a command's exit code says."""

from shared.eventlog.port import Refusal, RequestIsUnclear, ThingIsUnknown

REFUSED = 1
"""A rule said no."""
FAILED = 2
"""It could not be meant, or not be carried out."""
BROKEN = 3
"""Something that was checked does not hold."""


def code_of(refused: Refusal) -> int:
    """The code of a refusal: whether a rule said no, or nobody can tell what was meant."""
    return FAILED if isinstance(refused, RequestIsUnclear | ThingIsUnknown) else REFUSED

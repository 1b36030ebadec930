"""Numbers of things in words."""


def counted(number: int, thing: str) -> str:
    """`1 round`, `2 rounds`, `12,000 rounds`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def outcomes(differing: int, of: int, thing: str) -> str:
    """`2 of 4 tickets would have another outcome`."""
    return f"{differing:,} of {counted(of, thing)} would have another outcome"

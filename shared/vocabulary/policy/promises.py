"""What the desk promises, and how long a settled ticket stays open to objection."""

from typing import Annotated

import msgspec

from shared.vocabulary.policy.figures import figure


class PromisePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """How soon the desk promises to resolve, in hours around the clock."""

    urgent_hours: Annotated[
        int, figure("An urgent ticket is resolved within {} hours.", least=1, most=10_000)
    ] = 8
    ordinary_hours: Annotated[
        int, figure("Any other ticket is resolved within {} hours.", least=1, most=10_000)
    ] = 72
    imminent_percent: Annotated[
        int,
        figure(
            "A breach is imminent once less than {} % of the promised time is left beyond the work; "
            "from then on the ticket goes before every fairness.",
            most=100,
        ),
    ] = 10
    """Half the broken promises of 0, for less wait than 25 or 50 (a plain queue on the guide's desk)."""


class ClosingPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """How long a resolved ticket stays open to objection before it closes by itself."""

    grace_hours: Annotated[
        int, figure("A resolved ticket closes by itself after {} hours.", most=10_000)
    ] = 72

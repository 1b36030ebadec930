"""What is known of a ticket when it arrives, as far as its toughness may follow from it."""

from typing import NamedTuple

import msgspec

from shared.vocabulary.identity import PersonId, TeamId


class Features(msgspec.Struct, frozen=True, kw_only=True):
    """The four things a forecast goes by; what is not known is None and says nothing."""

    category: TeamId | str | None = None
    """The queue it came to; imported logs may have categories of their own."""
    service: str | None = None
    channel: str | None = None
    requester: PersonId | None = None


class Observation(NamedTuple):
    """A resolved ticket to learn from: what was known when it came, and what it turned out to be."""

    features: Features
    toughness: int
    """Milli-points."""


ASKED = ("category", "service", "channel", "requester")
"""In this order each explains what the ones before it left over."""
OF_A_PERSON = "requester"
"""The one feature that is about a person; what is learned of it is kept under that person's key."""

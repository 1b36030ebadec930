"""Who asks, when, and under which policy: what every decision is told beside the request itself."""

from dataclasses import dataclass
from datetime import datetime

from shared.vocabulary.identity import Actor
from shared.vocabulary.policy import Policy


@dataclass(frozen=True, slots=True)
class Asked:
    """The circumstances of one request."""

    by: Actor
    at: datetime
    policy: Policy

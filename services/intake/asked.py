"""Who asks, when, and under which policy: what every decision is told beside the request itself."""

from dataclasses import dataclass
from datetime import datetime

from shared.vocabulary.identity import Actor, PersonId, StreamId, is_person
from shared.vocabulary.policy import Policy


@dataclass(frozen=True, slots=True)
class Asked:
    """The circumstances of one request."""

    by: Actor
    at: datetime
    policy: Policy
    as_requester: bool = False
    """Whether they may touch only their own tickets, because they do not work here."""

    @property
    def person(self) -> PersonId | None:
        """The person who asks; None for the desk's own hands."""
        return PersonId(StreamId(self.by)) if is_person(self.by) else None

"""What a request about a ticket comes to, and what it is decided from besides the ticket's history."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.assignment.giving.ways import TeamGiving
from shared.events.declaration import Event
from shared.vocabulary.identity import PersonId, RoundId
from shared.vocabulary.policy import Policy
from shared.vocabulary.words import Origin


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whose the ticket is afterwards, and what is told besides that."""

    owner: PersonId | None
    origin: Origin = Origin.TAKEN
    """How it came to them, where they are another than before."""
    reason: str | None = None
    round: RoundId | None = None
    """The round that had chosen them, if one had."""
    first: tuple[Event, ...] = ()
    """Told before the ticket changes hands."""
    then: tuple[Event, ...] = ()
    """Told after it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a request is decided from besides the ticket's own history."""

    now: datetime
    policy: Policy
    team: TeamGiving
    """How the ticket's team is given its tickets."""
    against: Callable[[PersonId], Mapping[str, str]]
    """The words of each rule that keeps somebody from the ticket, by its name, in the rulebook's order."""

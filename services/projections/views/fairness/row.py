"""A line of fairness: one ticket, or one model that was learned."""

from datetime import UTC, datetime

import msgspec

from shared.vocabulary.identity import PersonId, StreamId, TeamId
from shared.vocabulary.skill import SkillNeed

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


class FairnessRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One ticket as far as fairness goes; or a model that was learned."""

    stream: StreamId
    team: TeamId | None = None
    need: SkillNeed | None = None
    credited: PersonId | None = None
    expected: int | None = None
    """Milli-points of its forecast."""
    low: int = 0
    high: int = 0
    found: int | None = None
    """Milli-points it was counted at."""
    late: bool = False
    """Whether its owner worked on it outside their shift."""
    flagged: tuple[PersonId, ...] = ()
    counted: bool = False
    """Whether a flag counted."""
    digest: str | None = None
    """Of a model."""
    learned_from: int = 0
    learned_at: datetime = BEFORE_ALL

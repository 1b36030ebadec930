"""What someone is able to do, how well, and in which tier and language."""

from typing import Annotated

import msgspec
from msgspec import Meta

from shared.vocabulary.identity import Plain

LOWEST, HIGHEST = 1, 5
SkillLevel = Annotated[int, Meta(ge=LOWEST, le=HIGHEST)]
Tier = Annotated[int, Meta(ge=1, le=9)]


class Skill(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One thing an agent can do and how well: 1 has seen it, 5 teaches it."""

    name: Plain
    level: SkillLevel = LOWEST

    @property
    def in_words(self) -> str:
        """The skill as people say it: `network at level 2`."""
        return f"{self.name} at level {self.level}"


class SkillNeed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a ticket asks of its agent; an empty need is met by everyone."""

    name: Plain | None = None
    level: SkillLevel = LOWEST
    tier: Tier = 1
    language: Plain | None = None

    @property
    def in_words(self) -> str:
        """The need as an agent would say it: `network at level 2, tier 2, in German`."""
        parts = [
            f"{self.name} at level {self.level}" if self.name else "",
            f"tier {self.tier}" if self.tier > 1 else "",
            f"in {self.language}" if self.language else "",
        ]
        return ", ".join(part for part in parts if part) or "no special skill"

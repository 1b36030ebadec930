"""Thin pools: tickets that fewer than five people could have had, and the skill worth teaching most."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from services.projections.views.people.row import PersonRow
from shared.vocabulary.identity import StreamId, TeamId

PREFIX = "pool/"


class Pool(msgspec.Struct, frozen=True, kw_only=True):
    """Tickets of one queue that need the same skill, and who could have them when they were dealt."""

    team: TeamId | None
    skill: str | None
    level: int
    """0 where no skill is needed."""
    deals: int
    points: int
    """Tough milli-points dealt."""
    mean_people: float
    """How many were eligible and on shift at a deal, on average."""
    thin_deals: int
    """Deals of which fewer than five could have had the ticket."""
    thin_points: int
    can: int
    """People of the team, or the desk, who have the skill."""
    could_learn: int
    """Others of them, who could be taught it."""


def pools(sums: Mapping[str, Mapping[str, int]], people: Iterable[PersonRow]) -> tuple[Pool, ...]:
    """Every pool that was thin at some deal, the most tough work first."""
    agents = [person for person in people if person.agent]
    told = [pool(name, m, agents) for name, m in sums.items() if name.startswith(PREFIX)]
    thin = [each for each in told if each.thin_deals > 0]
    return tuple(sorted(thin, key=lambda each: (-each.thin_points, -each.thin_deals, str(each))))


def pool(name: str, measures: Mapping[str, int], agents: Sequence[PersonRow]) -> Pool:
    """One pool from its sums and the people there are."""
    _, team, level, skill = name.split("/", 3)
    members = [each for each in agents if not team or team in each.teams]
    able = [each for each in members if not skill or has(each, skill, int(level))]
    return Pool(
        team=TeamId(StreamId(team)) if team else None,
        skill=skill or None,
        level=int(level),
        deals=measures["deals"],
        points=measures["points"],
        mean_people=measures["people"] / measures["deals"] if measures["deals"] else 0.0,
        thin_deals=measures["thin_deals"],
        thin_points=measures["thin_points"],
        can=len(able),
        could_learn=len(members) - len(able),
    )


def has(person: PersonRow, skill: str, level: int) -> bool:
    """Whether somebody has the skill at that level."""
    return any(each.name == skill and each.level >= level for each in person.skills)


def worth_teaching(thin: Iterable[Pool]) -> Pool | None:
    """Where one more person would widen the pool of most tough work; None where nobody could learn.

    A pool of n has room for rotation in proportion to n − 1, so that teaching one more is worth its
    thin points over those who can do it already, at least one.
    """
    teachable = [each for each in thin if each.skill and each.could_learn]
    return max(
        teachable,
        key=lambda each: (each.thin_points / max(1, each.can), each.thin_deals, each.skill or ""),
        default=None,
    )

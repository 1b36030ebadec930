"""Learns from resolved tickets how tough tickets are: means shrunk by how much they can be trusted.

Each feature explains what those before it left over. The mean of a value's n tickets is mixed with n₀ of
which nothing is known, `n·mean / (n + n₀)`: empirical Bayes with n₀ = s²/a, the variance within values over
that between them, as Bühlmann and Straub (1970) estimate it; a feature without signal is shrunk to nothing.
Whole numbers throughout, so that the same log teaches the same on every machine.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from services.assignment.toughness.calibration import calibrated
from services.assignment.toughness.features import ASKED, OF_A_PERSON, Observation
from shared.events.toughness import Factor, Learned, Step
from shared.vocabulary.identity import PersonId, Plain, StreamId
from shared.vocabulary.toughness import MilliPoints

PRIOR = 10
"""Tickets' worth of the policy's default that the mean of all is mixed with."""
LEAST_SHRUNK, MOST_SHRUNK = 2, 1_000
FINE = 1_000_000


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """Everything learned; requesters apart, because it is kept apart."""

    tickets: int
    mean: int
    factors: tuple[Factor, ...]
    requesters: Mapping[PersonId, Learned]
    steps: tuple[Step, ...]


class Group(msgspec.Struct):
    """The tickets of one value of a feature."""

    tickets: int = 0
    left_over: int = 0
    """Sum of what the features before did not explain, in milli-points."""


def learned(seen: Sequence[Observation], *, otherwise: int) -> Lesson:
    """What these tickets teach; `otherwise` is what a ticket counts of which nothing is known."""
    mean = (sum(each.toughness for each in seen) + PRIOR * otherwise) // (len(seen) + PRIOR)
    left_over = [each.toughness - mean for each in seen]
    guessed = [mean] * len(seen)
    factors = []
    for name in ASKED:
        values = [getattr(each.features, name) for each in seen]
        groups = grouped(values, left_over)
        shrinkage = strength(left_over, values, groups)
        for index, value in enumerate(values):
            if value is not None:
                guessed[index] += without(groups[value], left_over[index], shrinkage)
                left_over[index] -= effect(groups[value], shrinkage)
        factors.append(factor(name, shrinkage, groups))
    of_people = next(each for each in factors if each.name == OF_A_PERSON)
    return Lesson(
        tickets=len(seen),
        mean=mean,
        factors=tuple(
            each
            if each.name != OF_A_PERSON
            else Factor(name=each.name, shrinkage=each.shrinkage, values=())
            for each in factors
        ),
        requesters={PersonId(StreamId(each.value)): each for each in of_people.values},
        steps=calibrated(guessed, [each.toughness for each in seen]),
    )


def grouped(values: Iterable[str | None], left_over: Sequence[int]) -> dict[str, Group]:
    """The tickets by value; those of which the value is not known are left out."""
    groups: dict[str, Group] = {}
    for value, rest in zip(values, left_over, strict=True):
        if value is not None:
            group = groups.setdefault(value, Group())
            group.tickets += 1
            group.left_over += rest
    return groups


def effect(group: Group, shrinkage: int) -> int:
    """What the value adds to the mean: its own mean, shrunk."""
    return group.left_over // (group.tickets + shrinkage)


def without(group: Group, own: int, shrinkage: int) -> int:
    """The same as if one of its tickets had not been seen: no ticket may vouch for its own forecast."""
    return (group.left_over - own) // (group.tickets - 1 + shrinkage)


def strength(
    left_over: Sequence[int], values: Sequence[str | None], groups: Mapping[str, Group]
) -> int:
    """n₀, in tickets: variance within the values over variance between them."""
    known = [rest for rest, value in zip(left_over, values, strict=True) if value is not None]
    tickets, kinds = len(known), len(groups)
    if kinds < 2 or tickets <= kinds:
        return MOST_SHRUNK
    explained = sum(FINE * g.left_over**2 // g.tickets for g in groups.values())
    within = (FINE * sum(rest * rest for rest in known) - explained) // (tickets - kinds)
    between = explained - FINE * sum(known) ** 2 // tickets - (kinds - 1) * within
    spread = tickets - sum(g.tickets**2 for g in groups.values()) // tickets
    if between <= 0 or spread <= 0:
        return MOST_SHRUNK
    return max(LEAST_SHRUNK, min(MOST_SHRUNK, within * spread // between))


def factor(name: str, shrinkage: int, groups: Mapping[str, Group]) -> Factor:
    """One feature as it is kept, its values in order."""
    values = tuple(
        Learned(
            value=Plain(value),
            tickets=group.tickets,
            effect=MilliPoints(effect(group, shrinkage)),
        )
        for value, group in sorted(groups.items())
    )
    return Factor(name=Plain(name), shrinkage=shrinkage, values=values)

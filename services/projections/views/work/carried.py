"""Who carried what: everybody's sums, lead and slow tickets, with linked identities as one person."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from services.projections.fold import Amounts
from services.projections.views.work.deeds import MEASURES
from shared.figures.spread import percentile
from shared.people.linked import One
from shared.vocabulary.identity import PersonId, StreamId

WORKED = ("taken", "resolved", "entitled", "logged_seconds", "touch_seconds")
SLOWEST = 90
"""Per cent that were resolved sooner: who carried the slowest tenth carried tough work, judged or not."""


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """What one agent carried in the window, against what was their fair share."""

    agent: PersonId
    measures: dict[str, int]
    slowest: int
    """Of the tickets resolved in the window, how many of the slowest tenth they resolved."""
    lead: int
    """Milli-points received minus entitled."""
    ratio: float | None
    """Received ÷ entitled; none without entitlement."""

    @property
    def place(self) -> tuple[object, ...]:
        """Where it stands: furthest ahead first; those to whom nothing was booked behind all others."""
        return (
            self.ratio is None and not self.lead, -self.lead, -self.slowest,
            -self.measures["resolved"], -self.measures["taken"], self.agent,
        )  # fmt: skip


def carried_in(
    sums: Mapping[str, Amounts], slowest: Mapping[PersonId, int], one: One
) -> tuple[Carried, ...]:
    """What each person carried, by sums of their identities, in order of place."""
    by_person: dict[PersonId, list[Amounts]] = {}
    for who, amounts in sums.items():
        by_person.setdefault(one(PersonId(StreamId(who))), []).append(amounts)
    lines = [
        carried_by(person, [sum(each) for each in zip(*parts, strict=True)], slowest.get(person, 0))
        for person, parts in by_person.items()
    ]
    worked = [each for each in lines if any(each.measures[name] for name in WORKED)]
    return tuple(sorted(worked, key=lambda each: each.place))


def carried_by(agent: PersonId, amounts: Sequence[int], slowest: int) -> Carried:
    """One person's line."""
    measures = dict(zip(MEASURES, amounts, strict=True))
    received, entitled = measures["received"], measures["entitled"]
    ratio = received / entitled if entitled > 0 else None
    lead = received - entitled
    return Carried(agent=agent, measures=measures, slowest=slowest, lead=lead, ratio=ratio)


def slowest_by(settled: Iterable[tuple[str, int]], one: One) -> dict[PersonId, int]:
    """How many of the slowest tenth each person resolved, of resolvers and elapsed times."""
    known = [(PersonId(StreamId(who)), elapsed) for who, elapsed in settled if who]
    least = slowest_from(known)
    return dict(Counter(one(who) for who, elapsed in known if least and elapsed >= least))


def slowest_from(settled: Iterable[tuple[str, int]]) -> float | None:
    """From which elapsed time on a ticket is among the slowest tenth of those with a resolver."""
    return percentile([elapsed for who, elapsed in settled if who], SLOWEST)


def lead_in_tickets(carried: Sequence[Carried]) -> float | None:
    """The worst lead in tickets of the mean toughness that was booked; none without bookings."""
    points = sum(each.measures["received"] for each in carried)
    tickets = sum(each.measures["booked"] for each in carried)
    if points <= 0 or tickets <= 0:
        return None
    return max(each.lead for each in carried) * tickets / points

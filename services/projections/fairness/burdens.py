"""Burdens: whether tough work weighs more on the many-skilled, part-timers, odd hours or newcomers."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec

from services.projections.views.people.row import PersonRow

FULL_TIME = 1_000
NEW, SETTLED = 90, 365
"""Days since somebody joined."""


class Burden(msgspec.Struct, frozen=True, kw_only=True):
    """What people of a kind carried in the window, against what was their share."""

    kind: str
    """What they are told apart by."""
    group: str
    agents: int
    received: int
    """Tough milli-points."""
    entitled: int
    """Tough milli-points of their fair shares: how much work they are eligible for."""
    ratio: float | None
    """Received ÷ entitled; above 1 where the group carries more than its share."""
    entitled_each: int
    """Milli-points of share by person at full time: what being eligible for much asks of one."""
    after_hours: int
    """Tickets on which their owner worked outside their shift."""


def skills(person: PersonRow, _: datetime) -> str:
    """By how many things somebody can do."""
    number = len(person.skills)
    return "four skills or more" if number > 3 else "two or three" if number > 1 else "one or none"


def time(person: PersonRow, _: datetime) -> str:
    """By how much of full time somebody works."""
    return "part time" if person.presence < FULL_TIME else "full time"


def hours(person: PersonRow, _: datetime) -> str:
    """By when somebody works."""
    return "evenings, nights, weekends" if person.unsocial else "ordinary hours"


def seniority(person: PersonRow, now: datetime) -> str:
    """By how long somebody has been here."""
    days = (now - person.joined_at).days if person.joined_at else SETTLED
    return "up to three months" if days < NEW else "up to a year" if days < SETTLED else "longer"


KINDS: dict[str, Callable[[PersonRow, datetime], str]] = {
    "skills": skills,
    "working time": time,
    "hours": hours,
    "time here": seniority,
}
GROUPS = (
    "one or none", "two or three", "four skills or more", "full time", "part time",
    "ordinary hours", "evenings, nights, weekends", "up to three months", "up to a year", "longer",
)  # fmt: skip
"""In the order they are told."""


def burdens(
    people: Iterable[PersonRow],
    carried: Mapping[str, Mapping[str, int]],
    late: Mapping[str, Mapping[str, int]],
    *,
    now: datetime,
) -> tuple[Burden, ...]:
    """Every group of every kind that has anybody in it.

    `carried`: sums of received and entitled by person; `late`: of tickets worked on after hours.
    """
    agents = [person for person in people if person.agent]
    groups: dict[tuple[str, str], list[PersonRow]] = {}
    for person in agents:
        for kind, told_apart in KINDS.items():
            groups.setdefault((kind, told_apart(person, now)), []).append(person)
    ordered = sorted(groups.items(), key=lambda each: GROUPS.index(each[0][1]))
    return tuple(burden(kind, group, members, carried, late) for (kind, group), members in ordered)


def burden(
    kind: str,
    group: str,
    members: Iterable[PersonRow],
    carried: Mapping[str, Mapping[str, int]],
    late: Mapping[str, Mapping[str, int]],
) -> Burden:
    """One group's."""
    people = list(members)
    received = sum(carried.get(each.person, {}).get("received", 0) for each in people)
    entitled = sum(carried.get(each.person, {}).get("entitled", 0) for each in people)
    presence = sum(each.presence for each in people)
    return Burden(
        kind=kind,
        group=group,
        agents=len(people),
        received=received,
        entitled=entitled,
        ratio=received / entitled if entitled > 0 else None,
        entitled_each=FULL_TIME * entitled // presence if presence else 0,
        after_hours=sum(late.get(each.person, {}).get("after_hours", 0) for each in people),
    )

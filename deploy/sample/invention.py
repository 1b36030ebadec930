"""What is given of the sample desk, in the simulator's terms: agents, teams and places are numbers there."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from deploy.sample.cast import DESK, Colleague
from deploy.sample.problems import Problem, script
from services.assignment.simulator.drawing import Desk, Kind, Place
from services.assignment.simulator.world import DAY, PER_MILLE, Shift, Worker, team_id
from shared.vocabulary.identity import Plain
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.working_time import shifts_on

DAILY = 32
"""Tickets on an ordinary weekday."""
TEAMS = {name: team_id(index) for index, name in enumerate(DESK.teams)}
TEAM_OF = {service: name for name, services in DESK.teams.items() for service in services}


def monday(now: datetime) -> datetime:
    """The midnight with which the week begins; the simulator counts from there."""
    day = now - timedelta(days=now.weekday())
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


def given(agents: Sequence[Colleague], since: datetime, until: datetime) -> Desk:
    """The desk of these agents, from one moment to the end of the other's day."""
    begins = monday(since)
    days = (until - begins).days + 1
    begun = seconds(since - begins)
    return Desk(
        scenario="sample",
        workers=tuple(map(worker, agents)),
        shifts=tuple(
            shift
            for index, agent in enumerate(agents)
            for shift in planned(index, agent, begins, days)
            if shift.end > begun
        ),
        kinds=tuple(map(kind, script().problem)),
        places=tuple(places(agents, begins)),
        days=days,
        since=begun,
    )


def worker(agent: Colleague) -> Worker:
    """An agent as the simulator knows them."""
    return Worker(
        skills=agent.skills, tier=agent.tier, pace=round(PER_MILLE * agent.pace),
        languages=agent.languages, teams=(TEAMS[agent.team],), declines=agent.declines,
    )  # fmt: skip


def planned(index: int, agent: Colleague, begins: datetime, days: int) -> Iterator[Shift]:
    """Their shifts as far as they lie within these days, earliest first."""
    for day in range(-1, days + 1):
        for span in shifts_on(agent.working_time, begins.date() + timedelta(days=day)):
            start = max(0, seconds(span.start - begins))
            end = min(days * DAY, seconds(span.end - begins))
            if start < end:
                yield Shift(start=start, end=end, agent=index, planned=end)


def kind(problem: Problem) -> Kind:
    """A problem as a kind of request; its subject is its name."""
    return Kind(
        name=problem.subject, minutes=problem.minutes, toughness=problem.toughness,
        need=SkillNeed(name=Plain(problem.skill), level=problem.level, tier=problem.tier),
        weight=problem.weight, team=TEAMS[TEAM_OF[problem.service]],
    )  # fmt: skip


def places(agents: Sequence[Colleague], begins: datetime) -> Iterator[Place]:
    """People ask from where the agents sit, as many for each of them."""
    zones = [agent.zone for agent in agents]
    for zone in sorted(set(zones)):
        ahead = begins.astimezone(ZoneInfo(zone)).utcoffset()
        assert ahead is not None, f"{zone} has no clock"
        yield Place(ahead=seconds(ahead), daily=DAILY * zones.count(zone) / len(zones))


def seconds(span: timedelta) -> int:
    """A span of time in whole seconds."""
    return int(span.total_seconds())

"""Whom a rule keeps from a ticket, and whom it does not."""

from datetime import time, timedelta
from typing import Any

import pytest

from services.assignment import rulebook
from services.assignment.rules import (
    away,
    focus_time,
    redline,
    shift,
    skill,
    team,
    work_in_progress,
)
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Absence
from shared.vocabulary.working_time import Span, WeeklyShift, WorkingTime
from tests.rules.desk import ADA, BEN, MONDAY_NOON, NETWORK, agent, desk, ticket

HOUR = timedelta(hours=1)
NEEDS_NETWORK = ticket(need=SkillNeed(name="network", level=2, tier=2, language="German"))  # type: ignore[arg-type]
KEPT = "is kept from it by a redline"
AFTER_NOON = Span(MONDAY_NOON, MONDAY_NOON + HOUR)
MORNINGS = WorkingTime(week=(WeeklyShift(day=0, start=time(8), end=time(12)),))


@pytest.mark.parametrize(
    ("rule", "asked", "who", "words"),
    [
        (team, ticket(team=NETWORK), agent(), "is not in the team whose queue the ticket stands in"),
        (team, ticket(team=NETWORK), agent(teams=(NETWORK,)), None),
        (team, ticket(), agent(), None),
        (skill, NEEDS_NETWORK, agent(tier=2), "has network at level 0, the ticket needs 2"),
        (skill, NEEDS_NETWORK, agent(skills={"network": 2}), "works in tier 1, the ticket needs tier 2"),
        (skill, NEEDS_NETWORK, agent(skills={"network": 2}, tier=2), "does not work in German"),
        (skill, NEEDS_NETWORK, agent(skills={"network": 5}, tier=2, languages=("German",)), None),
        (shift, ticket(), agent(working=MORNINGS), "is off shift"),
        (shift, ticket(), agent(), None),
        (away, ticket(), agent(away=Absence.LEAVE), "is away (leave)"),
        (away, ticket(), agent(away=Absence.LEAVE, away_until=MONDAY_NOON), None),
        (focus_time, ticket(), agent(focus=(AFTER_NOON,)), "has focus time until 13:00 UTC"),
        (focus_time, ticket(), agent(focus=(Span(MONDAY_NOON - HOUR, MONDAY_NOON),)), None),
        (redline, ticket(requester=BEN), agent(redlines=((BEN, None),)), KEPT),
        (redline, ticket(service="Payroll"), agent(redlines=((None, "Payroll"),)), KEPT),
        (redline, ticket(requester=ADA), agent(redlines=((BEN, None),)), None),
        (redline, ticket(requester=BEN, service="Mail"), agent(redlines=((BEN, "Payroll"),)), None),
        (work_in_progress, ticket(), agent(in_work=3), "has 3 of 3 tickets in work"),
        (work_in_progress, ticket(), agent(in_work=2), None),
    ],
)  # fmt: skip
def test_a_ban_says_whom_it_keeps_and_why(
    rule: Any, asked: Any, who: Any, words: str | None
) -> None:
    assert rule.ban(asked, who, desk(who)) == words


def test_the_first_rule_that_applies_is_the_one_that_is_told() -> None:
    off_and_busy = agent(working=MORNINGS, in_work=3)
    assert rulebook.ruled_out(ticket(), off_and_busy, desk(off_and_busy)) == (
        "shift",
        "is off shift",
    )


def test_the_busy_are_entitled_and_the_absent_are_not() -> None:
    busy, absent = agent(in_work=3), agent(away=Absence.SICK)
    assert rulebook.entitled(ticket(), busy, desk(busy))
    assert not rulebook.entitled(ticket(), absent, desk(absent))


def test_every_rule_has_a_name_of_its_own_and_a_docstring_to_read() -> None:
    rules = (*rulebook.BANS, *rulebook.PRICES, *rulebook.CURVES)
    assert len({rule.NAME for rule in rules}) == len(rules)
    assert all(len(rule.__doc__ or "") > 40 for rule in rules)

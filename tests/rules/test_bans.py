"""Whom a rule keeps from a ticket, and whom it does not."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import msgspec
import pytest

from services.assignment import rulebook
from services.assignment.giving.ways import USUAL, TeamGiving
from services.assignment.problem.eligibility import entitled_to
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.identity import PersonId
from shared.vocabulary.policy import SHIPPED, Policy
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Absence, Helping, Way
from shared.vocabulary.working_time import Span, WeeklyShift, WorkingTime
from tests.rules.desk import ADA, BEN, CY, MONDAY_NOON, NETWORK, agent, desk, ticket

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
NEEDS_NETWORK = ticket(need=SkillNeed(name="network", level=2, tier=2, language="German"))  # type: ignore[arg-type]
LEVEL_TWO = ticket(need=SkillNeed(name="network", level=2))  # type: ignore[arg-type]
PRESSING = ticket(need=SkillNeed(name="network", level=2), urgent=True)  # type: ignore[arg-type]
KEPT = "is kept from it by a redline"
AFTER_NOON = Span(MONDAY_NOON, MONDAY_NOON + HOUR)
MORNINGS = WorkingTime(week=(WeeklyShift(day=0, start=time(8), end=time(12)),))
UNTIL_ONE = WorkingTime(week=(WeeklyShift(day=0, start=time(8), end=time(13)),))
WITH_LUNCH = WorkingTime(
    week=(
        WeeklyShift(day=0, start=time(8), end=time(13)),
        WeeklyShift(day=0, start=time(14), end=time(18)),
    )
)
TOUGH, HEAVY = ticket(toughness=2_000), ticket(toughness=3_000)
NOVICE = agent(skills={"network": 1})
IN_TEAM, OFFERED_TO_BEN = ticket(team=NETWORK), ticket(offered_to=BEN)
TURNED_DOWN = ticket(turned_down={ADA: MONDAY_NOON - 59 * MINUTE, BEN: MONDAY_NOON - HOUR})
HELP = ticket(
    urgent=True, helps=BEN, asked_in=NETWORK, passed=(CY,), need=SkillNeed(name="network", level=2)
)  # type: ignore[arg-type]
ABLE = {"network": 2}
FROZEN = TeamGiving(frozen=True)
BY_TIERS = TeamGiving(helping=Helping.TIERED)
PEOPLE = (ADA, BEN, CY)


CASES = [
        ("team", ticket(team=NETWORK), agent(), "is not in the team whose queue the ticket stands in"),
        ("team", ticket(team=NETWORK), agent(teams=(NETWORK,)), None),
        ("team", ticket(), agent(), None),
        ("skill", NEEDS_NETWORK, agent(tier=2), "has network at level 0, the ticket needs 2"),
        ("skill", NEEDS_NETWORK, agent(skills={"network": 2}), "works in tier 1, the ticket needs tier 2"),
        ("skill", NEEDS_NETWORK, agent(skills={"network": 2}, tier=2), "does not work in German"),
        ("skill", NEEDS_NETWORK, agent(skills={"network": 5}, tier=2, languages=("German",)), None),
        ("skill", LEVEL_TWO, NOVICE, None),
        ("redline", ticket(requester=BEN), agent(redlines=((BEN, None),)), KEPT),
        ("redline", ticket(service="Payroll"), agent(redlines=((None, "Payroll"),)), KEPT),
        ("redline", ticket(requester=ADA), agent(redlines=((BEN, None),)), None),
        ("redline", ticket(requester=BEN, service="Mail"), agent(redlines=((BEN, "Payroll"),)), None),
        ("two persons", ticket(kept_apart=(ADA,), requester=ADA), agent(), "asked for it themself"),
        ("two persons", ticket(kept_apart=(ADA, BEN), requester=BEN), agent(), "approved it"),
        ("two persons", ticket(kept_apart=(BEN,), requester=BEN), agent(), None),
        ("two persons", ticket(requester=ADA), agent(), None),
        ("shift", ticket(), agent(working=MORNINGS), "is off shift"),
        ("shift", ticket(), agent(), None),
        ("away", ticket(), agent(away=Absence.LEAVE), "is away (leave)"),
        ("away", ticket(), agent(away=Absence.LEAVE, away_until=MONDAY_NOON), None),
        ("focus time", ticket(), agent(focus=(AFTER_NOON,)), "has focus time until 13:00 UTC"),
        ("focus time", ticket(), agent(focus=(Span(MONDAY_NOON - HOUR, MONDAY_NOON),)), None),
        ("mentor", PRESSING, NOVICE, "would have to learn network first, and the ticket presses"),
        ("mentor", LEVEL_TWO, NOVICE, "would have to learn network first, and no mentor is at hand"),
        ("mentor", LEVEL_TWO, agent(skills={"network": 2}), None),
        ("work in progress", ticket(), agent(in_work=3), "has 3 of 3 tickets in work"),
        ("work in progress", ticket(), agent(in_work=2), None),
        ("minutes in work", ticket(), agent(in_work=1, load=430_000),
         "has 430 of 480 minutes in hand, too much for another 60"),
        ("minutes in work", ticket(), agent(in_work=1, load=230_000, presence=500),
         "has 230 of 240 minutes in hand, too much for another 60"),
        ("minutes in work", ticket(), agent(in_work=1, load=60_000, minutes=100),
         "has 60 of 100 minutes in hand, too much for another 60"),
        ("minutes in work", ticket(), agent(in_work=1, load=420_000), None),
        ("minutes in work", ticket(minutes=900), agent(), None),
        ("tough in hand", TOUGH, agent(tough_in_hand=2), "has 2 of 2 tough tickets in hand"),
        ("tough in hand", TOUGH, agent(tough_in_hand=1), None),
        ("tough in hand", ticket(), agent(tough_in_hand=2), None),
        ("recovery", TOUGH, agent(heavy_at=MONDAY_NOON - 10 * MINUTE),
         "recovers from a heavy ticket until 12:05 UTC"),
        ("recovery", TOUGH, agent(heavy_at=MONDAY_NOON - 15 * MINUTE), None),
        ("recovery", ticket(), agent(heavy_at=MONDAY_NOON), None),
        ("shift end", ticket(minutes=81), agent(working=UNTIL_ONE),
         "could not finish it before the shift ends at 13:00 UTC"),
        ("shift end", ticket(minutes=80), agent(working=UNTIL_ONE), None),
        ("shift end", ticket(minutes=81), agent(working=WITH_LUNCH), None),
        ("shift end", ticket(minutes=60), agent(working=UNTIL_ONE, load=30_000),
         "could not finish it before the shift ends at 13:00 UTC"),
        ("shift end", ticket(minutes=2_000), agent(working=UNTIL_ONE), None),
        ("shift end", ticket(minutes=2_000), agent(), None),
]  # fmt: skip
"""Rule, ticket, agent, and the words with which the rule keeps them apart; None where it does not."""


CHOSEN = [
        ("held", IN_TEAM, ADA, FROZEN, "is given nothing while the team is frozen"),
        ("held", IN_TEAM, ADA, TeamGiving(way=Way.MANUAL),
         "is given nothing by itself, for the team shares its tickets by hand"),
        ("held", IN_TEAM, ADA, TeamGiving(way=Way.PULLED),
         "is given nothing by itself, for the team pulls its tickets from the list"),
        ("held", IN_TEAM, ADA, TeamGiving(way=Way.OFFERED), None),
        ("held", ticket(), ADA, FROZEN, None),
        ("held", ticket(team=NETWORK, pinned_to=ADA), ADA, TeamGiving(way=Way.MANUAL), None),
        ("held", ticket(team=NETWORK, pinned_to=ADA), ADA, FROZEN,
         "is given nothing while the team is frozen"),
        ("held", ticket(team=NETWORK, helps=BEN), ADA, FROZEN, None),
        ("pinned", ticket(pinned_to=BEN), ADA, USUAL, "is not the one to whom the ticket is pinned"),
        ("pinned", ticket(pinned_to=BEN), BEN, USUAL, None),
        ("offered", OFFERED_TO_BEN, ADA, USUAL, "may take it, but it is offered to somebody else"),
        ("offered", OFFERED_TO_BEN, BEN, USUAL, "was offered it and has not answered"),
        ("offered", ticket(), BEN, USUAL, None),
        ("declined lately", TURNED_DOWN, ADA, USUAL,
         "turned it down and is not asked again before 12:01 UTC"),
        ("declined lately", TURNED_DOWN, BEN, USUAL, None),
        ("declined lately", TURNED_DOWN, CY, USUAL, None),
        ("helping", HELP, BEN, USUAL, "is the one who asks"),
        ("helping", HELP, CY, USUAL, "said that they cannot come"),
        ("helping", HELP, ADA, USUAL, None),
        ("helping", HELP, ADA, BY_TIERS, "works in no higher tier than who asks"),
        ("helping", ticket(), ADA, BY_TIERS, None),
]  # fmt: skip
"""Rule, ticket, agent, how the team's tickets are given, and the words; None where it does not."""


def every_case() -> Iterator[tuple[str, Frozen, Standing, str | None]]:
    """Each case of either list as a desk of its one ticket."""
    for rule, asked, who, words in CASES:
        yield rule, desk(who, tickets=(asked,)), who, words
    for rule, asked, person, team, words in CHOSEN:
        frozen = team_of_three(asked, team)
        yield rule, frozen, frozen.agents[PEOPLE.index(person)], words


def team_of_three(asked: WaitingTicket, team: TeamGiving) -> Frozen:
    """Three alike of one team, whose tickets are given as told."""
    people = [agent(each, skills=ABLE, teams=(NETWORK,)) for each in PEOPLE]
    return desk(*people, tickets=(asked,), giving={NETWORK: team})


def banned_by(name: str) -> tuple[Frozen, PersonId]:
    """A desk of one ticket, and somebody whom only this rule keeps from it."""
    return next(
        (frozen, who.id)
        for rule, frozen, who, words in every_case()
        if rule == name and words and only_one_keeps(frozen, who)
    )


def only_one_keeps(frozen: Frozen, who: Standing) -> bool:
    """Whether no second rule would keep them from the ticket too."""
    return sum(bool(rule.ban(frozen.tickets[0], who, frozen)) for rule in rulebook.BANS) == 1


@pytest.mark.parametrize(("rule", "asked", "who", "words"), CASES)
def test_a_ban_says_whom_it_keeps_and_why(
    rule: str, asked: Any, who: Any, words: str | None
) -> None:
    (only,) = [each for each in rulebook.BANS if each.name == rule]
    assert only.ban(asked, who, desk(who, tickets=(asked,))) == words


@pytest.mark.parametrize(("rule", "asked", "who", "team", "words"), CHOSEN)
def test_what_a_team_or_a_person_chose_keeps_rounds_from_a_ticket(
    rule: str, asked: Any, who: Any, team: TeamGiving, words: str | None
) -> None:
    (only,) = [each for each in rulebook.BANS if each.name == rule]
    frozen = team_of_three(asked, team)
    assert only.ban(asked, frozen.agents[PEOPLE.index(who)], frozen) == words


def test_who_would_have_to_learn_it_first_is_no_help() -> None:
    told = rulebook.ruled_out(HELP, NOVICE, desk(NOVICE))
    assert told == ("mentor", "would have to learn network first, and the ticket presses")


def test_a_higher_tier_helps_a_lower_one() -> None:
    ada, ben = agent(ADA, skills=ABLE, tier=2), agent(BEN, skills=ABLE)
    assert rulebook.ruled_out(HELP, ada, desk(ada, ben, giving={NETWORK: BY_TIERS})) is None


@pytest.mark.parametrize(
    "chosen",
    [ticket(team=NETWORK, pinned_to=BEN), ticket(team=NETWORK, offered_to=BEN),
     ticket(team=NETWORK, turned_down={ADA: MONDAY_NOON})],
)  # fmt: skip
def test_what_was_chosen_for_a_ticket_takes_nobodys_share_in_it(chosen: Any) -> None:
    both = (agent(ADA, teams=(NETWORK,)), agent(BEN, teams=(NETWORK,)))
    frozen = desk(*both, tickets=(chosen,), giving={NETWORK: FROZEN})
    assert entitled_to(chosen, frozen) == {ADA: 1_000, BEN: 1_000}


def test_a_learner_is_let_through_with_a_mentor_at_hand_until_the_week_is_full() -> None:
    able = agent(BEN, skills={"network": 2})
    fresh, full = NOVICE, agent(skills={"network": 1}, learned=3)
    assert rulebook.ruled_out(LEVEL_TWO, fresh, desk(fresh, able)) is None
    told = rulebook.ruled_out(LEVEL_TWO, full, desk(full, able))
    assert told == ("mentor", "has learned by 3 tickets this week")


@pytest.mark.parametrize(
    "mentor",
    [agent(BEN, skills={"network": 2}, in_work=3), agent(BEN, skills={"network": 2}, away=Absence.SICK)],
)  # fmt: skip
def test_a_mentor_who_has_no_room_or_is_away_is_none(mentor: Any) -> None:
    told = rulebook.ruled_out(LEVEL_TWO, NOVICE, desk(NOVICE, mentor))
    assert told
    assert told[0] == "mentor"


def with_policy(**sections: dict[str, Any]) -> Policy:
    """The shipped policy with other figures."""
    changed = {
        name: msgspec.structs.replace(getattr(SHIPPED, name), **figures)
        for name, figures in sections.items()
    }
    return msgspec.structs.replace(SHIPPED, **changed)


def test_where_nobody_is_to_learn_the_level_of_the_need_is_asked_for() -> None:
    strict = desk(NOVICE, policy=with_policy(growth={"learning": False}))
    assert rulebook.ruled_out(LEVEL_TWO, NOVICE, strict) == (
        "skill",
        "has network at level 1, the ticket needs 2",
    )


def test_on_services_the_policy_names_nobody_works_on_what_they_asked_for() -> None:
    policy = with_policy(together={"two_person_services": ("Access",)})
    asked = ticket(service="Access", requester=ADA)
    told = rulebook.ruled_out(asked, agent(), desk(policy=policy))
    assert told == ("two persons", "asked for it themself")
    assert rulebook.ruled_out(asked, agent(CY), desk(agent(CY), policy=policy)) is None


def test_where_work_may_be_handed_over_the_end_of_the_shift_keeps_nobody() -> None:
    late = agent(working=UNTIL_ONE)
    policy = with_policy(work={"finish_in_shift": False})
    assert rulebook.ruled_out(ticket(minutes=81), late, desk(late, policy=policy)) is None


def test_the_first_rule_that_applies_is_the_one_that_is_told() -> None:
    off_and_busy = agent(working=MORNINGS, in_work=3)
    assert rulebook.ruled_out(ticket(), off_and_busy, desk(off_and_busy)) == (
        "shift",
        "is off shift",
    )


def test_the_busy_and_the_recovering_are_entitled_and_the_absent_are_not() -> None:
    busy, tired = agent(ADA, in_work=3), agent(BEN, heavy_at=MONDAY_NOON, presence=500)
    absent = agent(CY, away=Absence.SICK)
    frozen = desk(busy, tired, absent, tickets=(TOUGH,))
    assert entitled_to(TOUGH, frozen) == {ADA: 1_000, BEN: 500}


def test_every_rule_has_a_name_of_its_own_and_words_to_read() -> None:
    assert len({rule.name for rule in rulebook.RULES}) == len(rulebook.RULES)
    assert all(rule.in_short.endswith(".") for rule in rulebook.RULES)

"""Who would get what waits: planned over everybody's coming openings, and changed for a reason only."""

from datetime import time, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from services.assignment.engine.form.checking import check
from services.assignment.rulebook import ruled_out
from services.assignment.tentative.coming import HORIZON, OPENINGS, Prospect, coming
from services.assignment.tentative.stating import opened, stated
from shared.vocabulary.words import Absence, Level
from shared.vocabulary.working_time import WeeklyShift, WorkingTime
from tests.cases import cases
from tests.rules.chance import TICKETS
from tests.rules.desk import ADA, BEN, MONDAY_NOON, desk
from tests.tentative.prospects import (
    MINUTE,
    STEPS,
    at_a_change,
    busy,
    judged,
    named,
    plan,
    prospect,
    prospects,
    two,
    waiting,
    with_weights,
)

ONE, TWO, THREE, _ = TICKETS
AFTERNOONS = WorkingTime(week=(WeeklyShift(day=0, start=time(14), end=time(18)),))
AT_ANY_PRICE = 1_000_000_000


def test_what_waits_would_go_to_who_is_free_first() -> None:
    told = plan(two(ONE, ada=60, ben=12)).tickets[0]
    assert (told.agent, told.at) == (BEN, MONDAY_NOON + 15 * MINUTE)


def test_a_second_ticket_comes_after_the_first_or_goes_to_the_other() -> None:
    assert named(plan(two(ONE, TWO, ada=20, ben=10))) in (
        {ONE: ADA, TWO: BEN},
        {ONE: BEN, TWO: ADA},
    )
    told = plan(two(ONE, TWO, ada=600, ben=10))
    assert {each.at for each in told.tickets} == {MONDAY_NOON + m * MINUTE for m in (10, 70)}
    assert set(named(told).values()) == {BEN}


def test_what_presses_begins_first() -> None:
    asked = judged(two(ONE, TWO, ada=1_000, ben=10), [Level.LOW, Level.CRITICAL])
    first, second = plan(asked).tickets
    assert (first.at or MONDAY_NOON) > (second.at or MONDAY_NOON)


def test_who_is_off_or_away_opens_when_they_are_back() -> None:
    back = MONDAY_NOON + timedelta(hours=3)
    frozen = desk(
        busy(ADA, in_work=0, load=0, working=AFTERNOONS),
        busy(BEN, in_work=0, load=0, away=Absence.BREAK, away_until=back),
        **waiting(ONE),
    )
    first = {each.agent: each.at for each in reversed(coming(prospect(frozen)))}
    assert first == {0: MONDAY_NOON + timedelta(hours=2), 1: back}
    told = plan(with_weights(prospect(frozen), kernel_steps=STEPS)).tickets[0]
    assert (told.agent, told.at) == (ADA, MONDAY_NOON + timedelta(hours=2))


def test_whoever_is_away_without_an_end_is_in_no_plan() -> None:
    frozen = desk(busy(ADA, away=Absence.SICK), **waiting(ONE))
    assert named(plan(prospect(frozen, ada=5))) == {ONE: None}


def test_another_owner_is_named_only_where_that_gains_more_than_it_costs() -> None:
    before = plan(two(ONE, ada=60, ben=12))
    swapped = two(ONE, ada=10, ben=60)
    dear = plan(at_a_change(AT_ANY_PRICE, swapped), before).tickets[0]
    assert (dear.agent, dear.at, dear.changes) == (BEN, MONDAY_NOON + 60 * MINUTE, 0)
    cheap = plan(at_a_change(0, swapped), before)
    assert (cheap.tickets[0].agent, cheap.tickets[0].changes) == (ADA, 1)
    again = plan(at_a_change(0, swapped), cheap)
    assert again.tickets[0].changes == 1


def test_of_equals_the_one_who_was_named_stays() -> None:
    asked = at_a_change(0, two(ONE, ada=10, ben=10))
    for who in (ADA, BEN):
        before = plan(asked)
        held = replace(before, tickets=(replace(before.tickets[0], agent=who),))
        assert named(plan(asked, held)) == {ONE: who}


def test_who_was_named_and_went_away_is_named_no_more() -> None:
    before = plan(two(ONE, ada=60, ben=12))
    gone = prospect(desk(busy(ADA), busy(BEN, away=Absence.SICK), **waiting(ONE)), ada=60, ben=12)
    told = plan(at_a_change(AT_ANY_PRICE, gone), before).tickets[0]
    assert (told.agent, told.changes) == (ADA, 1)


def test_changes_are_counted_on_when_a_ticket_waits_no_more() -> None:
    before = plan(two(ONE, TWO, ada=60, ben=12))
    moved = replace(before, tickets=tuple(replace(t, changes=3) for t in before.tickets))
    told = plan(two(TWO, THREE, ada=60, ben=12), moved).changes()
    assert (told.tickets, told.changes, told.worst) == (3, 6, 3)
    assert told.mean == 2


@given(prospects())
def test_the_same_input_gives_the_same_plan(asked: Prospect) -> None:
    assert plan(asked) == plan(asked)


@cases(60)
@given(prospects(), st.lists(st.sampled_from(Level), min_size=1, max_size=4))
def test_at_any_price_nobody_else_is_ever_named(asked: Prospect, levels: list[Level]) -> None:
    quiet = replace(
        asked.desk,
        tickets=tuple(replace(t, resolve_by=None) for t in asked.desk.tickets),
    )
    asked = at_a_change(AT_ANY_PRICE, replace(asked, desk=quiet))
    before = plan(asked)
    after = plan(judged(asked, levels), before)
    first, then = named(before), named(after)
    assert all(then[ticket] in (agent, None) for ticket, agent in first.items() if agent)


@given(prospects())
def test_nobody_is_named_whom_a_rule_would_keep_at_their_opening(asked: Prospect) -> None:
    prospected = asked
    whole = stated(prospected, {})
    check(whole.problem)
    frozen = prospected.desk
    by_agent = [each.agent for each in whole.openings]
    assert all(by_agent.count(place) <= OPENINGS for place in by_agent)
    for each in plan(prospected).tickets:
        if each.agent is None or each.at is None:
            continue
        assert frozen.now <= each.at <= frozen.now + HORIZON
        then = opened(frozen, each.at, {c.agent: c for c in whole.openings if c.at == each.at})
        who = next(a for a in then.agents if a.id == each.agent)
        assert ruled_out(next(t for t in then.tickets if t.id == each.ticket), who, then) is None

"""A log tells who had which ticket when, and who was seen at work; machines are seen nowhere."""

from datetime import date

import pytest

from services.assignment.backtest.cases import history
from services.assignment.backtest.team_past import NothingToReplay, TeamHadNoTicket, past_of
from tests.backtest.pasts import HOUR, MONDAY, agent, case, history_of, week
from tests.desks import Desk
from tests.imports.histories import given, name_of


def uci() -> Desk:
    desk = Desk()
    given(desk, "uci498", "uci498")
    return desk


def test_hands_follow_owner_and_team_and_the_source_says_when_it_was_resolved() -> None:
    desk = uci()
    told = history(desk.log, source="old").cases[0]
    owners = [name_of(desk, hand.owner) for hand in told.hands]
    assert owners[-1] == "Resolver 7"
    assert told.resolved is not None
    assert told.resolved.date() == date(2026, 3, 4)
    assert told.service == "Printing"


def test_another_source_is_another_past() -> None:
    assert history(uci().log, source="another").cases == []


def test_owners_are_seen_at_work_and_nobody_else() -> None:
    desk = uci()
    seen = {name_of(desk, who) for who, acts in history(desk.log).acts.items() if acts}
    assert {"Resolver 5", "Resolver 7"} <= seen
    assert "Updated by 5" not in seen, "the owner column says who was at work"


def test_tough_is_a_tenth_and_who_had_too_few_is_no_part_of_it() -> None:
    cases = [case(n, MONDAY + n * HOUR, hours=n) for n in range(1, 41)]
    strays = [case(50, MONDAY, by=2, hours=1)]
    past = past_of(history_of(*strays, *cases), least=5)
    assert past.agents == (agent(1),)
    assert past.strays == 1
    assert sum(each.tough for each in past.tickets) == 5, "of 41 the slowest tenth, ties in"


def test_a_period_takes_in_what_came_in_it() -> None:
    past = past_of(history_of(*(t.case for t in week().tickets)), last=date(2026, 3, 3), least=1)
    assert past.days == 2
    assert len(past.tickets) == 16


def test_what_cannot_be_replayed_is_told_by_name() -> None:
    with pytest.raises(NothingToReplay, match="no ticket"):
        past_of(history_of())
    with pytest.raises(TeamHadNoTicket, match="'Desks' had no ticket here; expected one of Desk"):
        past_of(history_of(case(1, MONDAY)), team="Desks")
    with pytest.raises(NothingToReplay, match="--min-tickets"):
        past_of(history_of(case(1, MONDAY)), least=2)

"""A policy in the shadow as people read of it: nothing is cut without a word, a figure says of what it is."""

import msgspec
import pytest

from services.assignment.round.kept_problems import WITH_THE_RECORD
from services.assignment.shadow import wording
from services.assignment.shadow.wording import opening, tables
from shared.vocabulary.policy import SHIPPED
from tests.assignment.shadowing import Tried, begin


def compared() -> Tried:
    """Two of four tough tickets would have gone to Ada in the place of Ben."""
    desk = Tried()
    desk.start()
    desk.deal(4)
    desk.told()
    return desk


def test_every_difference_has_its_table() -> None:
    figures, exchanged, tickets, leads = tables(compared().shadows.report())
    assert figures.columns == ("figure", "The desk's own", "In the shadow")
    assert exchanged.rows == [("2", "Ben", "Ada")]
    assert tickets.rows == [("#4", "Ben", "Ada"), ("#2", "Ben", "Ada")]
    assert leads.rows == [("Ada", "+0.0", "+5.0"), ("Ben", "+0.0", "-5.0")]
    assert [each.more for each in (figures, exchanged, tickets, leads)] == [""] * 4


def test_what_a_table_leaves_out_is_counted_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told = compared().shadows.report()
    monkeypatch.setattr(wording, "MOST_SHOWN", 1)
    _, _, tickets, leads = tables(told)
    assert (len(tickets.rows), tickets.more) == (1, "… and 1 more")
    assert (len(leads.rows), leads.more) == (1, "… and 1 more")
    hundreds = msgspec.structs.replace(told, tickets=1_702)
    assert tables(hundreds)[2].more == "… and 1,699 more"


def test_a_price_that_not_every_round_has_says_of_how_many_rounds_it_is() -> None:
    desk = Tried()
    desk.start()
    desk.deal(1)
    for _ in range(WITH_THE_RECORD + 1):
        desk.ticket("it broke", by=desk.ada)
    desk.assignment.run_round()
    told = desk.told()
    assert (told.rounds, told.rounds_priced) == (2, 1)
    names = [name for name, *_ in tables(told)[0].rows]
    assert "Cost of the plans under the policy in force, in 1 of 2 rounds" in names
    assert "The same under the one in the shadow" in names


def test_before_anything_is_compared_there_is_a_sentence_and_no_table() -> None:
    desk = Tried()
    desk.start()
    told = desk.told()
    assert told.sentence == "nothing has been compared yet; rounds are compared within a minute"
    assert tables(told) == []
    assert opening(told) == (
        "Since 2026-03-02 09:00 UTC, beside version 0 of the policy, by the set-up: to see. "
        "It is running."
    )


def test_a_plan_that_breaks_bans_of_the_other_policy_says_how_often() -> None:
    desk = Tried()
    desk.start({"work": {"tough_in_work": 0}})
    desk.deal(1)
    figures = {name: live for name, live, _ in tables(desk.told())[0].rows}
    assert figures["The same under the one in the shadow"].endswith("breaks a ban 1 time")


def test_one_round_is_told_of_as_one() -> None:
    desk = Tried()
    begin(desk, SHIPPED)
    desk.deal(1)
    told = desk.told()
    assert told.sentence == "0 of 1 ticket would have another outcome, in 1 round"

"""A policy in the shadow decides beside the desk's own, and nobody notices but whoever asks."""

from typing import Any

import msgspec
import pytest

from services.assignment.policy.candidate import PolicyIsMalformed
from services.assignment.revisiting.redecide import redecide
from services.assignment.shadow import fold, thread
from services.assignment.shadow.report import Exchange
from services.assignment.shadow.service import (
    NoShadowEverRan,
    NoShadowIsRunning,
    NothingIsTried,
    ShadowIsRunning,
    Shadows,
)
from shared.eventlog.recorded import Unreadable
from shared.events.assignment import RoundDecided
from shared.events.shadow import ShadowCompared, ShadowStarted, ShadowStopped
from shared.events.ticket import TicketAssigned
from shared.vocabulary.identity import ASSIGNMENT, DESK, SETUP, Actor
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.words import ShadowEnd
from tests.assignment.shadowing import UNFAIR, Tried, folded
from tests.logged import logged
from tests.waiting import soon


def test_without_rotation_one_would_have_carried_it_all_as_can_be_counted_by_hand() -> None:
    desk = Tried()
    desk.start()
    desk.deal(4)
    told = desk.told()
    assert (told.running, told.rounds, told.tickets, told.tickets_alike) == (True, 4, 4, 2)
    assert told.sentence == "2 of 4 tickets would have another outcome, in 4 rounds"
    assert told.exchanges == (Exchange(live="Ben", tried="Ada", tickets=2),)
    assert [(each.agent, each.live, each.tried) for each in told.leads] == [
        ("Ada", 0.0, 4 * 1.25),
        ("Ben", 0.0, -4 * 1.25),
    ]
    assert (told.live.worst_lead, told.tried.worst_lead) == (0.5, 2.0)
    assert (told.live.misplaced, told.tried.misplaced) == (0.0, 0.5)
    assert (told.live.minutes_ahead, told.tried.minutes_ahead) == (15.0, 30.0)


def test_nobody_is_given_anything_by_it() -> None:
    alone, beside = Tried(), Tried()
    beside.start()
    for desk in (alone, beside):
        desk.deal(4)
        desk.shadow.turn(record=True)
    owners = [
        [each.tickets[0].agent == desk.ada for each in desk.of_kind(RoundDecided)]
        for desk in (alone, beside)
    ]
    assert owners[0] == owners[1]
    rounds = [
        each.round for batch in beside.of_kind(ShadowCompared) for each in batch.rounds.compared
    ]
    assert [redecide(beside.log, each, beside.assignment.problems).same for each in rounds] == [
        True
    ] * 4


def test_each_plan_is_priced_under_both_policies() -> None:
    desk = Tried()
    desk.start()
    desk.deal(4)
    told = desk.told()
    assert told.live.under_live.minutes < told.tried.under_live.minutes
    assert told.tried.under_tried.minutes <= told.live.under_tried.minutes
    recorded = sum(each.minutes for each in desk.of_kind(RoundDecided))
    assert told.live.under_live.minutes == recorded


def test_a_policy_that_gives_less_leaves_more_waiting_and_says_so() -> None:
    desk = Tried()
    desk.start({"work": {"tough_in_work": 0}})
    desk.deal(2)
    told = desk.told()
    assert (told.live.given, told.tried.given, told.tried.waiting) == (2, 0, 2)
    assert {each.tried for each in told.exchanges} == {None}
    assert told.leads == ()
    assert told.live.under_tried.breaches == 2


def test_a_restart_goes_on_as_if_there_had_been_none() -> None:
    desk = Tried()
    desk.start()
    desk.deal(3)
    desk.shadow.turn(record=True)
    desk.shadow = desk.restarted()
    desk.deal(3)
    desk.told()
    first, second = desk.of_kind(ShadowCompared)
    at_once = folded(desk).record()
    assert at_once
    assert first.rounds.compared + second.rounds.compared == at_once.rounds.compared
    assert (second.live, second.tried) == (at_once.live, at_once.tried)
    assert second.leads == at_once.leads != ()


def test_what_was_not_recorded_before_a_fall_is_compared_again() -> None:
    desk = Tried()
    desk.start()
    desk.deal(2)
    desk.shadow.turn()
    assert desk.of_kind(ShadowCompared) == []
    desk.shadow = desk.restarted()
    assert desk.told().rounds == 2


def test_comparisons_are_recorded_together_after_a_minute() -> None:
    desk = Tried()
    desk.start()
    desk.deal(2)
    desk.shadow.turn()
    desk.later(seconds=61)
    desk.shadow.turn()
    (told,) = desk.of_kind(ShadowCompared)
    assert told.rounds.in_words == "1 of 2 decisions would have another outcome, in 2 rounds"


def test_a_desk_that_closes_records_what_was_compared_until_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(thread, "EVERY", 0.001)
    desk = Tried()
    desk.start()
    desk.deal(2)
    head = desk.log.head()
    desk.shadow.start()
    assert soon(lambda: desk.shadow.position() == head)
    assert desk.of_kind(ShadowCompared) == []
    desk.shadow.close()
    assert desk.shadows.report().rounds == 2


def test_a_slow_shadow_passes_the_oldest_rounds_over_and_counts_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(thread, "ROUNDS_AT_ONCE", 1)
    desk = Tried()
    desk.start()
    desk.deal(3)
    told = desk.told()
    assert (told.rounds, told.skipped) == (1, 2)
    assert told.sentence.endswith("in 1 round; 2 rounds were passed over")


def test_a_shadow_that_fails_ends_itself_says_why_and_harms_no_dealing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("about somebody")

    desk = Tried()
    desk.start()
    monkeypatch.setattr(fold, "compare", broken)
    desk.deal(2)
    with logged() as log:
        told = desk.told()
    assert (told.running, len(desk.of_kind(RoundDecided))) == (False, 2)
    assert told.ended
    assert "it failed (ZeroDivisionError after position" in told.ended
    (stopped,) = desk.of_kind(ShadowStopped)
    assert (stopped.why, "somebody" in str(stopped)) == (ShadowEnd.FAILED, False)
    words = log.getvalue()
    assert "the policy in the shadow failed" in words
    assert ("ZeroDivisionError" in words, "somebody" in words) == (True, False)
    desk.shadow.turn(record=True)
    assert desk.of_kind(ShadowStopped) == [stopped]


def test_to_agree_on_the_policy_that_is_tried_ends_the_shadow_as_switched() -> None:
    desk = Tried()
    desk.start()
    desk.deal(2)
    zoe = desk.person("Zoe")
    desk.agree(UNFAIR, by=Actor(zoe))
    assert not desk.shadows.report().running
    told = desk.told()
    assert told.ended == "the desk agreed on it, by Zoe"
    assert told.rounds == 2
    last = desk.log.history(DESK)[-1]
    assert isinstance(last.event, ShadowStopped)
    assert (last.event.why, last.by) == (ShadowEnd.SWITCHED, ASSIGNMENT)
    assert last.cause == f"{DESK}/2"


def test_to_agree_on_another_policy_ends_it_as_overtaken_and_another_may_begin() -> None:
    desk = Tried()
    desk.start()
    desk.agree({"closing": {"grace_hours": 1}})
    desk.start({"fairness": {"cap": 0}}, command="again")
    told = [(type(e.event), getattr(e.event, "why", None)) for e in desk.log.history(DESK)]
    assert told[2:] == [(ShadowStopped, ShadowEnd.OVERTAKEN), (ShadowStarted, None)]
    assert desk.told().running
    desk.shadows.stop(by=SETUP, command="stop")
    assert desk.told().ended == "it was stopped, by the set-up"
    assert len(desk.log.history(DESK)) == 5


def test_what_was_compared_until_it_was_stopped_is_kept() -> None:
    desk = Tried()
    desk.start()
    desk.deal(2)
    desk.shadow.turn()
    desk.deal(1)
    desk.shadows.stop(by=SETUP, command="stop")
    desk.deal(1)
    desk.shadow.turn()
    assert desk.shadows.report().rounds == 3


def test_one_policy_at_a_time_decides_in_the_shadow() -> None:
    desk = Tried()
    with pytest.raises(NoShadowEverRan, match="evenhand shadow start"):
        desk.shadows.report()
    with pytest.raises(NoShadowIsRunning, match="no policy decides in the shadow"):
        desk.shadows.stop(by=SETUP, command="stop")
    begun = desk.start()
    assert desk.start().shadow == begun.shadow
    with pytest.raises(
        ShadowIsRunning, match="has been deciding in the shadow since 2026-03-02 09:00 UTC; stop"
    ):
        desk.start(command="another")


def test_a_policy_that_says_the_same_or_cannot_be_is_refused() -> None:
    desk = Tried()
    with pytest.raises(NothingIsTried, match="version 0 of the desk's policy says all of that"):
        desk.start({"fairness": {"cap": SHIPPED.fairness.cap}})
    with pytest.raises(PolicyIsMalformed, match=r"there is no policy\.fairness\.kap"):
        desk.start({"fairness": {"kap": 0}})
    assert desk.log.history(DESK) == []


def test_a_shadow_that_nobody_can_read_any_more_stops_no_dealing() -> None:
    desk = Tried()
    desk.start()
    (told,) = desk.log.history(DESK)
    lost = Unreadable(topic=ShadowStarted.TOPIC, data=b"{}", why="a later version wrote it")
    desk.assignment.situation.take(msgspec.structs.replace(told, event=lost))
    desk.assignment.situation.must_be_readable()
    desk.deal(1)
    assert TicketAssigned in {type(each.event) for each in desk.log.read(after=0, limit=1_000)}


def test_what_waits_round_after_round_counts_as_one_ticket() -> None:
    desk = Tried()
    desk.start({"work": {"tough_in_work": 99}, **{k: UNFAIR[k] for k in ("fairness",)}})
    desk.agent("Cy", tickets=9)
    for _ in range(12):
        desk.deal(1)
    told = desk.told()
    assert (told.tickets, told.rounds) == (12, 12)
    assert told.decisions > told.tickets
    assert told.tickets - told.tickets_alike < told.decisions - told.decisions_alike
    assert sum(each.tickets for each in told.exchanges) < told.decisions - told.decisions_alike
    assert "decisions: what waits is decided on again)" in told.sentence


def test_whoever_looks_again_is_told_what_whoever_looks_once_is() -> None:
    desk = Tried()
    desk.start()
    looked = []
    for _ in range(3):
        desk.deal(2)
        looked.append(desk.told())
    afresh = Shadows(desk.hands, desk.keys).report()
    assert [each.rounds for each in looked] == [2, 4, 6]
    assert looked[-1] == afresh

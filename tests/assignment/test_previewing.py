"""What another policy would have done, from the rounds that were recorded and of what waits."""

from contextlib import nullcontext
from pathlib import Path

import msgspec
import pytest
import typer
from typer.testing import CliRunner

from services.assignment.carrying_out.hands import Hands
from services.assignment.commands import policy as policy_commands
from services.assignment.policy.candidate import PolicyIsMalformed
from services.assignment.policy.previewing import both, compared, past
from services.intake.requests.policy import SetPolicy
from shared.vocabulary.identity import SETUP, PersonId
from shared.vocabulary.policy import SHIPPED
from tests.desks import Desk, id_of


def lived() -> tuple[Desk, PersonId, PersonId]:
    """A desk that dealt three tough tickets to two agents in turns."""
    desk = Desk()
    ada, ben = desk.agent("Ada", tickets=9, network=3), desk.agent("Ben", tickets=9, network=1)
    for _ in range(3):
        ticket = desk.ticket("it broke", by=ada)
        desk.judge(ticket, by=ada, skill="network", toughness=1_500)
        desk.assignment.run_round()
    return desk, ada, ben


def test_under_the_same_policy_nothing_would_have_been_otherwise() -> None:
    desk, *_ = lived()
    pairs = past(desk.log, desk.assignment.situation.rounds.recent, SHIPPED)
    told = compared(pairs, str)
    assert (told.rounds, told.tickets, told.moved) == (3, 3, ())
    assert told.sentence == "0 of 3 tickets would have another outcome"


def test_rounds_decided_again_start_from_what_was_recorded_before_each() -> None:
    desk, ada, ben = lived()
    unfair = msgspec.structs.replace(
        SHIPPED,
        assignment=msgspec.structs.replace(
            SHIPPED.assignment, rotation_weight=0, load_weight=0, delay_price=0
        ),
    )
    pairs = past(desk.log, desk.assignment.situation.rounds.recent, unfair)
    assert {who for pair in pairs for who in pair.before.values()} == {ada, ben}
    assert {who for pair in pairs for who in pair.after.values()} == {ada}


def test_what_waits_is_decided_under_both_and_the_desk_is_left_as_it_was() -> None:
    desk, ada, _ = lived()
    waiting = desk.ticket("it broke too", by=ada)
    desk.judge(waiting, by=ada, skill="network", toughness=5_000)
    before = desk.assignment.situation.freeze(desk.clock.now())
    nobody = msgspec.structs.replace(
        SHIPPED, work=msgspec.structs.replace(SHIPPED.work, tough_in_work=0)
    )
    pair = both(*desk.assignment.frozen_under(nobody))
    assert (id_of(waiting) in pair.before, pair.after) == (True, {})
    told = compared([pair], str)
    assert told.sentence == "1 of 1 ticket would have another outcome; 1 more would wait"
    after = desk.assignment.situation.freeze(desk.clock.now())
    assert (after.policy, [a.lead for a in after.agents]) == (
        before.policy,
        [a.lead for a in before.agents],
    )


def test_a_preview_of_another_half_life_forgets_nothing_that_was_booked() -> None:
    desk, ada, _ = lived()
    desk.later(days=200)
    situation, now = desk.assignment.situation, desk.clock.now()
    before = situation.ledger.lead(ada, now)
    short = msgspec.structs.replace(
        SHIPPED, assignment=msgspec.structs.replace(SHIPPED.assignment, half_life_days=1)
    )
    assert all(agent.lead == 0 for agent in situation.freeze_under(short, now).agents)
    assert situation.ledger.lead(ada, now) == before != 0


def test_people_are_told_by_name() -> None:
    desk, *_ = lived()
    hands = Hands(desk.assignment, desk.directory, desk.keys)
    unfair = {"rotation_weight": 0, "load_weight": 0, "delay_price": 0}
    told = hands.preview({"assignment": unfair}, last=3)
    assert {(each.before, each.after) for each in told.past.moved} == {("Ben", "Ada")}
    desk.people.set_policy(
        SetPolicy(policy={"closing": {"grace_hours": 1}}), desk.intake.call(SETUP)
    )
    again = hands.preview({"closing": {"grace_hours": 1}}, last=3)
    assert again.past.moved == ()


def asked(desk: Desk, *words: str) -> str:
    """What `policy preview` prints."""
    app = typer.Typer()
    app.callback()(lambda: None)
    hands = Hands(desk.assignment, desk.directory, desk.keys)
    policy_commands.add_to(app, lambda: nullcontext(hands))
    told = CliRunner().invoke(app, ["preview", *words])
    if told.exception and not isinstance(told.exception, SystemExit):
        raise told.exception
    return told.stdout


def test_a_preview_is_printed_with_names_or_as_json() -> None:
    desk, *_ = lived()
    change = (
        "assignment.rotation_weight=0",
        "assignment.load_weight=0",
        "assignment.delay_price=0",
    )
    words = asked(desk, *change, "--last", "3")
    assert "assignment.rotation_weight: 240 → 0. Being a mean tough ticket ahead" in words
    assert "The last 3 rounds: " in words
    assert "of 3 tickets would have another outcome" in words
    assert "Ada" in words
    told = msgspec.json.decode(asked(desk, *change, "--last", "2", "--json"))
    assert (told["past"]["rounds"], told["now"]["tickets"]) == (2, 0)


def test_a_figure_the_policy_does_not_know_is_refused_by_name() -> None:
    desk, *_ = lived()
    with pytest.raises(PolicyIsMalformed, match=r"there is no policy\.fairness\.kap"):
        asked(desk, "fairness.kap=0")


def test_a_whole_policy_is_previewed_from_its_file(tmp_path: Path) -> None:
    desk, *_ = lived()
    file = tmp_path / "tried.json"
    file.write_bytes(msgspec.json.encode({"fairness": {"cap": 3_000, "ramp_days": 7}}))
    told = asked(desk, "--policy", str(file), "fairness.cap=1", "--last", "1")
    assert "fairness.cap: 2 → 1. " in told
    assert "fairness.ramp_days: 28 → 7. " in told

"""The plan is derived from the log and told while it holds; dealing knows nothing of it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from services.assignment.carrying_out.hands import Hands
from services.assignment.requests.ownership import TakeTicket
from services.assignment.tentative.following import Following
from services.assignment.tentative.kept import KeptPlan
from services.assignment.tentative.planning import Tentative, TentativePlan
from services.intake.desk import Answer
from services.intake.requests.absence import GoAway
from services.intake.requests.course import ResolveTicket
from shared.vocabulary.identity import SETUP, Actor, PersonId
from tests.desks import MONDAY, Desk, id_of


class Ahead(Desk):
    """A desk with a plan beside it: three tickets for Ada and Ben, one place each."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.plan = KeptPlan(file)
        self.following = Following(self.feed, self.clock, self.plan)
        self.hands = Hands(self.assignment, self.directory, self.keys, KeptPlan(file))
        self.ada, self.ben = self.agent("Ada", tickets=1), self.agent("Ben", tickets=1)
        self.rita = self.person("Rita")
        self.tickets = [self.ticket("it broke", by=self.rita) for _ in range(3)]
        self.assignment.run_round()
        self.last = next(each for each in self.tickets if self.owner(each) is None)

    def look_ahead(self) -> TentativePlan | None:
        while self.following.read_on():
            pass
        self.following.plan()
        return self.plan.read()

    def told(self) -> dict[str, PersonId]:
        return {t: each.agent for t, each in self.hands.answers.as_things_stand().items()}

    def ask(self, ticket: Answer, request: TakeTicket, who: PersonId) -> None:
        self.hands.ask(id_of(ticket), request, by=Actor(who), command=f"ask/{who}")


def test_what_a_round_left_waiting_has_a_tentative_owner_and_a_moment(tmp_path: Path) -> None:
    desk = Ahead(tmp_path / "plan.json")
    desk.look_ahead()
    told = desk.hands.answers.why_nobody(id_of(desk.last))
    assert told.tentative
    assert told.tentative.agent in (desk.ada, desk.ben)
    assert re.search(
        r"It would go to (Ada|Ben) as things stand, in about \d+ minutes\.$", told.sentence
    )
    desk.clock.move_to(told.tentative.at)
    now = desk.hands.answers.why_nobody(id_of(desk.last)).sentence
    assert now.endswith("as soon as they begin something new.")


def test_dealing_is_the_same_without_the_plan(tmp_path: Path) -> None:
    desk = Ahead(tmp_path / "plan.json")
    desk.look_ahead()
    assert desk.told()
    wrong = TentativePlan(
        round=desk.assignment.situation.rounds.recent[-1], made_at=MONDAY, since=MONDAY,
        tickets=(Tentative(ticket=id_of(desk.last), agent=desk.ben, at=MONDAY),),
    )  # fmt: skip
    desk.plan.keep(wrong)
    before = desk.assignment.frozen_now(id_of(desk.last))
    (tmp_path / "plan.json").unlink()
    assert desk.told() == {}
    assert desk.assignment.frozen_now(id_of(desk.last)) == before
    busy = next(each for each in desk.tickets if desk.owner(each) == desk.ada)
    desk.intake.ask(id_of(busy), ResolveTicket(), desk.intake.call(Actor(desk.ada)))
    desk.assignment.run_round()
    assert desk.owner(desk.last) == desk.ada


def test_after_another_round_the_plan_is_not_told_until_it_is_made_anew(tmp_path: Path) -> None:
    desk = Ahead(tmp_path / "plan.json")
    desk.look_ahead()
    another = desk.ticket("me too", by=desk.rita)
    unasked = desk.look_ahead()
    assert unasked
    assert [each.ticket for each in unasked.tickets] == [id_of(desk.last)]
    desk.assignment.run_round()
    assert desk.told() == {}
    desk.look_ahead()
    assert desk.told().keys() == {id_of(desk.last), id_of(another)}


@pytest.mark.parametrize("known_before", [True, False])
def test_who_is_away_and_what_was_taken_is_in_the_plan_no_more(
    tmp_path: Path, known_before: bool
) -> None:
    desk = Ahead(tmp_path / "plan.json")
    desk.look_ahead()
    who = desk.told()[id_of(desk.last)]
    desk.intake.ask_agent(who, GoAway(), desk.intake.call(SETUP))
    if known_before:
        desk.look_ahead()
    desk.assignment.catch_up()
    assert who not in desk.told().values()


def test_a_ticket_that_somebody_took_is_told_of_no_more(tmp_path: Path) -> None:
    desk = Ahead(tmp_path / "plan.json")
    desk.look_ahead()
    cy = desk.agent("Cy")
    desk.ask(desk.last, TakeTicket(), cy)
    desk.assignment.catch_up()
    assert desk.told() == {}
    kept = desk.look_ahead()
    assert kept
    assert kept.tickets == ()
    assert kept.changes().tickets == 1


def test_nothing_is_planned_anew_while_nothing_happens_and_little_time_goes_by(
    tmp_path: Path,
) -> None:
    desk = Ahead(tmp_path / "plan.json")
    first = desk.look_ahead()
    desk.clock.move_to(MONDAY + timedelta(seconds=30))
    assert desk.look_ahead() == first
    desk.clock.move_to(MONDAY + timedelta(minutes=2))
    assert desk.look_ahead() != first


def test_the_file_names_nobody_and_a_damaged_one_is_no_plan(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    desk = Ahead(file)
    desk.look_ahead()
    assert not re.search("Ada|Ben|Rita|broke", file.read_text())
    file.write_text("half a pla")
    assert desk.told() == {}
    desk.clock.move_to(MONDAY + timedelta(minutes=2))
    desk.look_ahead()
    assert desk.told()


def test_changes_are_told_with_the_whole_outlook(tmp_path: Path) -> None:
    desk = Ahead(tmp_path / "plan.json")
    assert desk.hands.answers.outlook().since is None
    desk.look_ahead()
    told = desk.hands.answers.outlook()
    assert [each.ticket for each in told.tickets] == [id_of(desk.last)]
    assert (told.since, told.counted, told.mean_changes, told.worst_changes) == (MONDAY, 1, 0, 0)

"""The figures of fairness beside the ledger, over what real services recorded."""

from datetime import timedelta

import msgspec

from services.assignment.carrying_out.hands import Hands
from services.assignment.requests.offers import DeclineOffer
from services.assignment.toughness.requests import FlagTicket
from services.intake.requests.absence import SetFocusTime
from services.intake.requests.people import LinkPeople
from services.intake.requests.roster import WithdrawSkill
from services.projections.catalogue import Views, open_views
from services.projections.fairness.figures import Fairness, fairness
from services.projections.follow import Follower
from shared.vocabulary.identity import SETUP, Actor
from shared.vocabulary.words import Way
from tests.assignment.giving import Given
from tests.desks import Desk, id_of
from tests.toughness.desk import learning_desk, resolved


def views_of(desk: Desk) -> Views:
    """The desk's views, up to date."""
    views = open_views(None, desk.log)
    follower = Follower(desk.feed, views.all())
    while follower.turn(0.0):
        pass
    return views


def figures(desk: Desk) -> Fairness:
    return fairness(views_of(desk), now=desk.clock.now())


def test_an_empty_desk_has_nothing_to_tell() -> None:
    told = figures(Desk())
    assert (told.forecasts.tickets, told.thin_pools, told.teach, told.conduct) == (0, (), None, ())


def test_the_error_of_forecasts_is_what_tickets_turned_out_beside_what_was_expected() -> None:
    desk = learning_desk()
    ada = desk.agent("Ada", tickets=50)
    for minutes in (30, 30, 30, 30, 60):
        resolved(desk, asked_by=ada, minutes=minutes)
    told = figures(desk).forecasts
    assert (told.tickets, told.learned_from) == (1, 4)
    assert (told.mean_absolute_error, told.mean_error, told.within_range) == (1_000, -1_000, 0.0)
    assert [(b.mean_expected, b.mean_found) for b in told.calibration] == [(1_000, 2_000)]


def test_the_skill_worth_teaching_is_the_one_whose_pool_carries_most_tough_work_by_few() -> None:
    desk = Desk()
    ada = desk.agent("Ada", tickets=50, network=3, phone=2)
    for name in ("Ben", "Cy", "Dee"):
        desk.agent(name, tickets=50, phone=2)
    for skill, points in (("network", 3_000), ("phone", 4_000)):
        ticket = desk.ticket("it broke", by=ada)
        desk.judge(ticket, by=ada, skill=skill, level=2, toughness=points)
        desk.assignment.run_round()
    told = figures(desk)
    assert [(p.skill, p.thin_deals, p.mean_people, p.can, p.could_learn) for p in told.thin_pools] == [
        ("phone", 1, 4.0, 4, 0), ("network", 1, 1.0, 1, 3),
    ]  # fmt: skip
    assert told.teach
    assert told.teach.skill == "network"


def test_from_five_people_on_a_pool_is_not_thin() -> None:
    desk = Desk()
    ada, *_ = (desk.agent(name) for name in ("Ada", "Ben", "Cy", "Dee", "Eve"))
    desk.ticket("it broke", by=ada)
    desk.assignment.run_round()
    assert not figures(desk).thin_pools


def test_burdens_are_told_by_group_and_come_to_the_whole() -> None:
    desk = Desk()
    ada = desk.agent("Ada", tickets=50, a=1, b=1, c=1, d=1)
    desk.agent("Ben", tickets=0)
    desk.ticket("it broke", by=ada)
    desk.assignment.run_round()
    told = [each for each in figures(desk).burdens if each.kind == "skills"]
    assert [(each.group, each.agents, each.received, each.entitled) for each in told] == [
        ("one or none", 1, 0, 500), ("four skills or more", 1, 1_000, 500),
    ]  # fmt: skip


def test_flags_and_dropped_skills_are_told_by_who_did_it() -> None:
    desk = learning_desk()
    ada = desk.agent("Ada", tickets=50, network=2)
    for _ in range(5):
        ticket = resolved(desk, asked_by=ada)
        Hands(desk.assignment, desk.directory, desk.keys).ask(
            id_of(ticket), FlagTicket(), by=Actor(ada), command=desk.chance.token(8).hex()
        )
        desk.assignment.run_round()
    desk.intake.ask_agent(ada, WithdrawSkill(skill="network"), desk.intake.call(SETUP))
    [line] = figures(desk).conduct
    assert (line.agent, line.flags, line.flags_counted, line.skills_dropped) == (ada, 5, 1, 1)
    assert line.flag_rate == 1.0


def test_a_declined_offer_is_told_beside_the_flags() -> None:
    desk = Given(Way.OFFERED)
    ticket = desk.asked()
    asked = desk.offered(ticket)
    assert asked
    desk.asks(asked, ticket, DeclineOffer(reason="I know nothing of printers"))
    assert [(each.agent, each.declined) for each in figures(desk).conduct] == [(asked, 1)]


def test_protected_time_is_told_by_who_took_it() -> None:
    desk = Desk()
    ada, now = desk.agent("Ada"), desk.clock.now()
    focus = SetFocusTime(start=now, end=now + timedelta(hours=3))
    desk.intake.ask_agent(ada, focus, desk.intake.call(SETUP))
    assert [(each.agent, each.focus_minutes) for each in figures(desk).conduct] == [(ada, 180)]


def test_two_names_of_one_person_carry_one_burden_and_are_one_line_of_conduct() -> None:
    desk = Desk()
    ada, known_as = desk.agent("Ada", a=1), desk.agent("A. Lovelace", b=2)
    now = desk.clock.now()
    for who in (ada, known_as):
        focus = SetFocusTime(start=now, end=now + timedelta(hours=3))
        desk.intake.ask_agent(who, focus, desk.intake.call(SETUP))
    link = LinkPeople(other=known_as, evidence="the same badge")
    desk.people.ask(ada, link, desk.intake.call(SETUP))
    one = desk.directory.up_to_date().linked.one
    told = fairness(views_of(desk), now=now, one=one)
    assert [(each.agent, each.focus_minutes) for each in told.conduct] == [(ada, 360)]
    assert [(b.group, b.agents) for b in told.burdens if b.kind == "skills"] == [
        ("two or three", 1)
    ]


def test_the_figures_of_a_past_moment_are_those_that_were_told_then() -> None:
    desk = learning_desk()
    ada = desk.agent("Ada", tickets=50)
    for minutes in (30, 30, 30, 30, 60):
        resolved(desk, asked_by=ada, minutes=minutes)
    before, head, now = figures(desk), desk.log.head(), desk.clock.now()
    resolved(desk, asked_by=ada, minutes=5)
    assert msgspec.to_builtins(fairness(views_of(desk), now=now, at=head)) == msgspec.to_builtins(
        before
    )

"""A team that pulls its tickets: from one list, in the order in which a round would have given them."""

import json
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given

from services.assignment.commands.why import tell
from services.assignment.explaining.against import WhyNot
from services.assignment.explaining.pulled import before
from services.assignment.explaining.reasons import Why
from services.assignment.giving.refusals import NothingToPull, TeamDoesNotPull, TeamIsFrozen
from services.assignment.giving.ways import TeamGiving
from services.assignment.requests.ownership import TakeTicket
from services.assignment.requests.teams import FreezeTeam, SetGiving
from services.assignment.round import pulling
from services.assignment.round.deciding import plan
from services.assignment.situation.standing import Frozen, Roster
from services.intake.desk import Answer
from services.intake.requests.absence import GoAway
from services.intake.requests.people import TeamMember
from shared.events.pulling import InLine, TicketPulled
from shared.events.ticket import TicketAssigned
from shared.vocabulary.identity import SETUP, PersonId, StreamId, TicketId
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Origin, Way
from tests.assignment.giving import Given
from tests.desks import id_of
from tests.rules.chance import TICKETS, desks
from tests.rules.desk import ADA, BEN, CY, MONDAY_NOON, NETWORK, agent, desk, ticket


def test_nothing_is_dealt_and_the_most_pressing_ticket_is_pulled_first() -> None:
    desk = Given(Way.PULLED)
    calm, urgent = desk.asked("calm"), desk.asked("it burns", urgent=True)
    assert desk.owner(urgent) is None
    assert desk.waits_because(calm) == "held"
    assert [each.number for each in desk.teams.line(desk.network, desk.ada)] == [2, 1]
    told = desk.teams.pull(desk.network, desk.ada, command="pull")
    assert (told.number, desk.owner(urgent)) == (2, desk.ada)
    (assigned,) = [
        e.event for e in desk.log.history(id_of(urgent)) if isinstance(e.event, TicketAssigned)
    ]
    assert assigned.origin is Origin.PULLED
    assert sum(desk.leads().values()) == 0


def test_a_repeated_pull_gives_the_same_ticket_once() -> None:
    desk = Given(Way.PULLED)
    desk.asked(), desk.asked("another")
    first = desk.teams.pull(desk.network, desk.ada, command="pull")
    again = desk.teams.pull(desk.network, desk.ada, command="pull")
    assert first == again
    desk.assignment.catch_up()
    assert len(desk.assignment.situation.owners.of(desk.ada)) == 1


def test_who_has_no_room_pulls_nothing_and_is_told_why() -> None:
    desk = Given(Way.PULLED)
    for n in range(4):
        desk.asked(f"problem {n}")
    for n in range(3):
        desk.teams.pull(desk.network, desk.ada, command=f"pull {n}")
    assert desk.teams.line(desk.network, desk.ada) == []
    with pytest.raises(
        NothingToPull, match=r"nothing for you to pull in Network: .*“work in progress”"
    ):
        desk.teams.pull(desk.network, desk.ada, command="pull 3")


def test_out_of_turn_a_ticket_may_still_be_taken_and_is_told_as_taken() -> None:
    desk = Given(Way.PULLED)
    calm, _ = desk.asked("calm"), desk.asked("it burns", urgent=True)
    desk.asks(desk.ben, calm, TakeTicket())
    origins = [getattr(e.event, "origin", None) for e in desk.log.history(id_of(calm))]
    assert Origin.TAKEN in origins


def test_only_a_team_that_pulls_and_is_not_frozen_has_a_list() -> None:
    desk = Given(Way.PULLED)
    with pytest.raises(NothingToPull, match="its list is empty"):
        desk.teams.pull(desk.network, desk.ada, command="empty")
    desk.choose(FreezeTeam(reason="the tool is down"))
    with pytest.raises(TeamIsFrozen, match="Network is frozen"):
        desk.teams.pull(desk.network, desk.ada, command="frozen")
    desk.choose(SetGiving(way=Way.DEALT))
    with pytest.raises(TeamDoesNotPull, match="Network has its tickets dealt"):
        desk.teams.pull(desk.network, desk.ada, command="dealt")


def why(desk: Given, ticket: Answer) -> Why:
    desk.assignment.catch_up()
    return desk.hands.answers.why(id_of(ticket))


def test_why_a_ticket_was_pulled_is_told_from_the_list_of_then() -> None:
    desk = Given(Way.PULLED)
    calm, urgent = desk.asked("calm"), desk.asked("it burns", urgent=True)
    desk.intake.ask_agent(desk.ben, GoAway(), desk.intake.call(SETUP))
    dee = desk.agent("Dee", tickets=2)
    busy = desk.agent("Eve", tickets=0)
    for who in (dee, busy):
        desk.people.join(desk.network, TeamMember(agent=who), desk.intake.call(SETUP))
    desk.teams.pull(desk.network, desk.ada, command="pull")
    told = why(desk, urgent)
    assert told.sentence == (
        "Ada pulled #2, the first of 2 on Network’s list: beginning it was worth 7.5 minutes more than "
        "beginning #1, which came next; Dee could have pulled it too; 2 others were ruled out."
    )
    assert {each.name for each in told.weighed} == {"Ada", "Dee"}
    assert {each.rule: each.names for each in told.barred} == {
        "away": ("Ben",), "work in progress": ("Eve",),
    }  # fmt: skip
    assert [(each.ticket, each.name) for each in told.following] == [(id_of(calm), "#1")]
    assert told.entitled == ("Ada", "Dee", "Eve")
    assert (told.origin, told.round) == (Origin.PULLED, None)


def against(desk: Given, ticket: Answer, agent: PersonId) -> WhyNot:
    desk.assignment.catch_up()
    return desk.hands.answers.why_not(id_of(ticket), agent)


def test_why_not_somebody_else_is_answered_from_the_record_of_the_pull() -> None:
    desk = Given(Way.PULLED)
    desk.intake.ask_agent(desk.ben, GoAway(), desk.intake.call(SETUP))
    dee = desk.agent("Dee", tickets=2)
    desk.people.join(desk.network, TeamMember(agent=dee), desk.intake.call(SETUP))
    ticket = desk.asked()
    desk.teams.pull(desk.network, desk.ada, command="pull")
    late = desk.agent("Fay", tickets=2)
    ben = against(desk, ticket, desk.ben)
    assert ben.rule == "away"
    assert ben.sentence.startswith(
        "Ben could not have pulled #1 when Ada did: the rule “away” kept them from it. "
    )
    told = against(desk, ticket, dee)
    assert told.rule is None
    assert told.sentence.startswith(
        "Dee could have pulled it too, but Ada asked first: in Network whoever asks gets the first ticket "
        "of their own list. With Dee it would have cost "
    )
    assert against(desk, ticket, late).sentence == "Fay did not work here when Ada pulled it."
    assert against(desk, ticket, desk.ada).sentence == "Ada did get it."


def test_what_a_pulled_ticket_would_have_cost_with_another_is_told_by_rule(
    capsys: pytest.CaptureFixture[str],
) -> None:
    desk = Given(Way.PULLED)
    for each in (desk.asked("one"), desk.asked("another")):
        desk.judge(each, by=desk.ben, toughness=3_000)
    first = desk.teams.pull(desk.network, desk.ada, command="pull").ticket
    second = desk.teams.pull(desk.network, desk.ada, command="pull again").ticket
    (pull,) = [e.event for e in desk.log.history(second) if isinstance(e.event, TicketPulled)]
    costs = {each.agent: each.cost for each in pull.candidates}
    desk.assignment.catch_up()
    told = desk.hands.answers.why_not(second, desk.ben)
    assert told.alone_more == (costs[desk.ben] - costs[desk.ada]) / 1000 < 0
    assert sum(told.by_rule.values()) == pytest.approx(told.alone_more)
    assert sum(each.minutes for each in told.because) == pytest.approx(told.alone_more)
    assert f"{-told.alone_more:.1f} minutes less." in told.sentence
    tell(told, as_json=False)
    assert "rotation" in capsys.readouterr().out
    tell(told, as_json=True)
    assert json.loads(capsys.readouterr().out)["alone_more"] == told.alone_more
    assert desk.hands.answers.why_not(first, desk.ben).alone_more == 0.0


def test_why_not_is_told_also_of_whoever_was_not_among_the_best_on_record() -> None:
    desk = Given(Way.PULLED)
    others = [desk.agent(f"Dee {n}", tickets=2) for n in range(7)]
    for each in others:
        desk.people.join(desk.network, TeamMember(agent=each), desk.intake.call(SETUP))
    ticket = desk.asked()
    desk.teams.pull(desk.network, desk.ada, command="pull")
    told = [against(desk, ticket, each).sentence for each in others]
    assert any("is not on record, for others would have cost less" in each for each in told)


def test_the_reasons_of_a_pulled_ticket_can_be_read_on_a_terminal_and_as_json(
    capsys: pytest.CaptureFixture[str],
) -> None:
    desk = Given(Way.PULLED)
    desk.asked("calm"), desk.asked("it burns", urgent=True)
    told = desk.teams.pull(desk.network, desk.ada, command="pull")
    answer = desk.hands.answers.why(TicketId(StreamId(told.ticket)))
    tell(answer, as_json=False)
    shown = capsys.readouterr().out
    assert "has it" in shown
    assert "due a share of it: Ada, Ben" in shown
    assert "2. on the list: #1, worth" in shown
    assert "None" not in shown
    tell(answer, as_json=True)
    plain = json.loads(capsys.readouterr().out)
    assert {each["name"] for each in plain["weighed"]} == {"Ada", "Ben"}
    assert plain["following"][0]["name"] == "#1"


def test_the_only_ticket_of_a_list_needs_no_comparison() -> None:
    desk = Given(Way.PULLED)
    ticket = desk.asked()
    desk.teams.pull(desk.network, desk.ada, command="pull")
    assert why(desk, ticket).sentence == (
        "Ada pulled #1, the only one of Network’s list that they could begin; "
        "Ben could have pulled it too."
    )


def test_each_level_that_puts_a_ticket_first_has_its_words() -> None:
    def told(first: tuple[int, int, int], second: tuple[int, int, int]) -> str:
        one, other = (
            InLine(ticket=t, risk=r, overflow=o, minutes=m)
            for t, (r, o, m) in zip(TICKETS, (first, second), strict=False)
        )
        return before(one, other, lambda _: "#7")

    assert "about to break, and not that of #7" in told((5, 0, 0), (0, 0, 9))
    assert "and weighs more than that of #7" in told((5, 0, 0), (4, 0, 9))
    assert "led them 1.5 points past the fairness cap" in told((0, 0, 0), (0, 1_500, 9))
    assert "worth 2.5 minutes more than beginning #7" in told((0, 0, 2_000), (0, 0, -500))
    assert "just as much as #7" in told((0, 0, 1), (0, 0, 1))


def alone(frozen: Frozen) -> Frozen:
    """The desk with its first agent only, who has room for one ticket, and nothing in anybody's way."""
    tickets = tuple(
        msgspec.structs.replace(
            each, team=NETWORK, need=SkillNeed(), requester=None, kept_apart=(), offered_to=None,
            turned_down={}, pinned_to=None, helps=None,
        )
        for each in frozen.tickets
    )  # fmt: skip
    who = agent(ADA, teams=(NETWORK,), tickets=1, load=frozen.agents[0].load, in_work=0)
    together = msgspec.structs.replace(SHIPPED.together, linked=False)
    return msgspec.structs.replace(
        frozen, agents=(who,), roster=Roster((who.profile,)), tickets=tickets,
        policy=msgspec.structs.replace(SHIPPED, together=together),
        giving={NETWORK: TeamGiving(way=Way.PULLED)},
    )  # fmt: skip


@given(desks().filter(lambda frozen: frozen.agents and len(frozen.tickets) > 1))
def test_the_first_of_the_list_is_what_a_round_would_have_given(frozen: Frozen) -> None:
    desk = alone(frozen)
    listed = pulling.Line(desk, NETWORK, ADA).tickets
    given = plan(pulling.as_if_dealt(desk, NETWORK)).owners
    assert list(given) == [each.ticket for each in listed[:1]]


def test_what_would_lead_past_the_fairness_cap_comes_last() -> None:
    tough = ticket(team=NETWORK, toughness=4_000, raised_at=MONDAY_NOON - timedelta(days=5))
    easy = ticket(id=TICKETS[1], team=NETWORK, toughness=500)
    ahead = agent(ADA, teams=(NETWORK,), lead=3_000)
    others = [agent(each, teams=(NETWORK,)) for each in (BEN, CY)]
    frozen = desk(ahead, *others, tickets=(tough, easy))
    assert order(frozen, ADA) == [easy.id, tough.id]
    assert order(frozen, BEN) == [tough.id, easy.id]


def order(frozen: Frozen, who: PersonId) -> list[TicketId]:
    """The list as somebody may pull from it."""
    return [each.ticket for each in pulling.Line(frozen, NETWORK, who).tickets]


def test_whoever_pulled_it_is_told_also_where_five_others_would_have_cost_less() -> None:
    others = [agent(PersonId(StreamId(f"person-{n:032x}")), teams=(NETWORK,)) for n in range(6)]
    ahead = agent(ADA, teams=(NETWORK,), lead=1_000)
    frozen = desk(ahead, *others, tickets=(ticket(team=NETWORK),))
    told = pulling.Line(frozen, NETWORK, ADA).first()
    assert told
    assert [each.agent == ADA for each in told.candidates] == [False] * 5 + [True]

"""The report says of each desk what its log tells: imported rows, own events, as of any moment."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.intake.requests.course import ReopenTicket, ResolveTicket
from services.intake.requests.talking import ReplyToTicket
from services.projections.reports.desk import desk_report
from services.projections.reports.facts import Hands
from shared.vocabulary.identity import Actor, PersonId
from tests.desks import Desk, id_of
from tests.imports.histories import FIXTURES, given, told, written


def report(desk: Desk, **more: Any) -> dict[str, Any]:
    return desk_report(desk.log, source="old", **more)


def uci() -> Desk:
    desk = Desk()
    given(desk, "uci498", "uci498")
    return desk


def test_rows_are_counted_by_state_as_the_source_names_them() -> None:
    found = report(uci())
    assert (found["tickets"], found["events"], found["log_events"]) == (2, 7, 10)
    assert found["state_changes"]["Active"] == 2
    assert found["requesters"] == 1, "nobody asked for the other one"


def test_what_the_source_states_decides_what_it_states() -> None:
    found = report(uci())
    assert found["promise_missed"] == {
        "1 - Critical": {"tickets": 1, "missed": 0},
        "3 - Moderate": {"tickets": 1, "missed": 1},
    }
    assert found["open_to_resolved_hours"]["p50"] == 49.0
    assert found["open_to_resolved_hours"]["missing"] == 1


def test_hand_overs_go_by_owner_and_team_and_skip_nobody() -> None:
    found = report(uci())["handovers"]
    assert found["people"] == {"mean": 0.5, "max": 1, "tickets": 1}
    assert found["teams"] == {"mean": 0.5, "max": 1, "tickets": 1}


@pytest.mark.parametrize(
    ("hands", "changes", "back"),
    [("", 0, False), ("A", 0, False), ("AAB", 1, False), ("ABA", 2, True), ("ABCA", 3, False)],
)
def test_ping_pong_is_back_where_it_was_one_hand_before(
    hands: str, changes: int, back: bool
) -> None:
    passing = Hands()
    for who in hands:
        passing.pass_to(who)
        passing.pass_to(None)
    assert (passing.changes, passing.came_back) == (changes, back)


def test_a_source_without_owners_is_judged_by_who_acts_and_says_so() -> None:
    desk = Desk()
    given(desk, "helpdesk-it", "helpdesk_it")
    found = report(desk)
    assert found["handovers"]["people"]["max"] == 2
    assert found["unassigned_when_resolved"]["tickets"] is None
    assert "acting person" in found["notes"][0]


def test_work_after_resolving_is_a_reopening_and_a_late_comment_is_none() -> None:
    helpdesk, jira = Desk(), Desk()
    given(helpdesk, "helpdesk-it", "helpdesk_it")
    given(jira, "jira", "jira_issues", "jira_changelog", "jira_comments")
    assert report(helpdesk)["reopened"]["tickets"] == 1
    assert report(jira)["reopened"]["tickets"] == 0


def test_the_table_of_tickets_says_how_each_stands_and_changes_say_how_it_went() -> None:
    desk = Desk()
    given(desk, "bpi14", "bpi14_incidents", "bpi14_activities")
    found = report(desk)
    assert found["standing"] == {"Closed": 1}
    assert found["state_changes"]["Closed"] == 2, "the row of the incident is no activity"
    assert found["handling_hours"]["p50"] == 2.5
    assert found["tables"]["activity"]["rows"] == 7


def test_calls_are_served_where_an_agent_ended_them() -> None:
    desk = Desk()
    given(desk, "callcentre", "callcentre")
    found = report(desk)
    assert found["calls"]["calls"] == 4
    assert found["calls"]["served"] == 3
    assert found["calls"]["under_10_s"] == {"calls": 1, "share": 0.3333}
    assert found["open_to_resolved_hours"]["missing"] == 1, "who hung up was not helped"


def test_people_with_few_tickets_can_be_left_out_of_the_ginis() -> None:
    desk = Desk()
    given(desk, "callcentre", "callcentre")
    assert report(desk, min_tickets=2)["calls"]["agents"] == 1
    assert "fewer than 2" in report(desk, min_tickets=2)["notes"][-1]


def test_whoever_resolved_the_slowest_carried_the_tough_work_and_comes_first(
    desk_at_work: Desk,
) -> None:
    cy = desk_at_work.agent("Cy")
    for hours in (1, 1, 9):
        ticket = id_of(desk_at_work.ticket("It does not print.", by=cy))
        desk_at_work.later(hours=hours)
        who = cy if hours == 9 else desk_at_work.agent("Dan")
        desk_at_work.intake.ask(
            ticket, ResolveTicket(code="solved"), desk_at_work.intake.call(Actor(who))
        )
    carried = desk_report(desk_at_work.log)["carried"]
    assert [(each["tickets"], each["tough"]) for each in carried] == [
        (1, 1),
        (1, 0),
        (1, 0),
        (1, 0),
    ]
    assert carried[0]["person"] == cy


def test_as_of_a_time_nothing_later_is_known_even_if_the_source_stated_it_early() -> None:
    desk = uci()
    found = report(desk, at=datetime(2026, 3, 3, 12, tzinfo=UTC))
    assert found["standing"] == {"Awaiting User Info": 1, "New": 1}
    assert found["open_to_resolved_hours"]["missing"] == 2
    whole = report(desk, at=datetime(2026, 3, 31, tzinfo=UTC))
    assert whole == report(desk)


def test_as_of_a_position_what_came_later_is_not_known(tmp_path: Path) -> None:
    desk = uci()
    head, *rows = (FIXTURES / "uci498.csv").read_text().splitlines()
    before, position = report(desk), desk.log.head()
    given(desk, "uci498", written(tmp_path, head, rows[0].replace("INC1", "INC3")))
    assert report(desk, at=position) == before
    assert report(desk)["tickets"] == 3


def test_sources_are_reported_apart_and_together() -> None:
    desk = uci()
    given(desk, "bpi13", "bpi13", source="other")
    assert report(desk)["tickets"] == 2
    assert desk_report(desk.log, source="other")["tickets"] == 1
    assert desk_report(desk.log)["tickets"] == 3


def test_an_empty_desk_has_figures_of_nothing() -> None:
    found = desk_report(Desk().log)
    assert (found["tickets"], found["resolvers"]["gini_tickets"]) == (0, None)
    assert found["reopened"] == {"tickets": 0, "share": None}


def test_events_of_this_desk_count_as_rows(desk_at_work: Desk) -> None:
    found = desk_report(desk_at_work.log)
    assert (found["tickets"], found["standing"]) == (1, {"closed": 1})
    assert found["reopened"]["tickets"] == 1
    assert found["resolvers"]["agents"] == 1
    assert found["open_to_resolved_hours"]["p50"] == 2.0, "to the last time it was resolved"


def test_thanks_after_resolution_reopen_no_figure(desk_at_work: Desk) -> None:
    first = desk_at_work.log.named("number", "1")
    assert first
    resolved = next(e for e in desk_at_work.log.history(first) if "resolved" in e.event.TOPIC)
    replied = desk_report(desk_at_work.log, at=resolved.position + 1)
    assert replied["events"] == desk_report(desk_at_work.log, at=resolved.position)["events"] + 1
    assert replied["reopened"]["tickets"] == 0


def test_what_the_desk_does_to_an_adopted_ticket_counts_too() -> None:
    desk = Desk()
    given(desk, "jira", "jira_issues", adopted=True)
    before = report(desk)
    ticket = told(desk, "P-2")[0].stream
    ben = desk.agent("Ben")
    desk.intake.ask(ticket, ResolveTicket(code="solved"), desk.intake.call(Actor(ben)))  # type: ignore[arg-type]
    assert report(desk)["events"] == before["events"] + 1
    assert report(desk)["never_closed"] == before["never_closed"]


@pytest.fixture
def desk_at_work() -> Desk:
    """One ticket: resolved by Ben, thanked for, reopened, resolved again and closed."""
    desk = Desk()
    ada, ben = desk.person("Ada"), desk.agent("Ben")
    ticket = id_of(desk.ticket("It does not print.", by=ada))

    def ask(who: PersonId, request: Any) -> None:
        desk.intake.ask(ticket, request, desk.intake.call(Actor(who)))

    desk.later(hours=1)
    ask(ben, ResolveTicket(code="solved"))
    ask(ada, ReplyToTicket(text="Thank you!"))
    ask(ada, ReopenTicket(reason="Now it hums."))
    desk.later(hours=1)
    ask(ben, ResolveTicket(code="solved"))
    desk.later(days=10)
    return desk

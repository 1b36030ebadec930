"""Each format tells the same small story as its source does."""

from pathlib import Path

import pytest

from services.intake.channels.imports.formats.table import table_format
from shared.events import ticket as said
from shared.vocabulary.words import WaitingOn, Work
from tests.desks import Desk
from tests.imports.histories import FIXTURES, given, kinds, name_of, row, told, written


def test_uci498_tells_an_incident_from_its_opening_to_its_closing() -> None:
    desk = Desk()
    given(desk, "uci498", "uci498")
    assert kinds(desk, "INC1") == [
        "raised", "routed", "assigned", "routed", "assigned", "set-waiting", "resolved", "closed",
    ]  # fmt: skip
    assert f"{told(desk, 'INC1')[0].at:%d %b %H:%M}" == "02 Mar 09:00", "days come first"


def test_uci498_people_stay_apart_and_a_question_mark_is_nobody() -> None:
    desk = Desk()
    given(desk, "uci498", "uci498")
    last = row(desk, "INC1", -1)
    names = [name_of(desk, who) for who in (last.owner, last.resolver, last.actor)]
    assert names == ["Resolver 7", "Resolved by 7", "Updated by 908"]
    assert len({last.owner, last.resolver, last.actor}) == 3
    assert told(desk, "INC2")[0].event.requester is None
    assert row(desk, "INC2", 0).owner is None


@pytest.mark.parametrize(
    ("declared", "marked"),
    [
        (None, [False, False, False, False, False, True]),
        (frozenset({"Updated by 5"}), [False, True, True, False, False, False]),
        (frozenset(), [False] * 6),
    ],
)
def test_rows_of_accounts_declared_to_be_machines_are_marked(
    declared: frozenset[str] | None, marked: list[bool]
) -> None:
    desk = Desk()
    given(desk, "uci498", "uci498", system=declared)
    assert [each.event.row.system for each in told(desk, "INC1") if each.event.row] == marked


def test_bpi13_owners_of_one_first_name_in_two_countries_are_two_people() -> None:
    desk = Desk()
    given(desk, "bpi13", "bpi13")
    owners = [row(desk, "1-1", place).owner for place in range(5)]
    assert [name_of(desk, owner) for owner in (owners[0], owners[2])] == [
        "Ada@Sweden",
        "Ada@Poland",
    ]
    assert kinds(desk, "1-1")[-2:] == ["closed", "reopened"], "work goes on after closing"
    assert told(desk, "1-1")[0].at.hour == 9, "the zone of the source is kept"


def test_helpdesk_it_gives_a_ticket_to_whoever_takes_it_and_keeps_exact_repeats() -> None:
    desk = Desk()
    assert given(desk, "helpdesk-it", "helpdesk_it").rows == 7
    assert kinds(desk, "Case 1") == [
        "raised", "assigned", "updated-elsewhere", "set-waiting", "resolved", "reopened", "closed",
    ]  # fmt: skip
    assert row(desk, "Case 1", 1).owner is None, "there is no column for the owner"


def test_bpi14_joins_incidents_and_activities_whichever_file_comes_first() -> None:
    for files in (("bpi14_incidents", "bpi14_activities"), ("bpi14_activities", "bpi14_incidents")):
        desk = Desk()
        given(desk, "bpi14", *files)
        states = [each.event.row.state for each in told(desk, "IM1") if each.event.row]
        assert states[:3] == ["Open", "Assignment", "Caused By CI"], "numbers order an instant"
        assert row(desk, "IM1", -1).kind == "ticket", "how it ended is told at the end"
        first, second, *_ = told(desk, "IM1")
        assert (first.at, first.event.service) == (second.at, "WBS1"), "no row is before its ticket"


def test_a_call_is_a_ticket_even_where_two_lines_count_alike() -> None:
    desk = Desk()
    given(desk, "callcentre", "callcentre")
    served = ["raised", "assigned", "work-logged", "resolved", "closed"]
    assert kinds(desk, "AA0101-7-260302") == kinds(desk, "AA0102-7-260302") == served
    assert kinds(desk, "AA0101-8-260302") == ["raised", "closed"], "they hung up"
    assert f"{told(desk, 'AA0101-9-260302')[-1].at:%d %H:%M}" == "03 00:02", "past midnight"
    logged = told(desk, "AA0101-7-260302")[2].event
    assert (logged.seconds, logged.work) == (54, Work.CALL)


def test_conversations_tell_who_asked_and_keep_internal_words_internal() -> None:
    desk = Desk()
    given(desk, "conversations", "conversations", "conversation_headers")
    assert kinds(desk, "1")[:5] == ["raised", "assigned", "noted", "replied", "replied"]
    assert name_of(desk, told(desk, "1")[0].event.requester) == "ada"
    assert row(desk, "1", -1).promise_missed is True


def test_jira_tells_who_owned_an_issue_from_the_start() -> None:
    desk = Desk()
    given(desk, "jira", "jira_issues", "jira_changelog", "jira_comments")
    owners = [e.event.agent for e in told(desk, "P-1") if isinstance(e.event, said.TicketAssigned)]
    assert [name_of(desk, owner) for owner in owners] == ["ben", "cy"]
    assert kinds(desk, "P-2") == ["raised", "assigned", "updated-elsewhere"]
    assert name_of(desk, row(desk, "P-1", 2).owner) == "cy", "a change of status has an owner too"


def test_jira_resolves_by_whoever_set_the_resolution_before_the_status_closes_it() -> None:
    desk = Desk()
    given(desk, "jira", "jira_issues", "jira_changelog", "jira_comments")
    assert kinds(desk, "P-1")[3:] == [
        "work-logged", "resolved", "closed", "replied", "updated-elsewhere",
    ]  # fmt: skip
    resolved = told(desk, "P-1")[4]
    assert (name_of(desk, resolved.by), resolved.event.code) == ("cy", "solved")
    assert told(desk, "P-1")[3].event.seconds == 1_200, "only what was added was worked"


def test_words_of_a_source_are_sealed_before_they_are_kept() -> None:
    desk = Desk()
    given(desk, "jira", "jira_issues", "jira_changelog", "jira_comments")
    problem = told(desk, "P-1")[0].event.problem
    assert "Nothing comes out" not in problem
    assert desk.seals.open(problem) == "Nothing comes out.\nNot even noise."


def test_any_table_is_told_by_a_mapping_file() -> None:
    desk = Desk()
    given(desk, table_format(FIXTURES / "table.toml"), "table")
    assert kinds(desk, "A-1") == [
        "raised", "routed", "assigned", "noted", "set-waiting", "replied", "resolved",
    ]  # fmt: skip
    assert told(desk, "A-1")[4].event.on is WaitingOn.VENDOR
    assert told(desk, "A-1")[0].event.urgent
    assert told(desk, "A-1")[0].event.requester == told(desk, "A-1")[1].by, "people named alike"


@pytest.mark.parametrize("words", ["?", "None", "nan"])
def test_a_comment_of_one_short_word_is_kept_as_it_was_written(tmp_path: Path, words: str) -> None:
    desk = Desk()
    comments = (FIXTURES / "jira_comments.csv").read_text().replace("Thank you!", words)
    given(desk, "jira", "jira_issues", written(tmp_path, comments.strip()))
    (reply,) = [each.event for each in told(desk, "P-1") if "replied" in each.event.TOPIC]
    assert desk.seals.open(reply.text) == words

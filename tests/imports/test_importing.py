"""Every row comes in once, in the order of its time, however a source is given."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from services.intake.channels.imports import appending
from services.intake.channels.imports.importing import SourceCannotBeCalledThat, source_of
from services.intake.channels.imports.staging import Staged
from services.intake.channels.imports.statement import Statement
from shared.eventlog.port import Appended, Change, LogIsUnavailable
from shared.vocabulary.identity import PersonId, StreamId
from tests.cases import cases
from tests.desks import Desk
from tests.imports.histories import FIXTURES, given, kinds, name_of, row, told, written

HEAD, *ROWS = (FIXTURES / "helpdesk_it.csv").read_text().splitlines()
OTHERS = [line.replace("Case 1", "Case 2") for line in ROWS]
JIRA = ("jira_issues", "jira_changelog", "jira_comments")


class DiskFullAfter:
    """The desk's log, on a disk with room for so many transactions."""

    def __init__(self, log: Any, room: int) -> None:
        self._log, self.room = log, room

    def append_all(self, changes: Sequence[Change]) -> list[Appended]:
        self.room -= 1
        if self.room < 0:
            raise LogIsUnavailable("the disk is full")
        appended: list[Appended] = self._log.append_all(changes)
        return appended

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)


def states(desk: Desk, key: str) -> list[str]:
    return [each.event.row.state for each in told(desk, key) if each.event.row]


@pytest.mark.parametrize(
    "form", [("uci498", "uci498"), ("callcentre", "callcentre"), ("jira", *JIRA)]
)
def test_importing_again_adds_nothing(form: tuple[str, ...]) -> None:
    desk = Desk()
    first = given(desk, *form)
    head = desk.log.head()
    again = given(desk, *form)
    assert (again.events, again.repeated, again.new_tickets) == (0, first.rows, 0)
    assert desk.log.head() == head


def test_a_grown_export_adds_only_its_new_rows(tmp_path: Path) -> None:
    desk = Desk()
    given(desk, "helpdesk-it", written(tmp_path, HEAD, *ROWS[:4]))
    grown = given(desk, "helpdesk-it", written(tmp_path, HEAD, *ROWS, *OTHERS))
    assert (grown.repeated, grown.new_tickets, grown.tickets) == (4, 1, 2)
    assert states(desk, "Case 1") == states(desk, "Case 2")


def test_an_export_of_new_rows_only_goes_on_where_the_ticket_stood(tmp_path: Path) -> None:
    desk = Desk()
    given(desk, "helpdesk-it", written(tmp_path, HEAD, *ROWS[:5]))
    given(desk, "helpdesk-it", written(tmp_path, HEAD, *ROWS[5:]))
    assert kinds(desk, "Case 1")[-3:] == ["resolved", "reopened", "closed"]
    assert kinds(desk, "Case 1").count("raised") == 1


def test_what_a_row_implies_is_not_told_again_when_the_ticket_has_moved_on(tmp_path: Path) -> None:
    desk = Desk()
    given(desk, "bpi14", "bpi14_incidents", "bpi14_activities")
    head, *rows = (FIXTURES / "bpi14_activities.csv").read_text().splitlines()
    late = rows[5].replace("03-04T", "03-07T")
    given(desk, "bpi14", written(tmp_path, head, late))
    before = kinds(desk, "IM1")
    given(desk, "bpi14", "bpi14_incidents", "bpi14_activities")
    assert before[-1] == "reopened"
    assert kinds(desk, "IM1") == before


def test_two_exports_that_overlap_are_told_once_even_together(tmp_path: Path) -> None:
    desk = Desk()
    early = written(tmp_path, HEAD, *ROWS[:5], name="early.csv")
    late = written(tmp_path, HEAD, *ROWS[2:], name="late.csv")
    assert given(desk, "helpdesk-it", early, late).repeated == 3
    assert Counter(states(desk, "Case 1")) == Counter(line.split(",")[3] for line in ROWS)


@cases(40)
@drawn(st.permutations(ROWS + OTHERS))
def test_in_whatever_order_rows_stand_the_log_tells_them_by_time(rows: list[str]) -> None:
    desk = Desk()
    with TemporaryDirectory() as folder:
        given(desk, "helpdesk-it", written(Path(folder), HEAD, *rows))
    assert states(desk, "Case 1") == [line.split(",")[3] for line in ROWS]
    moments = [each.at for each in desk.log.read(after=0, limit=1_000)]
    assert moments == sorted(moments)


@cases(40)
@drawn(st.permutations(ROWS + OTHERS), st.integers(1, 13))
def test_wherever_an_export_is_cut_each_row_comes_in_once(rows: list[str], cut: int) -> None:
    desk = Desk()
    with TemporaryDirectory() as folder:
        given(desk, "helpdesk-it", written(Path(folder), HEAD, *rows[:cut]))
        counts = given(desk, "helpdesk-it", written(Path(folder), HEAD, *rows))
    assert counts.repeated == cut
    for key in ("Case 1", "Case 2"):
        assert Counter(states(desk, key)) == Counter(line.split(",")[3] for line in ROWS)
        assert kinds(desk, key).count("raised") == 1


@pytest.mark.parametrize("room", range(5))
def test_an_import_that_broke_off_is_finished_by_starting_it_again(
    room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appending, "AT_ONCE", 2)
    desk, whole = Desk(), Desk()
    log, desk.log = desk.log, DiskFullAfter(desk.log, room)  # type: ignore[assignment]
    with pytest.raises(LogIsUnavailable):
        given(desk, "jira", *JIRA)
    desk.log = log
    given(desk, "jira", *JIRA)
    given(whole, "jira", *JIRA)
    assert kinds(desk, "P-1") == kinds(whole, "P-1")
    assert desk.log.head() == whole.log.head()


def test_columns_that_are_added_later_make_no_row_a_new_one(tmp_path: Path) -> None:
    desk = Desk()
    head, *rows = [",".join(line.split(",")[:1] + line.split(",")[2:]) for line in (HEAD, *ROWS)]
    given(desk, "helpdesk-it", written(tmp_path, head, *rows))
    wider = [f"{line},Rome" for line in ROWS]
    assert given(desk, "helpdesk-it", written(tmp_path, f"{HEAD},site", *wider)).events == 0


def test_one_key_in_two_sources_is_two_tickets() -> None:
    desk = Desk()
    for source in ("closed", "open"):
        given(desk, "bpi13", "bpi13", source=source, apart=True)
    first, second = (desk.log.named(source, "1-1") for source in ("closed", "open"))
    assert first is not None
    assert second not in (None, first)
    topics = [[type(t.event) for t in desk.log.history(stream)] for stream in (first, second)]
    assert topics[0] == topics[1] != []


def test_times_without_a_zone_are_read_in_the_one_that_is_given() -> None:
    desk = Desk()
    given(desk, "helpdesk-it", "helpdesk_it", zone=ZoneInfo("Europe/Rome"))
    assert told(desk, "Case 1")[0].at.hour == 8


def test_another_zone_the_second_time_makes_no_row_a_new_one() -> None:
    desk = Desk()
    given(desk, "helpdesk-it", "helpdesk_it")
    assert given(desk, "helpdesk-it", "helpdesk_it", zone=ZoneInfo("Europe/Rome")).events == 0


@pytest.mark.parametrize("adopted", [True, False])
def test_the_desk_acts_on_adopted_tickets_only(adopted: bool) -> None:
    desk = Desk()
    given(desk, "helpdesk-it", "helpdesk_it", adopted=adopted)
    assert told(desk, "Case 1")[0].event.adopted is adopted


def test_people_are_known_again_by_column_and_name_and_introduced_once(tmp_path: Path) -> None:
    desk = Desk()
    given(desk, "helpdesk-it", written(tmp_path, HEAD, *ROWS))
    head = desk.log.head()
    counts = given(desk, "helpdesk-it", written(tmp_path, HEAD, *OTHERS))
    assert counts.events == desk.log.head() - head
    assert row(desk, "Case 1", 0).actor == row(desk, "Case 2", 0).actor
    topics = Counter(each.event.TOPIC for each in desk.log.read(after=0, limit=1_000))
    assert topics["person.introduced.v1"] == 3


def test_a_person_who_was_erased_is_not_brought_back_by_importing_again(tmp_path: Path) -> None:
    desk = Desk()
    given(desk, "jira", *JIRA)
    cy = row(desk, "P-1", -1).owner
    desk.keys.destroy(cy)
    head, line = (FIXTURES / "jira_comments.csv").read_text().splitlines()
    new = written(tmp_path, head, line.replace("201", "202").replace("ada", "ben"))
    grown = given(desk, "jira", *JIRA, new)
    assert (grown.events, name_of(desk, cy)) == (1, "erased")


def test_a_transaction_is_full_by_its_words_too() -> None:
    wordy = Statement(key="1", at="", text="x" * (appending.WORDS_AT_ONCE // 2))
    staged = [Staged(wordy, 0, line, "", "", False) for line in range(5)]
    assert [len(batch) for batch in appending.batches(staged)] == [2, 2, 1]


def test_new_words_about_an_erased_ticket_are_left_out_and_figures_come_in(tmp_path: Path) -> None:
    desk = Desk()
    given(desk, "jira", *JIRA)
    desk.keys.destroy(PersonId(StreamId(told(desk, "P-1")[0].by)))
    head, line = (FIXTURES / "jira_comments.csv").read_text().splitlines()
    comments = written(tmp_path, head, line.replace("201", "202"))
    rejects = tmp_path / "rejects.csv"
    assert given(desk, "jira", comments, rejects=rejects).rejected == 1
    assert "erased on request" in rejects.read_text()


@pytest.mark.parametrize("name", ["", " ", "a:b", "number", "team of old"])
def test_a_source_cannot_have_a_name_its_tickets_could_not_be_told_by(name: str) -> None:
    with pytest.raises(SourceCannotBeCalledThat, match="--source"):
        given(Desk(), "bpi13", "bpi13", source=name)


def test_a_source_is_called_after_its_file() -> None:
    assert source_of([Path("exports/desk_2026.csv.gz"), Path("other.csv")]) == "desk_2026"

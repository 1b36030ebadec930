"""Whatever is wrong with some rows, the others come in, and the rejects file says which and why."""

import csv
import gzip
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from services.intake.channels.imports.formats.table import table_format
from services.intake.channels.imports.lines import Records, SourceIsUnreadable
from tests.desks import Desk
from tests.imports.histories import FIXTURES, given, told, written

HEAD, *ROWS = (FIXTURES / "helpdesk_it.csv").read_text().splitlines()


def left_out(tmp_path: Path, *rows: str, form: str = "helpdesk-it", head: str = HEAD) -> list[Any]:
    """Line and reason of each row that was left out, and how many came in."""
    rejects = tmp_path / "rejects.csv"
    counts = given(Desk(), form, written(tmp_path, head, *rows), rejects=rejects)
    lines = list(csv.reader(rejects.open())) if rejects.exists() else [["file", "line", "reason"]]
    assert lines[0] == ["file", "line", "reason"]
    assert counts.rejected == len(lines) - 1
    return [(int(line), why) for _, line, why in lines[1:]]


def test_nothing_is_wrong_with_a_sound_file(tmp_path: Path) -> None:
    assert left_out(tmp_path, *ROWS) == []


def test_a_row_with_too_few_fields_is_left_out(tmp_path: Path) -> None:
    assert left_out(tmp_path, ROWS[0], "Case 9,1", ROWS[1]) == [
        (3, "it has 2 fields, the head line 5")
    ]


def test_a_row_without_ticket_or_time_is_left_out(tmp_path: Path) -> None:
    nameless, timeless = ROWS[0].replace("Case 1", " "), ROWS[1].replace("2026-03-02T09:00:00", "")
    found = left_out(tmp_path, nameless, timeless)
    assert found == [
        (2, "case_id is empty; expected the ticket's key"),
        (3, "ts_local is empty; expected a time"),
    ]


def test_an_impossible_date_and_a_number_that_is_none_are_left_out(tmp_path: Path) -> None:
    head, first, second, *_ = (FIXTURES / "uci498.csv").read_text().splitlines()
    wrong = (
        first.replace("2/3/2026 09:05", "30/2/2026 09:05"),
        second.replace(",true,0,", ",true,x,"),
    )
    found = left_out(tmp_path, *wrong, form="uci498", head=head)
    assert [line for line, _ in found] == [2, 3]
    assert "reassignment_count is 'x'; expected a whole number" in found[1][1]


def test_a_quote_that_is_never_closed_costs_one_line_only(tmp_path: Path) -> None:
    rows = [ROWS[0], 'Case 9,1,2026-03-02T09:00:00,"Wait,Value 1', *ROWS[1:]]
    desk = Desk()
    counts = given(desk, "helpdesk-it", written(tmp_path, HEAD, *rows))
    assert (counts.rejected, counts.rows) == (1, len(rows))
    assert len([each for each in told(desk, "Case 1") if each.event.row]) == len(ROWS)


def test_text_over_several_lines_is_one_row(tmp_path: Path) -> None:
    head = "issueid,comment_seq,author,author_role,created,is_private,text"
    row = '1,0,ada,reporter,2026-03-02T09:00:00+00:00,0,"first\n\nthird, ""quoted"""'
    desk = Desk()
    given(desk, "conversations", written(tmp_path, head, row))
    assert desk.seals.open(told(desk, "1")[-1].event.text) == 'first\n\nthird, "quoted"'


def test_bytes_that_are_no_text_cost_their_row_unless_the_encoding_is_said(tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_bytes("\n".join([HEAD, *ROWS]).replace("Value 5", "Jürgen").encode("cp1252"))
    rejects = tmp_path / "rejects.csv"
    assert given(Desk(), "helpdesk-it", file, rejects=rejects).rejected == 1
    assert "8,it is not text in the file's encoding; try --encoding cp1252" in rejects.read_text()
    assert given(Desk(), "helpdesk-it", file, rejects=rejects, encoding="cp1252").rejected == 0
    assert not rejects.exists(), "what an earlier import left out is no longer said"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_of_other_systems_are_read_as_they_are(tmp_path: Path, encoding: str) -> None:
    desk, file = Desk(), tmp_path / "old.csv"
    file.write_text("\r\n".join([HEAD, *ROWS]).replace(",", ";"), encoding=encoding, newline="")
    assert given(desk, "helpdesk-it", file).rejected == 0
    assert len(told(desk, "Case 1")) == len(ROWS)


def test_a_packed_file_that_breaks_off_gives_what_it_holds(tmp_path: Path) -> None:
    rows = [ROWS[3].replace("Case 1", f"Case {n}") for n in range(20_000)]
    packed = gzip.compress("\n".join([HEAD, *rows]).encode())
    file, rejects = tmp_path / "old.csv.gz", tmp_path / "rejects.csv"
    file.write_bytes(packed[: len(packed) // 2])
    counts = given(Desk(), "helpdesk-it", file, rejects=rejects)
    assert 1_000 < counts.new_tickets < 20_000
    assert "the file breaks off here" in rejects.read_text()


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "cannot be read"), (b"", "it is empty"), (b"a,b\n1,2\n", "has no column 'case_id'")],
)
def test_a_file_that_is_something_else_is_refused_before_anything_is_told(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    desk, file = Desk(), tmp_path / "old.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SourceIsUnreadable, match=why):
        given(desk, "helpdesk-it", "helpdesk_it", file)
    assert desk.log.head() == 0


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ('key = "Vorgang"', "columns.key"),
        ('delimiter = ";;"', "delimiter"),
        ('[states]\nfinished = ["Gelöst"]', "states.finished"),
        ("[columns", "cannot be read"),
    ],
)
def test_a_mapping_that_says_something_else_is_refused_with_the_place(
    tmp_path: Path, wrong: str, why: str
) -> None:
    columns = '[columns]\ntime = "Zeit"\n' + ('key = "Vorgang"' if "key" not in wrong else "")
    with pytest.raises(SourceIsUnreadable, match=why):
        table_format(written(tmp_path, f"{wrong}\n{columns}", name="old.toml"))


@drawn(st.lists(st.text(alphabet='ab,"\n\r;\x00', max_size=12), max_size=12))
def test_no_line_is_ever_lost_without_a_word(lines: list[str]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        file = Path(folder) / "old.csv"
        file.write_bytes("\n".join(["one,two", *lines, "last,row"]).encode())
        records, rejected = Records(file, encoding=None, delimiter=","), list[int]()
        found = list(records.rows(lambda line, _: rejected.append(line)))
        records.close()
    assert all(len(fields) == 2 for _, fields in found)
    assert found or rejected
    places = [line for line, _ in found] + rejected
    assert len(set(places)) == len(places), "no line is both in and out"


def test_a_file_that_is_no_text_is_told_so_without_its_bytes(tmp_path: Path) -> None:
    packed = tmp_path / "old.csv"
    packed.write_bytes(b"number\x00\xff\xfe\x01,\x02\n1,2\n")
    with pytest.raises(SourceIsUnreadable, match="holds no text"):
        given(Desk(), "uci498", packed)


def test_a_date_that_cannot_be_is_refused_in_later_rows_of_a_ticket_too(tmp_path: Path) -> None:
    head, first, *rows = (FIXTURES / "uci498.csv").read_text().splitlines()
    later = next(row for row in rows if row.startswith("INC1,"))
    opened = head.split(",").index("opened_at")
    fields = later.split(",")
    fields[opened] = "99/99/2016 10:00"
    counts = given(Desk(), "uci498", written(tmp_path, head, first, ",".join(fields)))
    assert (counts.rows, counts.rejected) == (2, 1)

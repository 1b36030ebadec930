"""Names of one person in different columns are linked where rows show it, and with what they show."""

from datetime import UTC, datetime, time
from pathlib import Path

from services.intake.channels.imports.linking import link_people
from services.projections.reports.desk import desk_report
from services.projections.views.work.query import supervision
from services.projections.views.work.view import WORK
from shared.events.people import PersonLinked
from shared.people.linked import Linked
from shared.people.matching import matched
from shared.vocabulary.identity import PersonId, StreamId
from tests.desks import Desk
from tests.imports.histories import FIXTURES, given, name_of, row, written
from tests.views.histories import followed

ADA, BEN, CY = (PersonId(StreamId(f"person-{letter}")) for letter in "abc")
X, Y = (PersonId(StreamId(f"person-{letter}")) for letter in "xy")


def resolving(folder: Path, times: int) -> Path:
    """So many incidents, owned by one and resolved by the other."""
    head, *rows = (FIXTURES / "uci498.csv").read_text().splitlines()
    resolved = rows[5]
    return written(folder, head, *(resolved.replace("INC1", f"INC{n}") for n in range(times)))


def test_who_resolves_what_one_owns_often_enough_is_the_same_person(tmp_path: Path) -> None:
    desk = Desk()
    given(desk, "uci498", resolving(tmp_path, 5))
    assert link_people(desk, "old") == 1
    owner = row(desk, "INC0", 0).owner
    link = desk.log.history(owner)[-1].event
    assert isinstance(link, PersonLinked)
    assert name_of(desk, link.other) == "Resolved by 7"
    assert "of 5 rows" in desk.seals.open(link.evidence)
    assert "(100 %)" in desk.seals.open(link.evidence)


def test_four_rows_are_not_enough(tmp_path: Path) -> None:
    desk = Desk()
    given(desk, "uci498", resolving(tmp_path, 4))
    assert link_people(desk, "old") == 0


def test_writers_are_linked_from_ten_rows_on_but_never_a_machine(tmp_path: Path) -> None:
    for system, linked in ((frozenset[str](), 2), (frozenset({"Updated by 7"}), 1)):
        desk = Desk()
        given(desk, "uci498", resolving(tmp_path, 10), system=system)
        assert link_people(desk, "old") == linked


def test_linking_again_tells_nothing_new(tmp_path: Path) -> None:
    desk = Desk()
    given(desk, "uci498", resolving(tmp_path, 10))
    link_people(desk, "old")
    head = desk.log.head()
    assert (link_people(desk, "old"), desk.log.head()) == (0, head)


def test_linked_names_carry_their_tickets_as_one_person(tmp_path: Path) -> None:
    desk = Desk()
    given(desk, "uci498", resolving(tmp_path, 5))
    link_people(desk, "old")
    owner, linked = row(desk, "INC0", 0).owner, desk.directory.up_to_date().linked
    (carried,) = desk_report(desk.log, source="old", one=linked.one)["carried"]
    assert (carried["person"], carried["tickets"]) == (owner, 5)
    people = supervision(followed(WORK, desk.log), now=resolved_day(desk), one=linked.one).agents
    assert [each.agent for each in people if each.measures["resolved"] == 5] == [owner]


def resolved_day(desk: Desk) -> datetime:
    """The end of the day on which everything was resolved."""
    return datetime.combine(desk.log.read(after=desk.log.head() - 1, limit=1)[0].at, time.max, UTC)


def test_identities_linked_one_after_another_are_one_person_named_by_the_first() -> None:
    linked = Linked()
    linked.link(ADA, X)
    linked.link(X, BEN)
    assert linked.one(BEN) == ADA
    assert linked.identities(X) == (ADA, X, BEN)
    assert linked.one(CY) == CY


def test_people_whom_a_source_names_alike_need_no_link() -> None:
    desk = Desk()
    given(desk, "bpi13", "bpi13")
    assert link_people(desk, "old") == 0


def test_each_name_is_matched_once_the_surest_first() -> None:
    together = {(ADA, X): 9, (BEN, X): 6, (BEN, Y): 5, (CY, Y): 7}
    found = matched(together, least=5)
    assert [(each.first, each.second) for each in found] == [(ADA, X), (CY, Y)]


def test_names_that_stand_together_in_half_of_the_rows_only_are_not_matched() -> None:
    assert matched({(ADA, X): 5, (ADA, Y): 5}, least=5) == []
    assert [each.of for each in matched({(ADA, X): 6, (ADA, Y): 5}, least=5)] == [11]

"""The policy in sentences: every figure has one, and what is typed comes back as it was meant."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.vocabulary.policy import SHIPPED, Policy
from shared.vocabulary.policy.changing import changed
from shared.vocabulary.policy.wording import FigureIsUnreadable, document, lines, sections

LINES = [line for section in sections(SHIPPED) for line in section.lines]
NUMBERS = [line for line in LINES if line.step]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.path)
def test_every_figure_has_a_sentence_of_its_own(line: object) -> None:
    told = line.sentence  # type: ignore[attr-defined]
    assert told.count(line.figure) >= 1  # type: ignore[attr-defined]
    assert told[0].isupper()
    assert told.endswith(".")
    assert "{" not in told


def test_a_figure_is_told_in_what_people_count_in() -> None:
    told = {line.path: line.sentence for line in LINES}
    assert told["assignment.delay_price"] == (
        "A minute of an ordinary ticket's waiting costs 0.5 minutes."
    )
    assert told["together.linked"] == "Linked tickets of one requester go to one owner: yes."
    assert told["together.quotas"] == "Teams with a quota of tickets in work: none."


@pytest.mark.parametrize(
    ("path", "figure", "words"),
    [
        ("work.default_toughness", 1_000, "A ticket nobody judged counts 1 tough point."),
        ("work.default_toughness", 1_500, "A ticket nobody judged counts 1.5 tough points."),
        ("work.tickets_in_work", 1, "Nobody has more than 1 ticket in work at once."),
    ],
)
def test_one_of_anything_is_told_as_one(path: str, figure: int, words: str) -> None:
    section, _, name = path.partition(".")
    now = msgspec.structs.replace(getattr(SHIPPED, section), **{name: figure})
    told = {each.path: each.sentence for each in lines(section, now, getattr(SHIPPED, section))}
    assert told[path] == words


def test_the_whole_page_sent_back_unchanged_is_the_same_policy() -> None:
    typed = {line.path: line.figure for line in LINES}
    assert changed(SHIPPED, document(typed)) == SHIPPED


@given(st.sampled_from(NUMBERS), st.data())
def test_a_figure_typed_is_the_figure_shown(line: object, data: st.DataObject) -> None:
    section, _, name = line.path.partition(".")  # type: ignore[attr-defined]
    milli = line.step == "0.001"  # type: ignore[attr-defined]
    scale = 1_000 if milli else 1
    low, high = (int(float(each) * scale) for each in (line.least, line.most))  # type: ignore[attr-defined]
    policy = changed(SHIPPED, {section: {name: data.draw(st.integers(low, high))}})
    shown = next(
        each
        for each in lines(section, getattr(policy, section), getattr(SHIPPED, section))
        if each.path == line.path  # type: ignore[attr-defined]
    )
    assert changed(SHIPPED, document({shown.path: shown.figure})) == policy


def test_lists_are_typed_with_commas_and_quotas_by_team() -> None:
    team = "team-" + "d" * 32
    typed = {"together.two_person_services": "Access, Payroll", "together.quotas": f"{team}=5"}
    together = changed(SHIPPED, document(typed)).together
    assert together.two_person_services == ("Access", "Payroll")
    assert [(each.team, each.tickets) for each in together.quotas] == [(team, 5)]


@pytest.mark.parametrize(
    ("path", "typed", "why"),
    [
        ("closing.grace_hours", "soon", "closing.grace_hours is 'soon'; expected a number from 0"),
        ("closing.grace_hours", "1.5", "expected steps of 1"),
        ("assignment.delay_price", "0.0001", "expected steps of 0.001"),
        ("fairness.cap", "1500", "fairness.cap is '1500'; expected a number from 0 to 1000"),
        ("fairness.cap", "NaN", "expected a number from 0 to 1000"),
        ("together.two_person_services", '["Access"]', "expected bare names parted by commas"),
        ("growth.learning", "maybe", "expected yes or no"),
        ("together.quotas", "five", "expected team=tickets"),
    ],
)
def test_what_is_no_figure_is_refused_by_name(path: str, typed: str, why: str) -> None:
    with pytest.raises(FigureIsUnreadable, match=why):
        document({path: typed})


def test_a_policy_of_before_its_newer_parts_is_read_with_what_is_shipped_for_them() -> None:
    old = b'{"version":3,"closing":{"grace_hours":24},"work":{"tickets_in_work":2}}'
    read = msgspec.json.decode(old, type=Policy)
    assert (read.version, read.closing.grace_hours, read.work.tickets_in_work) == (3, 24, 2)
    assert (read.growth, read.together, read.fairness) == (
        SHIPPED.growth,
        SHIPPED.together,
        SHIPPED.fairness,
    )

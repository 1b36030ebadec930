"""A problem as JSON: nothing is lost on the way, nothing wrong gets through, the published form is fresh."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given

from services.assignment.engine import publish
from services.assignment.engine.form.columns import ProblemIsMalformed
from services.assignment.engine.form.plan import gap_of
from services.assignment.engine.form.problem import Problem, digest
from services.assignment.engine.judging.referee import judge
from services.assignment.engine.proving import best
from services.assignment.engine.stated import restating, stating
from services.assignment.engine.stated.statement import Statement
from tests.engine.tied import tied_problems

EXAMPLES = sorted((publish.FOLDER / "examples").glob("*.json"))


@given(tied_problems())
def test_a_problem_comes_back_from_json_as_it_was(problem: Problem) -> None:
    assert digest(stating.read(restating.write(problem))) == digest(problem)


@given(tied_problems())
def test_the_order_in_which_ids_are_stated_changes_nothing(problem: Problem) -> None:
    stated = restating.statement_of(problem)
    turned = msgspec.structs.replace(
        stated,
        tickets=backwards(stated.tickets),
        arcs=backwards(stated.arcs),
        terms={rule: each[::-1] for rule, each in stated.terms.items()},
    )
    assert digest(stating.problem_of(turned)) == digest(problem)


def backwards(table: Any) -> Any:
    fields = {field: getattr(table, field)[::-1] for field in table.__struct_fields__}
    return msgspec.structs.replace(table, **fields)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.stem)
def test_every_published_example_is_solved_to_the_best_there_is(example: Path) -> None:
    problem = stating.read(example.read_bytes())
    found = best(problem, seed=1, units=10_000, exact_up_to=20)
    assert judge(problem, found.owners).breaches == ()
    assert found.bounds.meet(found.cost)


def test_the_published_schema_and_page_are_fresh() -> None:
    told = {name: (publish.FOLDER / name).read_text() for name in publish.documents()}
    assert told == publish.documents(), "run python -m services.assignment.engine.publish"


def test_the_page_explains_every_field_of_the_schema() -> None:
    schema = json.loads(publish.documents()["problem.schema.json"])
    tables = [each for each in schema["$defs"].values() if "properties" in each]
    fields = {name for each in tables for name in each["properties"]} - {"side"}
    page = publish.page()
    assert [name for name in sorted(fields) if f"| `{name}` |" not in page] == []
    assert Statement.__struct_fields__[0] in fields


ONE = {
    "tickets": {"id": ["a"]},
    "agents": {"id": ["p"]},
    "arcs": {"ticket": ["a"], "agent": ["p"]},
}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"tickets": {"id": ["a"], "risk": [-1]}}, r"Expected `int` >= 0 - at `\$\.tickets\.risk"),
        ({"tickets": {"id": ["a"], "risk": [1, 2]}}, r"tickets\.risk has 2 entries, expected 1"),
        ({"tickets": {"id": ["a"], "rick": [1]}}, "unknown field `rick` - at `\\$.tickets`"),
        ({"tickets": {"id": ["a", "a"]}}, r"tickets\.id\[1\] is 'a' again"),
        ({"arcs": {"ticket": ["a"], "agent": ["x"]}}, r"arcs\.agent\[0\] is 'x', expected an id"),
        ({"arcs": {"ticket": ["a"] * 2, "agent": ["p"] * 2}}, r"arcs\.ticket\[1\] .* as in \[0\]"),
        ({"terms": {"fit": [10**9, 1]}}, r"terms\.fit has 2 entries, expected 1"),
        ({"terms": {"load": [1]}}, "terms has 'load', which a cost names already"),
        ({"terms": {"fit": [10**13]}}, r"<= 1000000000000 - at `\$\.terms\[\.\.\.\]"),
        ({"curves": [{"slopes": [2, 1], "knots": [5]}]}, r"curves\[0\] falls from slope 2 to 1 at 5"),
        ({"curves": [{"slopes": [1, 2]}]}, r"curves\[0\]\.knots has 0 entries, expected 1"),
        ({"curves": [{"slopes": []}]}, r"curves\[0\]\.slopes is empty"),
        ({"agents": {"id": ["p"], "load_curve": [0]}}, r"agents\.load_curve\[0\] is 0, expected"),
        ({"sides": [{"side": "triple"}]}, r"Invalid value 'triple' - at `\$\.sides\[0\]\.side`"),
        ({"sides": [{"side": "apart", "tickets": ["b"]}]}, r"sides\[0\]\.tickets\[0\] is 'b'"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_by_its_field(changes: dict[str, Any], why: str) -> None:
    stating.read(json.dumps(ONE).encode())
    with pytest.raises(ProblemIsMalformed, match=why):
        stating.read(json.dumps(ONE | changes).encode())


def test_bases_that_are_left_out_follow_from_slopes_and_knots() -> None:
    curve = {"slopes": [-1000, 0, 3000], "knots": [10, 20], "end": 99}
    bent = {"agents": {"id": ["p"], "lead_curve": [0]}, "curves": [curve]}
    made = stating.read(json.dumps(ONE | bent).encode()).lead_curve[0]
    assert [made.cost(x) for x in (0, 10, 15, 20, 30)] == [0, -10, -10, -10, 20]
    assert made.end == 99


@pytest.mark.parametrize(
    ("minutes", "bound", "gap"),
    [(9, 9, 0), (8, 9, 0), (11, 10, 100_000), (1, 0, None), (1, -5, None)],
)
def test_a_gap_is_told_in_millionths_of_a_bound_above_0(
    minutes: int, bound: int, gap: int | None
) -> None:
    assert gap_of(minutes, bound) == gap

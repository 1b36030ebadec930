"""The tree stays readable: small files, short functions, telling names, layers that hold."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("services", "shared", "deploy", "tests")
SAYS_NOTHING = {"utils", "util", "helpers", "common", "base", "core", "misc", "manager"}
LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_FUNCTION = 250, 350, 40
MOST_AT_THE_TOP = {"assignment": 4, "intake": 11, "projections": 14}
"""Files beside the folders of a service; a new one is given a room, or takes another one's place."""


def python_files() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (ROOT / folder).rglob("*.py")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def told(path: Path) -> str:
    return str(path.relative_to(ROOT))


def longest(name: str) -> int:
    return LONGEST_TEST_FILE if name.startswith("tests/") else LONGEST_FILE


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [told(path) for path in python_files() if path.stem in SAYS_NOTHING] == []


def test_every_file_fits_a_few_screens() -> None:
    lengths = {told(path): path.read_text().count("\n") for path in python_files()}
    assert [name for name, lines in lengths.items() if lines > longest(name)] == []


def test_every_function_fits_one_screen() -> None:
    long = [
        f"{told(path)}:{each.name}"
        for path in python_files()
        for each in functions(path)
        if (each.end_lineno or 0) - each.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [told(p) for p in python_files() if not ast.get_docstring(ast.parse(p.read_text()))]
    assert [name for name in silent if not name.endswith("__init__.py")] == []


def test_no_exception_is_caught_and_dropped() -> None:
    dropped = [
        f"{told(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler) and all(isinstance(b, ast.Pass) for b in node.body)
    ]
    assert dropped == []


def test_no_property_tries_more_cases_in_a_fast_run_than_its_share() -> None:
    own = [
        told(path)
        for path in (ROOT / "tests").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.keyword) and node.arg == "max_examples"
    ]
    assert set(own) == {"tests/cases.py", "tests/conftest.py"}


def test_a_page_that_shows_moments_says_of_which_zone_they_are() -> None:
    pages = {told(path): path.read_text() for path in (ROOT / "services").rglob("*.html")}
    silent = [
        name for name, page in pages.items()
        if "| moment" in page and "UTC" not in page and "times in {{" not in page
    ]  # fmt: skip
    assert silent == []


def test_the_layers_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_service_begins_with_its_rooms_and_only_few_files_stand_at_their_door() -> None:
    """Import-linter says in which order they stand; this, that they do not grow into a flat list."""
    at_the_top = {
        service.name: len([each for each in service.glob("*.py") if each.stem != "__init__"])
        for service in (ROOT / "services").iterdir()
        if service.is_dir()
    }
    crowded = {name: files for name, files in at_the_top.items() if files > MOST_AT_THE_TOP[name]}
    assert crowded == {}


def test_no_contract_forbids_what_holds_its_own_source() -> None:
    """Import-linter skips such a pair without a word, and the contract would hold nothing."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    skipped = [
        (contract["name"], forbidden)
        for contract in told["contracts"]
        if contract["type"] == "forbidden"
        for forbidden in contract["forbidden_modules"]
        for source in contract["source_modules"]
        if f"{source}.".startswith(f"{forbidden}.")
    ]
    assert skipped == []


def test_locks_hold_names_versions_and_hashes_but_no_addresses() -> None:
    for lock in (ROOT / "deploy").glob("*.lock"):
        text = lock.read_text()
        assert "://" not in text, lock.name
        assert "--hash=sha256:" in text, lock.name
    assert '"resolved"' not in (ROOT / "shared/pages/package-lock.json").read_text()


def test_the_picture_of_the_readme_is_there() -> None:
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text()):
        assert (ROOT / picture).exists()


def test_decisions_are_numbered_without_a_gap_and_headed_by_their_number() -> None:
    records = sorted((ROOT / "shared/decisions").glob("*.md"))
    numbers = [int(record.name.partition("-")[0]) for record in records]
    assert numbers == list(range(1, len(records) + 1))
    headed = [record.read_text().partition(".")[0] for record in records]
    assert headed == [f"# {number}" for number in numbers]


def test_what_a_decision_is_held_by_is_there() -> None:
    records = "\n".join(path.read_text() for path in (ROOT / "shared/decisions").glob("*.md"))
    for path, name in re.findall(r"`(tests/[\w./]+)(?:::(\w+))?`", records):
        assert (ROOT / path).exists(), path
        assert not name or f"def {name}(" in (ROOT / path).read_text(), name


def test_a_figure_of_fairness_is_defined_once() -> None:
    names = ("gini", "percentile", "nearest_rank", "misplaced")
    defined = [
        (each.name, told(path))
        for path in python_files()
        if not told(path).startswith("tests/")
        for each in functions(path)
        if each.name in names
    ]
    assert sorted(name for name, _ in defined) == sorted(names), defined

"""The published form of a problem: its JSON Schema, and the page that explains every field.

`python -m services.assignment.engine.publish` writes both anew; a test fails while they are stale.
"""

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec

from services.assignment.engine.answering import Answer, Costs
from services.assignment.engine.stated.statement import (
    AgentColumns,
    ArcColumns,
    CurveLines,
    StatedApart,
    StatedBeside,
    StatedQuota,
    StatedRole,
    StatedTogether,
    Statement,
    TicketColumns,
)

FOLDER = Path(__file__).parents[1] / "published"
TABLES = {
    "The problem": Statement,
    "`tickets`": TicketColumns,
    "`agents`": AgentColumns,
    "`arcs`": ArcColumns,
    "`curves[]`": CurveLines,
    '`sides[]` with `"side": "together"`': StatedTogether,
    '`sides[]` with `"side": "apart"`': StatedApart,
    '`sides[]` with `"side": "role"`': StatedRole,
    "`beside[]` of a role": StatedBeside,
    '`sides[]` with `"side": "quota"`': StatedQuota,
    "The answer": Answer,
    "`cost` of the answer": Costs,
}
OPENING = """# A problem for `evenhand solve`

Made from the classes that read it; change those.

    evenhand solve PROBLEM.json [--budget 100ms] [--seed N] [--bound] [--json]

The file is one JSON document: columns of equal length for tickets, agents and the pairs of them
(arcs), curves, and side rules. Everything is a whole number: milli-minutes, milli-points,
thousandths. A pair that is not among the arcs is banned. Of all plans that keep the limits and the
side rules the engine looks for one with the least risk; of those with the least overflow; of those
with the fewest milli-minutes.

A file that cannot be meant is refused with the field, its value and what was expected, and exit
code 2. The schema is `problem.schema.json`; examples stand in `examples/`. `--budget` says how much
the search may do, by a fixed table from milliseconds to units of work, so that the same file,
budget and seed give the same plan on any machine. `--bound` spends more time on a higher bound: an
exact knapsack for each agent.
"""


def documents() -> dict[str, str]:
    """Name and content of every document made here."""
    return {"problem.schema.json": as_json(schema()), "problem.md": page()}


def schema() -> dict[str, Any]:
    """The JSON Schema of a problem."""
    (top,), components = msgspec.json.schema_components([Statement], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A problem for evenhand solve",
        **top,
        "$defs": dict(sorted(components.items())),
    }


def page() -> str:
    """Every field in words."""
    lines = [OPENING]
    for title, struct in TABLES.items():
        lines += [f"## {title}", "", inspect.getdoc(struct) or "", ""]
        lines += ["| field | | means |", "|---|---|---|", *rows(struct), ""]
    return "\n".join(lines)


def rows(struct: Any) -> Iterator[str]:
    """A line for each field."""
    hints = inspect.get_annotations(struct, eval_str=True)
    for field in msgspec.structs.fields(struct):
        told = [
            each.description for each in get_args(hints[field.name]) if hasattr(each, "description")
        ]
        words = told[0] if told else (inspect.getdoc(hints[field.name]) or "").partition("\n")[0]
        needed = "required" if field.required else "optional"
        yield f"| `{field.name}` | {needed} | {words} |"


def as_json(document: dict[str, Any]) -> str:
    """JSON for people."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write() -> None:
    """Write every document where readers and tests look for it."""
    for name, text in documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()

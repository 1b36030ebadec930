"""One word, one meaning: what the desk calls otherwise is said nowhere in code and pages.

A quota is the most tickets a team has in work at once; what is due to an agent is their entitlement.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS: dict[str, str] = {
    "owner": r"assignees?|responsible",
    "requester, agent": r"technicians?|(?<![\"'])users?(?!-| and system)",
    "settings, rule, plan": r"(?<!_)configs?|configuration|constraints?|solutions?",
    "decide, evolve, fold": r"appl(y|ies|ied|ying)|def handle\w*|def on_(?!shift|hand|the)\w+",
    "carry out": r"command objects?|jobs?",
    "position": r"offsets?|checkpoints?",
    "log, feed": r"message queues?|bus|buses|brokers?",
    "view, row": r"read models?",
    "round, example": r"instances?",
    "toughness": r"difficult\w*|(ticket's|mean|true) weight|ticket of weight|weighs \{\} tough",
    "ledger, lead": r"balances?",
    "entitlement": r"(agent|person)('s|s') quotas?|quota of (an|the) (agent|person)",
    "hand-over, consult, swarm, escalate": r"transfer\w*",
    "rule's words": r"reason_str",
}
"""By what we say: what the glossary of the architecture keeps out, where it has no second meaning here."""
ADAPTERS = (
    "services/assignment/engine/exact/cp_sat.py",  # OR-Tools names its answer so
    "services/assignment/engine/exact/sheet.py",
    "services/assignment/engine/search/compiling.py",  # numba's settings
    "services/intake/channels/imports/formats/",  # words of other desks
    "shared/eventlog/datastore.py",  # SQLite's write-ahead log
    "shared/sealing/keyfile.py",
    "deploy/serving.py",  # uvicorn's settings
)
"""Files that speak a library's or another desk's language."""


def files() -> Iterator[tuple[str, Path]]:
    for folder in ("services", "shared", "deploy"):
        for kind in ("*.py", "*.html"):
            for path in (ROOT / folder).rglob(kind):
                name = str(path.relative_to(ROOT))
                if not name.startswith(ADAPTERS):
                    yield name, path


@pytest.mark.parametrize("ours", OURS)
def test_what_the_desk_calls_otherwise_is_said_nowhere(ours: str) -> None:
    foreign = re.compile(rf"(?<![a-zA-Z])({OURS[ours]})(?![a-zA-Z])", re.IGNORECASE)
    said = [
        f"{name}:{number}"
        for name, path in files()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if foreign.search(line)
    ]
    assert said == [], f"say {ours}"

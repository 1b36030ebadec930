"""How events of earlier versions are read today: pure steps from one version's form to the next.

A log is never rewritten. When an event's meaning changes, its class takes a new version and the step
from the old form is added here; `tests/published/golden` keeps a line of every form ever stored.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from shared.events.declaration import DECLARED

Step = Callable[[dict[str, Any]], tuple[str, dict[str, Any]]]
"""From the fields of one version to the topic and fields of a later one."""

STEPS: dict[str, Step] = {}
"""The step for each topic that is no longer written; every topic so far is in its first version."""


class TopicIsUnknown(ValueError):
    """No class and no step knows the topic: it was written by a newer version or another product."""


def upcast(topic: str, data: bytes, steps: dict[str, Step] | None = None) -> tuple[str, bytes]:
    """The topic and JSON as today's classes read them; unchanged, and undecoded, where already so."""
    known = STEPS if steps is None else steps
    if topic in DECLARED:
        return topic, data
    fields = None
    while topic in known:
        fields = msgspec.json.decode(data) if fields is None else fields
        topic, fields = known[topic](fields)
    if topic not in DECLARED:
        raise TopicIsUnknown(f"topic {topic!r} is not known to this version; update the desk")
    return topic, msgspec.json.encode(fields)

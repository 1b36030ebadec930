"""What follows from the event classes: JSON Schema, AsyncAPI, glossary, and the closed unions for mypy.

`python -m shared.events.publish` writes all of it anew; a test fails while anything is stale.
"""

import inspect
import json
from pathlib import Path
from typing import Any, get_args

import msgspec
from msgspec import Meta

from shared.events.catalogue import declared
from shared.events.declaration import Event, Shown, fields
from shared.events.unions import unions
from shared.vocabulary.identity import SHARDS

FOLDER = Path(__file__).parent
LOG_TOPIC = "evenhand.events.v1"


def documents() -> dict[str, str]:
    """Place beside this file and content of everything that is published."""
    return {
        "published/events.schema.json": as_json(json_schema()),
        "published/asyncapi.json": as_json(asyncapi()),
        "published/glossary.md": glossary(),
        "streams.py": unions(declared()),
    }


def json_schema() -> dict[str, Any]:
    """One JSON Schema for the stored form of all events, one definition a topic."""
    events = declared()
    _, components = msgspec.json.schema_components(events, ref_template="#/$defs/{name}")
    for event in events:
        definition = components[event.__name__]
        definition["x-topic"] = event.TOPIC
        definition["x-stream"] = event.STREAM
        definition["x-sealed"] = [n for n, shown in event.SHOWN.items() if shown is Shown.SEALED]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Evenhand events as they are stored and published",
        "$defs": dict(sorted(components.items())),
    }


def asyncapi() -> dict[str, Any]:
    """The feed as an AsyncAPI 3 document: one channel, one message a topic."""
    messages = {
        event.TOPIC: {
            "name": event.TOPIC,
            "title": event.__name__,
            "summary": summary(event),
            "contentType": "application/json",
            "payload": {"$ref": f"./events.schema.json#/$defs/{event.__name__}"},
        }
        for event in declared()
    }
    channel = {
        "address": LOG_TOPIC,
        "description": f"All events in {SHARDS} shards, keyed by stream id, in order in each shard.",
        "messages": {topic: {"$ref": f"#/components/messages/{topic}"} for topic in messages},
    }
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Evenhand", "version": "1", "license": {"name": "Apache-2.0"}},
        "defaultContentType": "application/json",
        "channels": {"events": channel},
        "operations": {"follow": {"action": "receive", "channel": {"$ref": "#/channels/events"}}},
        "components": {"messages": messages},
    }


def glossary() -> str:
    """Every event in words: what it means, and what each of its fields says."""
    lines = ["# The desk's events", "", "Made from the event classes; change those.", ""]
    for event in declared():
        lines += [f"## {event.__name__}", "", f"`{event.TOPIC}` · {inspect.getdoc(event)}", ""]
        lines += [f"> {event.SENTENCE}", ""]
        lines += [line_of(event, name, hint) for name, hint in fields(event).items()]
        lines += [""]
    return "\n".join(lines)


def line_of(event: type[Event], name: str, hint: Any) -> str:
    """One field as a line of the glossary."""
    description = next(extra.description for extra in get_args(hint) if isinstance(extra, Meta))
    sealed = " *(sealed)*" if event.SHOWN[name] is Shown.SEALED else ""
    return f"- `{name}`{sealed}: {description}"


def summary(event: type[Event]) -> str:
    """The first line of the class's docstring."""
    return (inspect.getdoc(event) or "").partition("\n")[0]


def as_json(document: dict[str, Any]) -> str:
    """JSON for people: indented, with a closing line."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write() -> None:
    """Write everything where the tests and readers look for it."""
    for name, content in documents().items():
        (FOLDER / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    write()

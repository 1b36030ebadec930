"""Every event the desk knows, by topic: the one list, and it is derived."""

from shared.events import assignment, giving, people, pulling, roster, shadow, ticket, toughness
from shared.events.declaration import DECLARED, Event

LANGUAGE = (ticket, people, roster, assignment, toughness, giving, pulling, shadow)
"""The modules whose import declares the events."""


def event_of(topic: str) -> type[Event] | None:
    """The class of a topic; None for a topic this version does not know."""
    return DECLARED.get(topic)


def topics(*kinds: str) -> frozenset[str]:
    """The topics of these kinds of stream, or all of them."""
    return frozenset(
        topic for topic, event in DECLARED.items() if not kinds or event.STREAM in kinds
    )


def declared() -> list[type[Event]]:
    """The event classes in order of their topics."""
    return [DECLARED[topic] for topic in sorted(DECLARED)]

"""What it takes to be an event: declared once, refused at import when anything is missing.

From the class alone follow the codec, what is sealed, the sentence of the audit trail, JSON Schema,
AsyncAPI and glossary. A fact that is written here is written nowhere else.
"""

import re
import string
import types
from datetime import datetime, time
from enum import Enum, StrEnum
from typing import Annotated, Any, ClassVar, NewType, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from shared.events.nested import why_refused
from shared.vocabulary.identity import Personal, PersonId, StreamId, TeamId, TicketId
from shared.vocabulary.toughness import MilliPoints
from shared.vocabulary.working_time import Seconds

TOPIC_FORM = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*\.v[1-9]\d*")
ALWAYS_SAID = frozenset({"by", "at"})


class DeclarationRefused(TypeError):
    """An event class does not say what an event must say."""


class Shown(StrEnum):
    """How a field's value is shown to people."""

    PERSON = "person"
    TEAM = "team"
    TICKET = "ticket"
    SEALED = "sealed"
    POINTS = "points"
    MOMENT = "moment"
    SPAN = "span"
    WORDS = "words"
    NUMBER = "number"
    YES_OR_NO = "yes or no"
    SEVERAL = "several"


LEAVES: dict[Any, Shown] = {
    PersonId: Shown.PERSON,
    TeamId: Shown.TEAM,
    TicketId: Shown.TICKET,
    Personal: Shown.SEALED,
    MilliPoints: Shown.POINTS,
    Seconds: Shown.SPAN,
    StreamId: Shown.WORDS,
    datetime: Shown.MOMENT,
    time: Shown.MOMENT,
    int: Shown.NUMBER,
    bool: Shown.YES_OR_NO,
}


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Something that happened to one thing of the desk and is kept for good.

    Who did it, when and where it stands in the log is told by `Recorded`, not repeated here.
    """

    TOPIC: ClassVar[str]
    SENTENCE: ClassVar[str]
    STREAM: ClassVar[str]
    SHOWN: ClassVar[dict[str, Shown]]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "TOPIC" in cls.__dict__:
            cls.SHOWN = checked(cls)
            DECLARED[cls.TOPIC] = cls


DECLARED: dict[str, type[Event]] = {}
"""Every event class by topic, filled as the classes are declared."""


def checked(event: type[Event]) -> dict[str, Shown]:
    """How each field is shown; refuses a declaration that leaves anything unsaid."""
    refuse_unless(
        bool(TOPIC_FORM.fullmatch(event.TOPIC)),
        event,
        f"topic {event.TOPIC!r} is not like `ticket.raised.v1`",
    )
    refuse_unless(
        event.TOPIC not in DECLARED,
        event,
        f"topic {event.TOPIC!r} is taken by {DECLARED.get(event.TOPIC)}",
    )
    refuse_unless("__doc__" in event.__dict__ and bool(event.__doc__), event, "it has no docstring")
    refuse_unless(
        bool(getattr(event, "STREAM", "")), event, "it does not say which STREAM it belongs to"
    )
    shown = {name: checked_field(event, name, hint) for name, hint in fields(event).items()}
    for spoken in spoken_of(event.SENTENCE):
        refuse_unless(
            spoken in shown or spoken in ALWAYS_SAID,
            event,
            f"its sentence speaks of {{{spoken}}}, which it does not record",
        )
    return shown


def fields(event: type[Event]) -> dict[str, Any]:
    """The declared fields with their annotations, in order of declaration, class facts left out."""
    hints = get_type_hints(event, include_extras=True)
    return {name: hint for name, hint in hints.items() if get_origin(hint) is not ClassVar}


def checked_field(event: type[Event], name: str, hint: Any) -> Shown:
    """How the field is shown; refuses one without description or of an undeclared kind."""
    described = get_origin(hint) is Annotated and any(
        isinstance(extra, Meta) and extra.description for extra in hint.__metadata__
    )
    refuse_unless(described, event, f"field {name!r} has no description")
    kind = without_none(get_args(hint)[0])
    refuse_unless(
        kind is not str,
        event,
        f"field {name!r} is bare str; say Personal, or Plain if it never is about a person",
    )
    why = why_refused(kind)
    refuse_unless(why is None, event, f"field {name!r} {why}")
    return shown_as(kind)


def without_none(hint: Any) -> Any:
    """The kind behind `kind | None`."""
    if get_origin(hint) in (Union, types.UnionType):
        kinds = [each for each in get_args(hint) if each is not type(None)]
        return kinds[0] if len(kinds) == 1 else hint
    return hint


def shown_as(kind: Any) -> Shown:
    """How a value of this kind is shown."""
    if get_origin(kind) is Annotated:
        return shown_as(get_args(kind)[0])
    if kind in LEAVES:
        return LEAVES[kind]
    if isinstance(kind, NewType):
        return shown_as(kind.__supertype__) if kind.__supertype__ is not str else Shown.WORDS
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Shown.WORDS
    return Shown.SEVERAL


def spoken_of(sentence: str) -> set[str]:
    """The fields a sentence speaks of; optional pieces stand in square brackets."""
    parts = string.Formatter().parse(sentence.replace("[", "").replace("]", ""))
    return {name.partition(".")[0] for _, name, _, _ in parts if name}


def sealed_fields(event: type[Event]) -> tuple[str, ...]:
    """The fields whose words are sealed before they are stored."""
    return tuple(name for name, shown in event.SHOWN.items() if shown is Shown.SEALED)


def refuse_unless(holds: bool, event: type[Event], why: str) -> None:
    """Stop the import with a sentence that names the class and what it lacks."""
    if not holds:
        raise DeclarationRefused(f"{event.__module__}.{event.__qualname__}: {why}")

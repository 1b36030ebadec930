"""What may stand inside an event's field: all of it declared, so that no word slips past its seal.

Only a field's own words are sealed. A list, a document or a mapping is stored as it is told, so nothing
personal may stand below the top of a field, and no text that was not declared to be plain.
"""

import types
from datetime import date, datetime, time
from enum import Enum
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

import msgspec

from shared.vocabulary.identity import Personal

FIGURES: tuple[Any, ...] = (int, float, bool, datetime, date, time, types.NoneType)
"""Kinds that hold no words."""
HOLDERS = (tuple, list, set, frozenset, dict)
EITHER = (Union, types.UnionType)


def why_refused(kind: Any) -> str | None:
    """Why a field of this kind could keep words unsealed; None where it cannot.

    `None` beside a kind says only that the field may be left out.
    """
    told = parts_of(kind) if get_origin(kind) in (Annotated, *EITHER) else None
    rest = [each for each in told or () if each is not types.NoneType]
    if len(rest) == 1:
        return why_refused(rest[0])
    return None if kind is Personal else why_loose(kind)


def why_loose(kind: Any) -> str | None:
    """Why words could stand unsealed somewhere in this kind; None where they cannot."""
    if kind is Personal:
        return "holds Personal below its top, where nothing is sealed; give those words a field"
    if isinstance(kind, NewType):
        return None if kind.__supertype__ is str else why_loose(kind.__supertype__)
    if kind in FIGURES or kind is Ellipsis or is_choice(kind):
        return None
    parts = parts_of(kind)
    if parts is None:
        return f"holds {named(kind)}; say Plain if it never is about a person, or name its parts"
    return next((why for part in parts if (why := why_loose(part))), None)


def parts_of(kind: Any) -> tuple[Any, ...] | None:
    """The kinds a kind is made of; None where nobody can tell."""
    origin = get_origin(kind)
    if origin is Annotated:
        return get_args(kind)[:1]
    if origin in EITHER or origin in HOLDERS:
        return get_args(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return tuple(get_type_hints(kind, include_extras=True).values())
    return None


def is_choice(kind: Any) -> bool:
    """Whether the kind is one of a few words declared in code."""
    return isinstance(kind, type) and issubclass(kind, Enum)


def named(kind: Any) -> str:
    """The kind as one writes it."""
    return kind.__name__ if isinstance(kind, type) and not get_args(kind) else str(kind)

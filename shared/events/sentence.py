"""The audit trail's sentence of an event, made from the class's own words and never written twice."""

import re
import string
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from enum import Enum
from typing import Any, Protocol

from shared.events.declaration import Event, Shown
from shared.vocabulary.identity import Actor, Personal, is_person
from shared.vocabulary.toughness import points
from shared.vocabulary.words import Resolution

OPTIONAL = re.compile(r"\[([^\]]*)\]")
EMPTY: tuple[Any, ...] = (None, "", (), Resolution.UNSTATED)
"""What says nothing: its piece of a sentence is left out."""
LONGEST = 160


class Told(Protocol):
    """What a sentence needs to know of a recorded event."""

    @property
    def event(self) -> Event: ...

    @property
    def by(self) -> Actor: ...

    @property
    def at(self) -> datetime: ...


class Words:
    """How ids and sealed words become readable: for one viewer, at one moment."""

    def __init__(self, *, name_of: Callable[[str], str], open_: Callable[[Personal], str]) -> None:
        self.name_of = name_of
        self.open_ = open_

    def of(self, value: Any, shown: Shown) -> str:
        """The value as it stands in a sentence."""
        if shown is Shown.PERSON:
            return apart(self.name_of(value))
        if shown in (Shown.TEAM, Shown.TICKET):
            return self.name_of(value)
        if shown is Shown.SEALED:
            return shortened(self.open_(value))
        if shown is Shown.POINTS:
            return points(value)
        if shown is Shown.MOMENT:
            return moment(value)
        if shown is Shown.SPAN:
            return span(value)
        return plain(value)


def in_words(told: Told, *, name_of: Callable[[str], str], open_: Callable[[Personal], str]) -> str:
    """One sentence about a recorded event; pieces in square brackets vanish with their field.

    `name_of` turns ids of people, teams, tickets and the desk's own hands into names;
    `open_` opens sealed words, or says that they are erased.
    """
    words = Words(name_of=name_of, open_=open_)
    said = {
        name: words.of(value, shown)
        for name, shown in type(told.event).SHOWN.items()
        if (value := getattr(told.event, name)) not in EMPTY
    }
    said |= {"by": actor(told, apart(name_of(told.by))), "at": moment(told.at)}
    return "".join(pieces(type(told.event).SENTENCE, said))


def apart(name: str) -> str:
    """A person's name; in quotes where it reads like a part of the sentence, as `Updated by 60` does."""
    return f"“{name}”" if " by " in name else name


def actor(told: Told, name: str) -> str:
    """Who did it; the desk's own hands, such as `The clock`, begin small inside a sentence."""
    return name if type(told.event).SENTENCE.startswith("{by}") else inside(told.by, name)


def inside(actor: Actor, name: str) -> str:
    """An actor's name inside a sentence, where the desk's own hands begin small."""
    return name if is_person(actor) else name.replace("The ", "the ", 1)


def pieces(sentence: str, said: dict[str, str]) -> Iterator[str]:
    """The parts of a sentence in order, filled; optional ones only where their fields are said."""
    for index, part in enumerate(OPTIONAL.split(sentence)):
        optional = index % 2 == 1
        if not optional or all(name in said for name in names_in(part)):
            yield filled(part, said)


def names_in(part: str) -> list[str]:
    """The fields a part speaks of."""
    return [name for _, name, _, _ in string.Formatter().parse(part) if name]


def filled(part: str, said: dict[str, str]) -> str:
    """The part with its fields in words; a required field that is empty reads as nobody's."""
    return part.format_map({name: said.get(name, "nobody") for name in names_in(part)})


def shortened(text: str) -> str:
    """The first line of a long text, cut at a word, so that a sentence stays a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST].rsplit(" ", 1)[0] + " …"


def moment(value: datetime | time) -> str:
    """A moment in UTC, to the minute."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.astimezone(UTC).strftime("%-d %b %Y, %H:%M UTC")


def span(seconds: int) -> str:
    """A length of time: `45 minutes`, or `20 seconds` where it is shorter than one."""
    if seconds < 60:
        return f"{seconds} seconds"
    minutes = round(seconds / 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def plain(value: Any) -> str:
    """Numbers, choices and structures of the vocabulary in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return ", ".join(plain(each) for each in value)
    return str(getattr(value, "in_words", value))

"""The policy as people read and write it: every figure in its sentence, thousandths told as whole units."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from shared.vocabulary.milli import MILLI
from shared.vocabulary.policy import SHIPPED, Policy, TeamQuota

BRACKETS = "[\"'"
"""With these a list begins that is written for machines; its brackets are no part of a name."""
MANY = re.compile(
    r"^( (?:expected |mean )?(?:tough )?(?:point|ticket|minute|millisecond|hour|day|step|time))s\b"
)
"""What a figure counts, up to the s that says: more than one."""
UNCHANGED = "Every figure stays as it is."


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of the policy."""

    path: str
    """Where it stands in the document, such as `closing.grace_hours`."""
    before: str
    """The words of its sentence before the figure."""
    figure: str
    """As people say it: `0.5`, `yes`, or a list parted by commas."""
    after: str
    """The words after the figure."""
    shipped: str
    """The figure that is shipped."""
    least: str | None = None
    most: str | None = None
    step: str | None = None
    """The smallest difference of a figure; None for what is no number."""

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return f"{self.before}{self.figure}{self.after}"

    @property
    def is_shipped(self) -> bool:
        """Whether nobody changed it."""
        return self.figure == self.shipped


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the policy with its sentences, in the document's order."""

    name: str
    words: str
    lines: tuple[Line, ...]


class FigureIsUnreadable(ValueError):
    """What was typed is no figure of this kind."""


def sections(policy: Policy) -> tuple[Section, ...]:
    """The whole policy in sentences."""
    return tuple(
        Section(
            name=name,
            words=(type(getattr(policy, name)).__doc__ or "").partition("\n")[0],
            lines=lines(name, getattr(policy, name), getattr(SHIPPED, name)),
        )
        for name in policy.__struct_fields__
        if name != "version"
    )


def lines(section: str, now: msgspec.Struct, shipped: msgspec.Struct) -> tuple[Line, ...]:
    """The sentences of one section."""
    hints = get_type_hints(type(now), include_extras=True)
    return tuple(
        line(f"{section}.{name}", meta_of(hints[name]), getattr(now, name), getattr(shipped, name))
        for name in now.__struct_fields__
    )


def line(path: str, meta: Meta, value: Any, shipped: Any) -> Line:
    """One sentence."""
    before, _, after = (meta.description or f"{path}: {{}}").partition("{}")
    milli = is_milli(meta)
    figure = as_figure(value, milli)
    number = isinstance(value, int) and not isinstance(value, bool)
    bounds = (as_figure(each, milli) for each in (meta.ge, meta.le)) if number else (None, None)
    least, most = bounds
    return Line(
        path=path, before=before, figure=figure, after=of_one(after) if figure == "1" else after,
        shipped=as_figure(shipped, milli), least=least, most=most,
        step=("0.001" if milli else "1") if number else None,
    )  # fmt: skip


def of_one(after: str) -> str:
    """The words that follow a figure of 1, of which they speak as of several."""
    return MANY.sub(r"\1", after, count=1)


def as_figure(value: Any, milli: bool) -> str:
    """A value of the document as people say it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(part_told(each) for each in value) or "none"
    return f"{Decimal(value) / MILLI:f}" if milli else str(value)


def part_told(part: Any) -> str:
    """One entry of a list; a quota is told as `team=tickets`."""
    return f"{part.team}={part.tickets}" if isinstance(part, TeamQuota) else str(part)


def changes_told(before: Policy, after: Policy) -> tuple[str, ...]:
    """What differs between two policies, a line a figure; one line that says so if nothing does."""
    told = (
        f"{now.path}: {was.figure} → {now.figure}. {now.sentence}"
        for was, now in differing(before, after)
    )
    return tuple(told) or (UNCHANGED,)


def differing(before: Policy, after: Policy) -> list[tuple[Line, Line]]:
    """The figures in which two policies differ, each in both sentences, in the document's order."""
    pairs = zip(all_lines(before), all_lines(after), strict=True)
    return [(was, now) for was, now in pairs if was.figure != now.figure]


def all_lines(policy: Policy) -> list[Line]:
    """Every sentence, in the document's order."""
    return [line for section in sections(policy) for line in section.lines]


def document(typed: Mapping[str, str]) -> dict[str, Any]:
    """What people typed, by path, as the document says it; paths that are unknown stay as typed.

    Raises `FigureIsUnreadable`, which names the path and what was expected.
    """
    made: dict[str, Any] = {}
    known = {each.path: each for each in all_lines(SHIPPED)}
    for path, text in typed.items():
        section, _, name = path.partition(".")
        value = read(known[path], text.strip()) if path in known else text
        made.setdefault(section, {})[name] = value
    return made


def read(about: Line, text: str) -> Any:
    """One figure from its words."""
    section, _, name = about.path.partition(".")
    shipped = getattr(getattr(SHIPPED, section), name)
    if isinstance(shipped, bool):
        if text not in ("yes", "no"):
            raise FigureIsUnreadable(f"{about.path} is {text!r}; expected yes or no")
        return text == "yes"
    if isinstance(shipped, tuple):
        parts = [part.strip() for part in text.split(",") if part.strip() not in ("", "none")]
        return [part_read(about.path, part) for part in parts]
    return number_read(about, text)


def number_read(about: Line, text: str) -> int:
    """A number as the document holds it, within its range."""
    expected = f"{about.path} is {text!r}; expected a number from {about.least} to {about.most}"
    try:
        said = Decimal(text)
        fits = Decimal(about.least or 0) <= said <= Decimal(about.most or said)
    except InvalidOperation:
        raise FigureIsUnreadable(expected) from None
    if not fits:
        raise FigureIsUnreadable(expected)
    value = said * (MILLI if about.step == "0.001" else 1)
    if value != int(value):
        raise FigureIsUnreadable(f"{about.path} is {text}; expected steps of {about.step}")
    return int(value)


def part_read(path: str, part: str) -> Any:
    """One entry of a list."""
    if path != "together.quotas":
        if part[0] in BRACKETS:
            raise FigureIsUnreadable(f"{path} has {part!r}; expected bare names parted by commas")
        return part
    team, _, tickets = part.partition("=")
    if not tickets.isdigit():
        raise FigureIsUnreadable(f"{path} has {part!r}; expected team=tickets, such as team-…=5")
    return {"team": team, "tickets": int(tickets)}


def meta_of(hint: Any) -> Meta:
    """What a field was declared with."""
    extras = hint.__metadata__ if get_origin(hint) is Annotated else get_args(hint)
    return next((each for each in extras if isinstance(each, Meta)), Meta())


def is_milli(meta: Meta) -> bool:
    """Whether the document holds thousandths of what people say."""
    return bool((meta.extra or {}).get("milli"))

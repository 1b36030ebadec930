"""What the commands of every service share: exit codes, and parameters that follow from a request."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from pydantic_core import ErrorDetails

from shared.clock import Chance, fresh_id
from shared.eventlog.port import Refusal, RequestIsUnclear, ThingIsUnknown

REFUSED = 1
"""A rule said no."""
FAILED = 2
"""It could not be meant, or not be carried out."""
BROKEN = 3
"""Something that was checked does not hold."""


def code_of(refused: Refusal) -> int:
    """The code of a refusal: whether a rule said no, or nobody can tell what was meant."""
    return FAILED if isinstance(refused, RequestIsUnclear | ThingIsUnknown) else REFUSED


def typed_once(chance: Chance) -> str:
    """The id of a command as it is typed: typed again, it is another one."""
    return f"command-line/{fresh_id(chance)}"


def parameter(name: str, hint: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    """One parameter of a command."""
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, annotation=hint, default=default)


def takes(
    command: Callable[..., None], parameters: Sequence[inspect.Parameter], *, words: str | None
) -> Callable[..., None]:
    """The function as a command with these parameters and this help."""
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    command.__doc__ = words
    return command


def told_of(error: ErrorDetails) -> str:
    """The field, what is wrong with it, and what was typed if that is one word or number."""
    field = ".".join(map(str, error["loc"]))
    problem = error["msg"].removeprefix("Value error, ")
    typed = error["input"]
    found = f", not {typed!r}" if isinstance(typed, str | int | float) else ""
    return f"{field}: {problem}{found}"

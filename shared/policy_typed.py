"""A policy as it is typed on a command line: whole by name or in a file, and figures that win over it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from shared.eventlog.port import RequestIsUnclear
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.policy.changing import laid_over
from shared.vocabulary.policy.wording import FigureIsUnreadable, document

SHIPPED_NAME = "shipped"
A_FILE = "a JSON file as `policy show --json` prints it, whole or in part"
NAMED = Annotated[
    str | None,
    typer.Option("--policy", help=f"“{SHIPPED_NAME}”, or {A_FILE}; else the one in force."),
]
"""The option that names a policy beside which figures are said."""
FIGURES = "What changes, as `policy show` prints it, in its sentence's unit: fairness.cap=1.5"


class FigureIsMissing(RequestIsUnclear):
    """A change of policy names what changes and the figure it changes to."""


class FigureIsUnclear(RequestIsUnclear):
    """A figure of the policy is said as in its sentence."""


class PolicyFileIsUnreadable(RequestIsUnclear):
    """A document of a policy is JSON, whole or in part."""


def typed(named: str | None, changes: Sequence[str]) -> dict[str, Any]:
    """What was typed as one document, whole or in part; figures win over the policy that was named.

    Raises `PolicyFileIsUnreadable`, `FigureIsMissing` and `FigureIsUnclear`.
    """
    if named is None and not changes:
        raise FigureIsMissing(
            f"nothing says what changes; expected a figure as in fairness.cap=1.5, or --policy with {A_FILE}"
        )
    return laid_over(named_document(named), document_of(changes))


def named_document(named: str | None) -> dict[str, Any]:
    """The document of the policy that was named, if one was. Raises `PolicyFileIsUnreadable`."""
    if named is None:
        return {}
    if named == SHIPPED_NAME:
        shipped: dict[str, Any] = msgspec.to_builtins(SHIPPED)
        return shipped
    try:
        return msgspec.json.decode(Path(named).read_bytes(), type=dict[str, Any])
    except OSError as wrong:
        raise PolicyFileIsUnreadable(
            f"{named} cannot be read ({wrong.strerror}); expected “{SHIPPED_NAME}” or {A_FILE}"
        ) from wrong
    except msgspec.DecodeError as wrong:
        raise PolicyFileIsUnreadable(
            f"{named} is no document of a policy ({wrong}); expected {A_FILE}"
        ) from wrong


def document_of(changes: Sequence[str]) -> dict[str, Any]:
    """What changes such as `fairness.cap=2` make of a document; figures are those of the sentences.

    Raises `FigureIsMissing` and `FigureIsUnclear`.
    """
    said = {}
    for each in changes:
        path, there, figure = each.partition("=")
        if not there:
            raise FigureIsMissing(f"{each!r} says no figure; expected one as in {path}=24")
        said[path] = figure
    try:
        return document(said)
    except FigureIsUnreadable as wrong:
        raise FigureIsUnclear(str(wrong)) from wrong

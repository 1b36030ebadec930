"""The policy a backtest tries, from what was typed: a name, a document in a file, and what changes of it."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from services.assignment.backtest.backtesting import must_be_known
from services.assignment.simulator.policies import OWN
from shared.command_line import document_of
from shared.eventlog.port import RequestIsUnclear
from shared.vocabulary.policy import SHIPPED, Policy
from shared.vocabulary.policy.changing import changed

A_DOCUMENT = ".json"


class DocumentIsUnreadable(RequestIsUnclear):
    """A policy document is a JSON file as `policy show --json` prints it."""


class NothingToChange(RequestIsUnclear):
    """Only our own ways follow a policy document."""


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be tried, and what it is called beside the others."""

    name: str
    document: Policy | None = None
    """What it follows, where that is no policy known by its name."""


def tried(named: str, changes: Sequence[str]) -> Tried:
    """The policy of that name or in that file, with what changes of it, such as `fairness.cap=1.5`.

    Raises `PolicyIsUnknown`, `DocumentIsUnreadable`, `NothingToChange` and the refusals of changes.
    """
    in_a_file = named.endswith(A_DOCUMENT)
    if not in_a_file:
        must_be_known(named)
    if not in_a_file and not changes:
        return Tried(name=named)
    document = read(Path(named)) if in_a_file else OWN.get(named)
    if document is None:
        raise NothingToChange(
            f"policy {named!r} follows no document that --set could change; expected one of "
            f"{', '.join(OWN)}, or a file"
        )
    return Tried(
        name=", ".join([named, *changes]),
        document=laid_over(document, document_of(changes), of="--set"),
    )


def read(file: Path) -> Policy:
    """The document in the file; what it leaves out is as shipped. Raises `DocumentIsUnreadable`."""
    try:
        told = msgspec.json.decode(file.read_bytes(), type=dict)
    except (OSError, msgspec.DecodeError) as wrong:
        raise DocumentIsUnreadable(
            f"{file} cannot be read as a policy ({wrong}); expected JSON as `policy show --json` prints it"
        ) from wrong
    return laid_over(
        SHIPPED, {name: each for name, each in told.items() if name != "version"}, of=str(file)
    )


def laid_over(before: Policy, change: dict[str, object], *, of: str) -> Policy:
    """The document with the change. Raises `DocumentIsUnreadable` that names what is wrong, and in what."""
    try:
        return changed(before, change)
    except ValueError as wrong:
        raise DocumentIsUnreadable(f"{of}: {wrong}") from wrong

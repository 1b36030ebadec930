"""How a change is laid over a policy: part by part, what is not said stays as it was."""

from collections.abc import Mapping
from typing import Any

import msgspec

from shared.vocabulary.policy import Policy


def changed(before: Policy, change: Mapping[str, Any]) -> Policy:
    """The policy with what the change says; its version stays.

    Raises `ValueError` that names the part that is unknown or out of its range."""
    document = msgspec.to_builtins(before)
    must_be_known(change, document, path="policy")
    try:
        return msgspec.convert(laid_over(document, change) | {"version": before.version}, Policy)
    except msgspec.ValidationError as wrong:
        raise ValueError(str(wrong).replace("`$", "`policy")) from wrong


def laid_over(before: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """One document, whole or in part, with what another says, part by part."""
    merged = dict(before)
    for name, value in change.items():
        said = merged.get(name)
        if isinstance(said, Mapping) and isinstance(value, Mapping):
            value = laid_over(said, value)
        merged[name] = value
    return merged


def must_be_known(change: Mapping[str, Any], document: Mapping[str, Any], *, path: str) -> None:
    """Refuse a part that no policy has. Raises `ValueError` that names it and what was expected."""
    for name, value in change.items():
        if name not in document:
            raise ValueError(f"there is no {path}.{name}; expected one of {', '.join(document)}")
        if isinstance(document[name], Mapping) and isinstance(value, Mapping):
            must_be_known(value, document[name], path=f"{path}.{name}")

"""How a change is laid over a policy: part by part, what is not said stays as it was."""

from collections.abc import Mapping
from typing import Any

import msgspec

from shared.vocabulary.policy import Policy


def changed(before: Policy, change: Mapping[str, Any]) -> Policy:
    """The policy with what the change says; its version stays.

    Raises `ValueError` that names the part that is unknown or out of its range."""
    merged = laid_over(msgspec.to_builtins(before), change, path="policy")
    try:
        return msgspec.convert(merged | {"version": before.version}, Policy)
    except msgspec.ValidationError as wrong:
        raise ValueError(str(wrong).replace("`$", "`policy")) from wrong


def laid_over(before: dict[str, Any], change: Mapping[str, Any], *, path: str) -> dict[str, Any]:
    """The document with what is said in the change, part by part."""
    merged = dict(before)
    for name, value in change.items():
        here = f"{path}.{name}"
        if name not in before:
            raise ValueError(f"there is no {here}; expected one of {', '.join(before)}")
        if isinstance(before[name], dict) and isinstance(value, Mapping):
            merged[name] = laid_over(before[name], value, path=here)
        else:
            merged[name] = value
    return merged

"""The desk's policy as it was agreed, and how a change is laid over it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from shared.eventlog.recorded import Recorded
from shared.events.assignment import DeskPolicySet
from shared.vocabulary.policy import SHIPPED, Policy


@dataclass(frozen=True, slots=True)
class Agreed:
    """The policy in force after `version` events of the desk's own stream."""

    version: int = 0
    policy: Policy = SHIPPED


def agreed_after(agreed: Agreed | None, events: Iterable[Recorded[Any]]) -> Agreed | None:
    """Fold the desk's own history."""
    for told in events:
        before = agreed.policy if agreed else SHIPPED
        event = told.event
        policy = event.policy if isinstance(event, DeskPolicySet) else before
        agreed = Agreed(told.version, policy)
    return agreed


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

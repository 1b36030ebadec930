"""The desk's policy as it was agreed, folded from the desk's own stream."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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

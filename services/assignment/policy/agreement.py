"""What the desk agreed on, by whom and when: the last word of its own stream."""

from datetime import datetime

import msgspec

from services.assignment.revisiting.refold import Readable
from shared.events.assignment import DeskPolicySet
from shared.vocabulary.identity import DESK, Personal
from shared.vocabulary.policy import SHIPPED, Policy


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """The policy in force."""

    policy: Policy = SHIPPED
    version: int = 0
    """Of the desk's own stream; a change names it."""
    by: str | None = None
    """Who set it; None while it is the shipped one."""
    at: datetime | None = None
    rulebook: str | None = None
    """Digest of the rules that followed it when it was set."""
    reason: Personal | None = None


def agreement(log: Readable) -> Agreement:
    """The policy in force."""
    found = Agreement()
    for told in log.history(DESK):
        found = msgspec.structs.replace(found, version=told.version)
        event = told.event
        if isinstance(event, DeskPolicySet):
            found = Agreement(
                policy=event.policy, version=told.version, by=told.by, at=told.at,
                rulebook=event.rulebook, reason=event.reason,
            )  # fmt: skip
    return found

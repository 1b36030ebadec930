"""Which policy decides in the shadow now, and which did before: folded from the desk's own stream."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from shared.eventlog.recorded import Recorded
from shared.events.assignment import DeskPolicySet
from shared.events.shadow import ShadowStarted, ShadowStopped
from shared.vocabulary.identity import Actor
from shared.vocabulary.policy import SHIPPED, Policy
from shared.vocabulary.words import ShadowEnd


class End(msgspec.Struct, frozen=True, kw_only=True):
    """What ended a shadow."""

    why: ShadowEnd
    by: Actor
    at: datetime
    position: int
    cause: str
    """Id of the event that ended it."""
    failure: str | None = None
    recorded: bool = True
    """Whether its own event tells so; a policy that was set ends it before that is recorded."""


class Shadow(msgspec.Struct, frozen=True, kw_only=True):
    """One policy in the shadow."""

    started: ShadowStarted
    agreed: Policy
    """The policy in force meanwhile."""
    by: Actor
    at: datetime
    position: int
    end: End | None = None


class Shadowing(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk's own stream says of shadows."""

    version: int = 0
    """Of that stream; a change names it."""
    agreed: Policy = SHIPPED
    last: Shadow | None = None
    """The one that runs, or else the last that ran."""

    @property
    def running(self) -> Shadow | None:
        """The shadow that decides now."""
        return self.last if self.last and self.last.end is None else None

    @property
    def untold(self) -> Shadow | None:
        """A shadow that another event ended, while its own end is not recorded yet."""
        return self.last if self.last and self.last.end and not self.last.end.recorded else None


def shadowing_after(before: Shadowing, told: Recorded[Any]) -> Shadowing:
    """After one more event of the desk's own stream."""
    event, last = told.event, before.last
    agreed = event.policy if isinstance(event, DeskPolicySet) else before.agreed
    if isinstance(event, ShadowStarted):
        last = Shadow(
            started=event, agreed=agreed, by=told.by, at=told.at, position=told.position
        )  # fmt: skip
    elif isinstance(event, ShadowStopped) and last:
        last = ended(last, told, event.why, failure=event.failure)
    elif isinstance(event, DeskPolicySet) and last and last.end is None:
        last = ended(last, told, why_set(last, event.policy), recorded=False)
    return Shadowing(version=told.version, agreed=agreed, last=last)


def ended(
    shadow: Shadow,
    told: Recorded[Any],
    why: ShadowEnd,
    *,
    failure: str | None = None,
    recorded: bool = True,
) -> Shadow:
    """The shadow as that event ended it; who set a policy is remembered as who ended it."""
    first = shadow.end or End(
        why=why, by=told.by, at=told.at, position=told.position, cause=told.id, failure=failure
    )
    return msgspec.structs.replace(
        shadow, end=msgspec.structs.replace(first, why=why, recorded=recorded)
    )


def why_set(shadow: Shadow, policy: Policy) -> ShadowEnd:
    """Whether the policy that was set is the one that was tried."""
    tried = msgspec.structs.replace(shadow.started.policy, version=policy.version)
    return ShadowEnd.SWITCHED if policy == tried else ShadowEnd.OVERTAKEN


def shadowing(history: Iterable[Recorded[Any]]) -> Shadowing:
    """All of the desk's own stream."""
    found = Shadowing()
    for told in history:
        found = shadowing_after(found, told)
    return found

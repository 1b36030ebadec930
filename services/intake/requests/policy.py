"""Agreeing on a policy for the desk."""

from typing import Any

import msgspec
from pydantic import Field, field_validator

from services.intake.asked import Asked
from services.intake.policy import Agreed
from services.intake.requests.form import Request, words
from shared.events.assignment import DeskPolicySet
from shared.events.declaration import Event
from shared.people.policy_table import Action
from shared.vocabulary.identity import Plain
from shared.vocabulary.policy import SHIPPED
from shared.vocabulary.policy.changing import changed
from shared.vocabulary.written import Line


class SetPolicy(Request):
    """Agree on another policy for the desk; what is not said stays as it was."""

    ACTION = Action.SET_POLICY

    policy: dict[str, Any] = Field(description="The whole document, or only what changes.")
    reason: Line | None = Field(None, description="Why.")

    @field_validator("policy")
    @classmethod
    def holds_together(cls, policy: dict[str, Any]) -> dict[str, Any]:
        """Every part is known and in its range, whatever the rest is."""
        changed(SHIPPED, policy)
        return policy

    def decide(self, agreed: Agreed, asked: Asked, *, rulebook: str) -> tuple[Event, ...]:
        """The whole policy under its next version; nothing if it says the same.

        `rulebook`: digest of the rules that follow it from now on.
        """
        policy = changed(agreed.policy, self.policy)
        if policy == agreed.policy:
            return ()
        policy = msgspec.structs.replace(policy, version=agreed.policy.version + 1)
        return (DeskPolicySet(policy=policy, rulebook=Plain(rulebook), reason=words(self.reason)),)

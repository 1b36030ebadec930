"""A policy that somebody would like to try: the one they start from, with a change laid over it."""

from collections.abc import Mapping
from typing import Any

from shared.eventlog.port import RequestIsUnclear
from shared.vocabulary.policy import Policy
from shared.vocabulary.policy.changing import changed


class PolicyIsMalformed(RequestIsUnclear):
    """A part of the policy is unknown or out of its range."""


def candidate(base: Policy, change: Mapping[str, Any]) -> Policy:
    """The policy with that change. Raises `PolicyIsMalformed`, which names what is wrong."""
    try:
        return changed(base, change)
    except ValueError as wrong:
        raise PolicyIsMalformed(str(wrong)) from wrong

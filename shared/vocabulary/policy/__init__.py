"""The desk's policy: one versioned document of every figure that decisions follow, defaults included.

Each figure stands with its range and the sentence a supervisor reads, so that the page of the policy, its
command and the published schema follow from here. Where a default was measured or derived, the text under
it says where.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from shared.vocabulary.policy.belonging import TeamQuota, TogetherPolicy
from shared.vocabulary.policy.giving import GivingPolicy
from shared.vocabulary.policy.promises import ClosingPolicy, PromisePolicy
from shared.vocabulary.policy.sharing import FairnessPolicy, GrowthPolicy, ToughnessPolicy
from shared.vocabulary.policy.weighing import AssignmentPolicy
from shared.vocabulary.policy.work import WorkPolicy

__all__ = [
    "AssignmentPolicy",
    "ClosingPolicy",
    "FairnessPolicy",
    "GivingPolicy",
    "GrowthPolicy",
    "Policy",
    "PromisePolicy",
    "SHIPPED",
    "TeamQuota",
    "TogetherPolicy",
    "ToughnessPolicy",
    "WorkPolicy",
]


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the desk's people agreed on; every version is kept whole."""

    version: Annotated[int, Meta(ge=0)] = 0
    promise: PromisePolicy = PromisePolicy()
    closing: ClosingPolicy = ClosingPolicy()
    work: WorkPolicy = WorkPolicy()
    assignment: AssignmentPolicy = AssignmentPolicy()
    toughness: ToughnessPolicy = ToughnessPolicy()
    fairness: FairnessPolicy = FairnessPolicy()
    growth: GrowthPolicy = GrowthPolicy()
    together: TogetherPolicy = TogetherPolicy()
    giving: GivingPolicy = GivingPolicy()


SHIPPED = Policy()
"""What holds until a supervisor sets another policy."""

"""The desk's policy: one versioned document of every figure that decisions follow, defaults included."""

from typing import Annotated

import msgspec
from msgspec import Meta


class PromisePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """How soon the desk promises to resolve, in hours around the clock."""

    urgent_hours: Annotated[int, Meta(ge=1, le=10_000)] = 8
    ordinary_hours: Annotated[int, Meta(ge=1, le=10_000)] = 72


class ClosingPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """How long a resolved ticket stays open to objection before it closes by itself."""

    grace_hours: Annotated[int, Meta(ge=0, le=10_000)] = 72


class WorkPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket is taken to need before anybody has judged it, and how much one agent carries."""

    default_toughness: Annotated[int, Meta(ge=0, le=10_000)] = 1_000
    """Milli-points of an untriaged ticket."""
    default_minutes: Annotated[int, Meta(ge=1, le=10_000)] = 30
    """Expected minutes of work of an untriaged ticket."""
    tickets_in_work: Annotated[int, Meta(ge=1, le=1_000)] = 3
    """Owned tickets that are not waiting, per agent; just in time, not a pile."""


class AssignmentPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules weigh, in one currency: milli-minutes of somebody's time."""

    delay_price: Annotated[int, Meta(ge=0, le=1_000_000)] = 500
    """Milli-minutes for each expected minute of waiting (assignment.md 4.4: 0.5 a minute)."""
    urgent_factor: Annotated[int, Meta(ge=1, le=100)] = 4
    """How many times an ordinary ticket's delay an urgent one's counts."""
    fit_price: Annotated[int, Meta(ge=0, le=1_000_000)] = 600
    """Milli-minutes for each extra minute a poor fit costs (assignment.md 4.4: 0.6)."""
    put_back_price: Annotated[int, Meta(ge=0, le=10_000_000)] = 120_000
    """Milli-minutes for giving a ticket to who put it back: two hours' wait for somebody else."""
    load_weight: Annotated[int, Meta(ge=0, le=1_000_000)] = 40_000
    """Milli-minutes of a full load on the convex curve (assignment.md 4.4: 40 minutes)."""
    rotation_weight: Annotated[int, Meta(ge=0, le=1_000_000)] = 60_000
    """Milli-minutes for being one mean tough ticket ahead, squared (assignment.md 4.4: 60)."""
    half_life_days: Annotated[int, Meta(ge=1, le=3_650)] = 30
    """After so many days a booking counts half; applied on reading, never stored."""
    round_every_ms: Annotated[int, Meta(ge=10, le=60_000)] = 250
    exact_up_to: Annotated[int, Meta(ge=0, le=1_000)] = 20
    """Rounds of up to so many tickets also go to the exact model."""
    kernel_steps: Annotated[int, Meta(ge=0, le=10_000_000)] = 2_000
    """Work units of local search a round may spend; steps, never time."""


class ToughnessPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """How tough a ticket is expected and found to be; amounts in milli-points."""

    learn_from: Annotated[int, Meta(ge=1, le=100_000)] = 30
    """Resolved tickets from which on the desk ventures forecasts; before, the default counts."""
    learn_every_hours: Annotated[int, Meta(ge=1, le=8_760)] = 24
    most: Annotated[int, Meta(ge=0, le=10_000)] = 5_000
    """More than this no ticket is found to be by counting; a person may judge it higher."""
    reopened: Annotated[int, Meta(ge=0, le=10_000)] = 500
    """For each time it came back."""
    handed_over: Annotated[int, Meta(ge=0, le=10_000)] = 500
    """For each further owner."""
    after_hours: Annotated[int, Meta(ge=0, le=10_000)] = 500
    """Where its owner worked on it outside their shift."""
    abusive: Annotated[int, Meta(ge=0, le=10_000)] = 1_000
    """Where its agent flagged the requester as abusive."""
    flagged: Annotated[int, Meta(ge=0, le=10_000)] = 500
    """Where its agent flagged it as hard or long."""
    flags_per_mille: Annotated[int, Meta(ge=0, le=1_000)] = 200
    """Of an agent's tickets of 30 days, so many flags count; more are kept, and count nothing."""
    appeal_days: Annotated[int, Meta(ge=0, le=3_650)] = 14
    """So long after a ticket was resolved its agent may appeal against what it counts."""


class FairnessPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk guarantees about rotation."""

    cap: Annotated[int, Meta(ge=0, le=1_000_000)] = 2_000
    """Thousandths of a mean tough ticket that a deal may leave anybody ahead (assignment.md: k = 2)."""
    ramp_days: Annotated[int, Meta(ge=0, le=3_650)] = 28
    """So long a new agent's share of tough work grows to its full weight."""
    ramp_from: Annotated[int, Meta(ge=1, le=1_000)] = 250
    """Thousandths of their weight on the first day."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the desk's people agreed on; every version is kept whole."""

    version: Annotated[int, Meta(ge=0)] = 0
    promise: PromisePolicy = PromisePolicy()
    closing: ClosingPolicy = ClosingPolicy()
    work: WorkPolicy = WorkPolicy()
    assignment: AssignmentPolicy = AssignmentPolicy()
    toughness: ToughnessPolicy = ToughnessPolicy()
    fairness: FairnessPolicy = FairnessPolicy()


SHIPPED = Policy()
"""What holds until a supervisor sets another policy."""

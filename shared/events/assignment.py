"""What the assignment service records: each round with its reasons, and who is owed what since."""

from datetime import datetime
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from shared.events.declaration import Event
from shared.vocabulary.identity import Personal, PersonId, Plain, TeamId, TicketId
from shared.vocabulary.policy import Policy
from shared.vocabulary.toughness import MilliPoints
from shared.vocabulary.words import Origin, RoundStatus

CANDIDATES = 5
"""Those who could have a ticket that are told of, the best first."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An agent who could have taken the ticket, and what it would have cost."""

    agent: PersonId
    cost: int
    """Milli-minutes the ticket adds when this agent takes it, everything else as planned."""
    terms: dict[Plain, int]
    """The same cost by rule, in milli-minutes; the values sum to `cost`."""


class RuledOut(msgspec.Struct, frozen=True, kw_only=True):
    """Agents who could not take the ticket, by the first rule that said so."""

    rule: Plain
    agents: tuple[PersonId, ...]


class Seated(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works beside a ticket's owner."""

    role: Plain
    """`helper`, `mentor` or `learner`."""
    agent: PersonId


class Judged(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One ticket of a round: who got it or why it waits, and how the others stood."""

    ticket: TicketId
    version: int
    """Version of the ticket the decision was made on."""
    agent: PersonId | None = None
    waits_because: Plain | None = None
    candidates: tuple[Candidate, ...] = ()
    """The best of them, cheapest first."""
    ruled_out: tuple[RuledOut, ...] = ()
    beside: tuple[Seated, ...] = ()
    """Who works beside the owner."""
    offered: bool = False
    """Whether `agent` was offered it rather than dealt it."""
    helps: PersonId | None = None
    """The owner whose raised hand `agent` is to answer; none where an owner was looked for."""
    forecast: MilliPoints | None = None
    """What the round expected it to take, where it was forecast together with the round only."""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What a booking moves on one agent's account; the shares of a booking sum to zero."""

    agent: PersonId
    milli_points: MilliPoints
    """Positive: carried more than entitled; the taker's credit is in it; never decayed."""


class RoundEvent(Event, frozen=True, kw_only=True):
    """What all events of a round's own stream share."""

    STREAM: ClassVar[str] = "round"


class RoundDecided(RoundEvent, frozen=True, kw_only=True):
    """One run of the solver over the desk's waiting tickets, with everything needed to repeat it."""

    TOPIC = "round.decided.v1"
    SENTENCE = "{by} decided a round[ of {team}]; the plan is {status}"

    team: Annotated[
        TeamId | None,
        Meta(
            description="Always none, for rounds are the whole desk's; part of the form of version 1."
        ),
    ] = None
    cursor: Annotated[
        tuple[int, ...],
        Meta(description="Position read up to in each of the 64 shards: the frozen input."),
    ]
    clock: Annotated[datetime, Meta(description="The instant the round took for now.")]
    seed: Annotated[int, Meta(description="Seed of the search.")]
    solver: Annotated[Plain, Meta(description="Version of the solver's code.")]
    rulebook: Annotated[Plain, Meta(description="Digest of the rules that counted.")]
    policy: Annotated[int, Meta(description="Version of the desk's policy.")]
    digest: Annotated[Plain, Meta(description="Digest of the frozen numeric problem.")]
    problem: Annotated[
        Plain | None,
        Meta(
            description="The frozen numeric problem: its published JSON, compressed by zlib, in base64. "
            "None for more than 50 tickets, which are kept beside the log by their digest."
        ),
    ] = None
    tickets: Annotated[tuple[Judged, ...], Meta(description="Every ticket of the round.")]
    risk: Annotated[
        int, Meta(description="Imminent breaches left waiting, weighted; level 1 of the cost.")
    ] = 0
    overflow: Annotated[
        int,
        Meta(description="Milli-points the plan adds above fairness caps, level 2 of the cost."),
    ] = 0
    minutes: Annotated[int, Meta(description="Milli-minutes of the plan, level 3 of the cost.")] = 0
    bound: Annotated[
        int | None, Meta(description="No plan can cost fewer milli-minutes than this.")
    ] = None
    gap: Annotated[int | None, Meta(description="(minutes − bound) / bound in millionths.")] = None
    units: Annotated[int, Meta(description="Work units the search spent.")] = 0
    status: Annotated[RoundStatus, Meta(description="How certain the plan is.")]


class RoundProven(RoundEvent, frozen=True, kw_only=True):
    """What was proven of a round after it was decided: how far its plan can be from the best there was."""

    TOPIC = "round.proven.v1"
    SENTENCE = "{by} looked further for a proof: the plan of the round is {status}"

    digest: Annotated[Plain, Meta(description="Digest of the frozen numeric problem.")]
    risk: Annotated[int, Meta(description="No plan leaves less risk waiting, level 1.")]
    overflow: Annotated[
        int,
        Meta(description="No plan of the same risk adds fewer milli-points above caps, level 2."),
    ]
    bound: Annotated[
        int,
        Meta(
            description="No plan with the same risk and overflow costs fewer milli-minutes, level 3."
        ),
    ]
    kind: Annotated[Plain, Meta(description="How that bound was found.")]
    gap: Annotated[
        int | None, Meta(description="(minutes of the plan − bound) / bound in millionths.")
    ] = None
    status: Annotated[RoundStatus, Meta(description="How certain the plan is now.")]


class EntitlementEvent(Event, frozen=True, kw_only=True):
    """Bookings stand in the stream of the ticket whose owner changed."""

    STREAM: ClassVar[str] = "ticket"


class EntitlementBooked(EntitlementEvent, frozen=True, kw_only=True):
    """A ticket changed hands, and every agent who could have had it was booked their share."""

    TOPIC = "entitlement.booked.v1"
    SENTENCE = "{by} booked {toughness} tough points[ to {taker}] ({origin})"

    taker: Annotated[
        PersonId | None, Meta(description="Who carries the ticket now; none when it was put back.")
    ] = None
    origin: Annotated[Origin, Meta(description="How the ticket came to its taker.")]
    toughness: Annotated[MilliPoints, Meta(description="The ticket's toughness when booked.")]
    team: Annotated[TeamId | None, Meta(description="The team whose people share it.")] = None
    shares: Annotated[
        tuple[Share, ...],
        Meta(description="What it moves on each account it touches; sums to zero."),
    ]
    round: Annotated[
        Plain | None, Meta(description="Stream of the round that dealt it, if one did.")
    ] = None
    weights: Annotated[
        dict[PersonId, int],
        Meta(
            description="On a first deal: weights in the share that are not full time's 1,000; "
            "a taker without a share has 0."
        ),
    ] = {}
    dealt_at: Annotated[
        datetime | None,
        Meta(description="When the first deal was that this adjusts; it ages from then."),
    ] = None


class DeskEvent(Event, frozen=True, kw_only=True):
    """What all events of the desk's own stream share."""

    STREAM: ClassVar[str] = "desk"


class DeskPolicySet(DeskEvent, frozen=True, kw_only=True):
    """The desk's people agreed on a policy; the document is kept whole."""

    TOPIC = "desk.policy-set.v1"
    SENTENCE = "{by} set the desk's policy[: {reason}]"

    policy: Annotated[Policy, Meta(description="The full document, defaults included.")]
    rulebook: Annotated[
        Plain | None, Meta(description="Digest of the rules that followed it when it was set.")
    ] = None
    reason: Annotated[Personal | None, Meta(description="Why it was changed.")] = None

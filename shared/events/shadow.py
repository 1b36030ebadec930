"""What is recorded of a policy in the shadow: it decides beside the desk's own, and nobody follows it."""

from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from shared.events.assignment import DeskEvent
from shared.events.declaration import Event
from shared.vocabulary.counting import counted, outcomes
from shared.vocabulary.identity import Personal, PersonId, Plain, RoundId, ShadowId, TicketId
from shared.vocabulary.policy import Policy
from shared.vocabulary.words import ShadowEnd


class ShadowStarted(DeskEvent, frozen=True, kw_only=True):
    """A policy decides in the shadow of the desk's own from now on."""

    TOPIC = "desk.shadow-started.v1"
    SENTENCE = "{by} let another policy decide in the shadow of the desk's own: {reason}"

    shadow: Annotated[ShadowId, Meta(description="The stream of what is compared.")]
    policy: Annotated[Policy, Meta(description="The full document that is tried.")]
    against: Annotated[int, Meta(description="Version of the desk's policy in force.")]
    rulebook: Annotated[Plain, Meta(description="Digest of the rules that follow both.")]
    reason: Annotated[Personal, Meta(description="Why it is tried.")]


class ShadowStopped(DeskEvent, frozen=True, kw_only=True):
    """The policy in the shadow decides no more."""

    TOPIC = "desk.shadow-stopped.v1"
    SENTENCE = "{by} ended the policy in the shadow: {why}[ ({failure})]"

    shadow: Annotated[ShadowId, Meta(description="The stream of what was compared.")]
    why: Annotated[ShadowEnd, Meta(description="What ended it.")]
    failure: Annotated[
        Plain | None, Meta(description="The kind of fault and where it occurred, if one ended it.")
    ] = None


class OtherOutcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A ticket that would have had another outcome."""

    ticket: TicketId
    live: PersonId | None = None
    """Who got it; None where it was left waiting."""
    tried: PersonId | None = None
    """Who would have got it; None where it would have been left waiting."""


class PlanCost(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a plan costs under one policy, level by level."""

    risk: int = 0
    """Imminent breaches left waiting, weighted."""
    overflow: int = 0
    """Milli-points above fairness caps."""
    minutes: int = 0
    """Milli-minutes."""
    breaches: int = 0
    """Bans, limits and side rules that the plan breaks there; a ticket given past a ban costs nothing."""


class PlanMeasured(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of the two plans of a round, both measured alike."""

    given: int = 0
    """Tickets that somebody gets or is offered; the others are left waiting."""
    ahead: int = 0
    """Milli-minutes of work in the takers' hands before what they are given, summed over tickets."""
    imminent: int = 0
    """Tickets left waiting although their promise is about to break."""
    under_live: PlanCost | None = None
    """Its cost under the policy in force; None where the round's frozen problem is not kept."""
    under_tried: PlanCost = PlanCost()
    """Its cost under the policy in the shadow, with the leads that this one counts."""


class RoundCompared(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One round of the desk, and what the policy in the shadow decided on the same frozen input."""

    round: RoundId
    tickets: int
    """Tickets that were decided on; what turned stale meanwhile is left out."""
    first: int = 0
    """Of these, tickets that no round had decided on since the shadow began."""
    otherwise: tuple[OtherOutcome, ...] = ()
    live: PlanMeasured
    tried: PlanMeasured


class Rounds(msgspec.Struct, frozen=True, kw_only=True):
    """Some rounds, in the order in which they were decided."""

    compared: tuple[RoundCompared, ...]

    @property
    def in_words(self) -> str:
        """How many decisions of how many would be others; what waits is decided on again."""
        decisions = sum(each.tickets for each in self.compared)
        otherwise = sum(len(each.otherwise) for each in self.compared)
        return told_over_rounds(otherwise, decisions, "decision", rounds=len(self.compared))


def told_over_rounds(otherwise: int, of: int, thing: str, *, rounds: int) -> str:
    """`2 of 4 tickets would have another outcome, in 4 rounds`."""
    return f"{outcomes(otherwise, of, thing)}, in {counted(rounds, 'round')}"


class Shouldered(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How tough work was shared since the shadow began, undecayed (services/assignment/fairness.md)."""

    due: int = 0
    """Milli-points of tough tickets that were due to anybody."""
    worst_lead: int = 0
    """Milli-points that anybody ever was ahead."""
    worst_lag: int = 0
    """Milli-points that anybody ever was behind."""
    exceptions: int = 0
    """Deals past the fairness cap in the rounds that were compared, each side by its own leads."""


class BothLeads(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How far an agent is ahead since the shadow began, under both policies; milli-points, undecayed."""

    agent: PersonId
    live: int = 0
    tried: int = 0


class ShadowCompared(Event, frozen=True, kw_only=True):
    """Some rounds of the desk beside what the policy in the shadow would have decided."""

    STREAM: ClassVar[str] = "shadow"
    TOPIC = "shadow.compared.v1"
    SENTENCE = "{by} compared what was decided with the policy in the shadow: {rounds}"

    through: Annotated[
        int, Meta(description="Position up to which every round was compared or passed over.")
    ]
    rounds: Annotated[Rounds, Meta(description="The rounds that were compared.")]
    skipped: Annotated[
        int, Meta(description="Rounds that were passed over, as the shadow was too slow for them.")
    ] = 0
    mean_tough: Annotated[
        int, Meta(description="Mean milli-points of the tough tickets dealt since it began.")
    ] = 0
    live: Annotated[Shouldered, Meta(description="How tough work was shared since it began.")]
    tried: Annotated[
        Shouldered, Meta(description="How it would have been, had its bookings been made.")
    ]
    leads: Annotated[
        tuple[BothLeads, ...], Meta(description="Everybody's leads, but of who has none.")
    ] = ()

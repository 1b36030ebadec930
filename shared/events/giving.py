"""How tickets are given: offers and their answers, raised hands, and what a supervisor decides instead."""

from datetime import datetime
from typing import Annotated, ClassVar

from msgspec import Meta

from shared.events.assignment import Seated
from shared.events.declaration import Event
from shared.events.roster import TeamEvent
from shared.vocabulary.identity import Personal, PersonId, Plain, RoundId
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Helping, Seat, Way


class GivingEvent(Event, frozen=True, kw_only=True):
    """What leads to an owner, or to company beside one, stands in the ticket's own stream."""

    STREAM: ClassVar[str] = "ticket"


class TicketOffered(GivingEvent, frozen=True, kw_only=True):
    """The ticket was offered to one agent; until they answer, anybody else may still take it."""

    TOPIC = "ticket.offered.v1"
    SENTENCE = "{by} offered the ticket to {agent} until {until}"

    agent: Annotated[PersonId, Meta(description="Who is asked to take it.")]
    until: Annotated[datetime, Meta(description="When the offer lapses by itself.")]
    round: Annotated[
        RoundId | None, Meta(description="The round whose record says why they are asked.")
    ] = None
    beside: Annotated[
        tuple[Seated, ...], Meta(description="Who is to sit beside them if they accept.")
    ] = ()


class OfferAccepted(GivingEvent, frozen=True, kw_only=True):
    """The agent said yes; that they own the ticket now is told beside it."""

    TOPIC = "ticket.offer-accepted.v1"
    SENTENCE = "{agent} accepted the offer"

    agent: Annotated[PersonId, Meta(description="Whose offer it was.")]


class OfferDeclined(GivingEvent, frozen=True, kw_only=True):
    """The agent said no, which costs them nothing; somebody else is asked next."""

    TOPIC = "ticket.offer-declined.v1"
    SENTENCE = "{agent} declined the offer: {reason}"

    agent: Annotated[PersonId, Meta(description="Whose offer it was.")]
    reason: Annotated[Personal, Meta(description="Why; supervisors read it.")]


class OfferLapsed(GivingEvent, frozen=True, kw_only=True):
    """The time of the offer was over without an answer; somebody else is asked next."""

    TOPIC = "ticket.offer-lapsed.v1"
    SENTENCE = "The offer to {agent} lapsed without an answer"

    agent: Annotated[PersonId, Meta(description="Whose offer it was.")]


class HandRaised(GivingEvent, frozen=True, kw_only=True):
    """The ticket's owner asked for help; they stay its owner."""

    TOPIC = "ticket.hand-raised.v1"
    SENTENCE = "{agent} raised a hand[, looking for {skill}]: {question}"

    agent: Annotated[PersonId, Meta(description="The owner who asks.")]
    skill: Annotated[
        SkillNeed | None, Meta(description="What a helper must be able to do, if it is known.")
    ] = None
    question: Annotated[Personal, Meta(description="What they need help with.")]


class HandAnswered(GivingEvent, frozen=True, kw_only=True):
    """Somebody helped; the minutes they spent are logged beside it as help."""

    TOPIC = "ticket.hand-answered.v1"
    SENTENCE = "{agent} helped[: {advice}]"

    agent: Annotated[PersonId, Meta(description="Who helped.")]
    advice: Annotated[Personal | None, Meta(description="What they advised or did.")] = None


class HandLowered(GivingEvent, frozen=True, kw_only=True):
    """The owner no longer asks for help; whoever was on the way need not come."""

    TOPIC = "ticket.hand-lowered.v1"
    SENTENCE = "{by} lowered the hand[: {reason}]"

    reason: Annotated[Personal | None, Meta(description="Why, if it is said.")] = None


class TicketSeated(GivingEvent, frozen=True, kw_only=True):
    """Somebody was found to sit beside the ticket's owner, who stays the owner."""

    TOPIC = "ticket.seated.v1"
    SENTENCE = "{by} asked {agent} to sit beside the owner as {seat}"

    agent: Annotated[PersonId, Meta(description="Who sits there.")]
    seat: Annotated[Seat, Meta(description="As what.")]
    round: Annotated[
        RoundId | None, Meta(description="The round whose record says why they are asked.")
    ] = None


class SeatLeftEmpty(GivingEvent, frozen=True, kw_only=True):
    """Whom a round had chosen to sit beside the owner no longer could when the offer was accepted."""

    TOPIC = "ticket.seat-left-empty.v1"
    SENTENCE = "{agent}, chosen as {seat}, could no longer sit beside the owner: rule “{rule}”"

    agent: Annotated[PersonId, Meta(description="Who was to sit there.")]
    seat: Annotated[Seat, Meta(description="As what.")]
    rule: Annotated[Plain, Meta(description="The first rule that keeps them from it now.")]
    round: Annotated[RoundId | None, Meta(description="The round that had chosen them.")] = None


class SeatLeft(GivingEvent, frozen=True, kw_only=True):
    """Somebody who was asked to sit beside the owner cannot; somebody else is asked next."""

    TOPIC = "ticket.seat-left.v1"
    SENTENCE = "{agent} cannot sit beside the owner as {seat}: {reason}"

    agent: Annotated[PersonId, Meta(description="Who was asked.")]
    seat: Annotated[Seat, Meta(description="As what.")]
    reason: Annotated[Personal, Meta(description="Why; the owner reads it.")]


class DealOverridden(GivingEvent, frozen=True, kw_only=True):
    """A supervisor gave the ticket to somebody else than a round had; that is told beside it."""

    TOPIC = "ticket.deal-overridden.v1"
    SENTENCE = (
        "{by} overrode the round’s choice of {before} in favour of {agent}"
        "[, against the rule “{against}”]: {reason}"
    )

    agent: Annotated[PersonId, Meta(description="Who gets it instead.")]
    before: Annotated[PersonId, Meta(description="To whom a round had dealt or offered it.")]
    round: Annotated[RoundId | None, Meta(description="The round that was overridden.")] = None
    against: Annotated[
        Plain | None,
        Meta(description="The first rule that would have kept the ticket from them, if any."),
    ] = None
    reason: Annotated[Personal, Meta(description="Why; everybody concerned reads it.")]


class DealUndone(GivingEvent, frozen=True, kw_only=True):
    """A supervisor took back a deal that nobody had worked on; that it is free is told beside it."""

    TOPIC = "ticket.deal-undone.v1"
    SENTENCE = "{by} undid the deal to {agent}: {reason}"

    agent: Annotated[PersonId, Meta(description="Who had it.")]
    round: Annotated[RoundId | None, Meta(description="The round that had dealt it.")] = None
    reason: Annotated[Personal, Meta(description="Why; the agent reads it.")]


class TicketPinned(GivingEvent, frozen=True, kw_only=True):
    """A supervisor decided that the ticket goes to one agent and to nobody else."""

    TOPIC = "ticket.pinned.v1"
    SENTENCE = "{by} pinned the ticket to {agent}: {reason}"

    agent: Annotated[PersonId, Meta(description="The only one who is given it.")]
    reason: Annotated[Personal, Meta(description="Why; everybody concerned reads it.")]


class TicketUnpinned(GivingEvent, frozen=True, kw_only=True):
    """The ticket may go to anybody again."""

    TOPIC = "ticket.unpinned.v1"
    SENTENCE = "{by} unpinned the ticket from {agent}[: {reason}]"

    agent: Annotated[PersonId, Meta(description="To whom it was pinned.")]
    reason: Annotated[Personal | None, Meta(description="Why, if it is said.")] = None


class TeamGivingSet(TeamEvent, frozen=True, kw_only=True):
    """How the team's waiting tickets come to its agents, and how they help each other."""

    TOPIC = "team.giving-set.v1"
    SENTENCE = (
        "{by} set how the team’s tickets are given ({way}) and helped with ({helping})[: {reason}]"
    )

    way: Annotated[Way, Meta(description="Dealt, offered, pulled from a list, or by hand.")]
    helping: Annotated[Helping, Meta(description="By tiers, without tiers, or as a swarm.")]
    reason: Annotated[Personal | None, Meta(description="Why, if it is said.")] = None


class TeamFrozen(TeamEvent, frozen=True, kw_only=True):
    """Nothing is given to the team by itself any more; people may still take and give."""

    TOPIC = "team.frozen.v1"
    SENTENCE = "{by} froze the team, so that nothing is dealt: {reason}"

    reason: Annotated[Personal, Meta(description="Why; everybody reads it.")]


class TeamThawed(TeamEvent, frozen=True, kw_only=True):
    """The team is given tickets again."""

    TOPIC = "team.thawed.v1"
    SENTENCE = "{by} thawed the team, so that tickets are given again[: {reason}]"

    reason: Annotated[Personal | None, Meta(description="Why, if it is said.")] = None

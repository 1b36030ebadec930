"""How tough tickets are expected and found to be, what is said of that, and the cap on rotation."""

from datetime import datetime
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from shared.events.assignment import Share
from shared.events.declaration import Event
from shared.vocabulary.identity import Personal, PersonId, Plain, RoundId
from shared.vocabulary.toughness import MilliPoints, TicketToughness
from shared.vocabulary.words import AppealAnswer, CapReason, CreditReason, ToughBecause
from shared.vocabulary.working_time import Seconds


class ToughnessEvent(Event, frozen=True, kw_only=True):
    """What is expected, found and said of a ticket's toughness stands in its own stream."""

    STREAM: ClassVar[str] = "ticket"


class ToughnessForecast(ToughnessEvent, frozen=True, kw_only=True):
    """The desk told how tough the ticket will be, from tickets that were resolved by then."""

    TOPIC = "ticket.toughness-forecast.v1"
    SENTENCE = "{by} expects the ticket to be {toughness} points tough, between {low} and {high}"

    toughness: Annotated[TicketToughness, Meta(description="What is expected, in milli-points.")]
    low: Annotated[MilliPoints, Meta(description="One of ten such tickets turns out below this.")]
    high: Annotated[MilliPoints, Meta(description="One of ten such tickets turns out above this.")]
    model: Annotated[
        Plain, Meta(description="Digest of the model; its first 32 digits name the model's stream.")
    ]


class ToughnessTruedUp(ToughnessEvent, frozen=True, kw_only=True):
    """The ticket was resolved, and what it took was counted; the latest count holds."""

    TOPIC = "ticket.toughness-trued-up.v1"
    SENTENCE = "{by} found that the ticket was {toughness} points tough; it had been {before}"

    toughness: Annotated[TicketToughness, Meta(description="What it turned out to be.")]
    before: Annotated[MilliPoints, Meta(description="What it had counted until then.")]
    parts: Annotated[
        dict[Plain, MilliPoints],
        Meta(description="What it is made of, by cause; their sum is capped to the toughness."),
    ]
    effort: Annotated[
        Seconds | None, Meta(description="Seconds of work seen on it; none where none was seen.")
    ] = None


class CreditMoved(ToughnessEvent, frozen=True, kw_only=True):
    """What stands booked for the ticket was set right, over the very people who shared in it."""

    TOPIC = "entitlement.credit-moved.v1"
    SENTENCE = "{by} moved the booking from {before} to {toughness} tough points ({because})"

    because: Annotated[CreditReason, Meta(description="What led to it.")]
    before: Annotated[MilliPoints, Meta(description="The toughness that stood booked.")]
    toughness: Annotated[MilliPoints, Meta(description="The toughness that stands booked now.")]
    credits: Annotated[
        dict[PersonId, MilliPoints],
        Meta(description="Who carries how much of it now; sums to the toughness."),
    ]
    shares: Annotated[
        tuple[Share, ...],
        Meta(description="What it moves on each account it touches; sums to zero."),
    ]
    dealt_at: Annotated[
        datetime, Meta(description="When the booking it sets right was made; it ages from then.")
    ]


class TicketFlaggedTough(ToughnessEvent, frozen=True, kw_only=True):
    """An agent who carried the ticket said that it was tough."""

    TOPIC = "ticket.flagged-tough.v1"
    SENTENCE = "{agent} flagged the ticket as {because}[: {reason}]"

    agent: Annotated[PersonId, Meta(description="Who carried it.")]
    because: Annotated[ToughBecause, Meta(description="In which way it was tough.")]
    reason: Annotated[Personal | None, Meta(description="What made it so.")] = None


class JudgementAppealed(ToughnessEvent, frozen=True, kw_only=True):
    """An agent who carried the ticket disagrees with what it counts."""

    TOPIC = "ticket.judgement-appealed.v1"
    SENTENCE = "{agent} appealed against {toughness} tough points[, asking for {asks}]: {reason}"

    agent: Annotated[PersonId, Meta(description="Who carried it.")]
    toughness: Annotated[MilliPoints, Meta(description="What it counted when they disagreed.")]
    asks: Annotated[
        TicketToughness | None, Meta(description="What the agent holds to be right.")
    ] = None
    reason: Annotated[Personal, Meta(description="Why; supervisors read it.")]


class AppealAnswered(ToughnessEvent, frozen=True, kw_only=True):
    """A supervisor answered an appeal; what they say counts from then on."""

    TOPIC = "ticket.appeal-answered.v1"
    SENTENCE = "{by} {answer} the appeal of {agent}[; it counts {toughness} tough points]: {reason}"

    agent: Annotated[PersonId, Meta(description="Who had appealed.")]
    answer: Annotated[AppealAnswer, Meta(description="Whether the agent was right.")]
    toughness: Annotated[
        TicketToughness | None, Meta(description="What the ticket counts, if that changed.")
    ] = None
    reason: Annotated[Personal, Meta(description="Why; the agent reads it.")]


class CapExceeded(ToughnessEvent, frozen=True, kw_only=True):
    """A ticket led somebody further ahead than the rotation guarantee allows; here is why."""

    TOPIC = "ticket.cap-exceeded.v1"
    SENTENCE = "The ticket put {agent} {lead} points ahead, past the cap of {cap}, because {why}"

    agent: Annotated[PersonId, Meta(description="Who got the ticket.")]
    lead: Annotated[MilliPoints, Meta(description="How far ahead it put them, after booking.")]
    cap: Annotated[MilliPoints, Meta(description="The cap that held for them then.")]
    why: Annotated[CapReason, Meta(description="Why they got it all the same.")]
    round: Annotated[RoundId | None, Meta(description="The round whose record says more.")] = None


class Learned(msgspec.Struct, frozen=True, kw_only=True):
    """What one value of one feature, such as a service, adds to the mean."""

    value: Plain
    tickets: int
    effect: MilliPoints
    """Shrunk towards 0 by the factor's own strength."""


class Factor(msgspec.Struct, frozen=True, kw_only=True):
    """One feature of the model: how strongly it is shrunk and what its values add."""

    name: Plain
    shrinkage: int
    """Tickets' worth of nothing known that each value's mean is mixed with."""
    values: tuple[Learned, ...]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the calibration: what tickets with such a raw figure turned out to be."""

    raw_from: int
    """Milli-points; the step holds from here up to the next one's."""
    toughness: MilliPoints
    low: MilliPoints
    high: MilliPoints


class ForecastModelLearned(Event, frozen=True, kw_only=True):
    """What the desk learned of how tough tickets are; what it learned of a requester is kept by them.

    Requesters' figures stand sealed in their own streams, so that erasing somebody erases what was
    learned of them; the digest was made over these figures too.
    """

    STREAM: ClassVar[str] = "model"
    TOPIC = "model.learned.v1"
    SENTENCE = "{by} learned from {tickets} resolved tickets how tough tickets are"

    digest: Annotated[Plain, Meta(description="Fingerprint of the whole model.")]
    tickets: Annotated[int, Meta(description="Resolved tickets it was learned from.", ge=1)]
    through: Annotated[int, Meta(description="Position of the last event it could know.", ge=0)]
    mean: Annotated[MilliPoints, Meta(description="Mean toughness, shrunk towards the policy's.")]
    factors: Annotated[
        tuple[Factor, ...], Meta(description="Features but the requester, in order of asking.")
    ]
    requesters: Annotated[int, Meta(description="Requesters it knows anything of.", ge=0)]
    steps: Annotated[
        tuple[Step, ...], Meta(description="Calibration, rising; each step covers raw figures.")
    ]


class RequesterLearned(Event, frozen=True, kw_only=True):
    """What a model learned of one requester's tickets, sealed under that person's key."""

    STREAM: ClassVar[str] = "person"
    TOPIC = "person.toughness-learned.v1"
    SENTENCE = "{by} learned what this requester’s tickets are like: {learned}"

    model: Annotated[Plain, Meta(description="Digest of the model it belongs to.")]
    learned: Annotated[
        Personal, Meta(description="Number of tickets and what they add to the mean.")
    ]

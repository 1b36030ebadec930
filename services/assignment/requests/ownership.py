"""Taking, giving, handing over and putting back: who owns a ticket."""

from pydantic import Field

from services.assignment.giving.outcome import Moment, Outcome
from services.assignment.giving.ownership import Owned
from services.assignment.giving.refusals import (
    OwnerStaysWhileHelped,
    TakerIsKeptFromIt,
    TicketIsPinned,
)
from services.assignment.requests.asking import Agent, GivingRequest
from services.assignment.requests.offers import OF_THE_MOMENT, accepted
from shared.events.giving import DealOverridden
from shared.people.policy_table import Action
from shared.vocabulary.identity import Personal, PersonId, Plain, RoundId, StreamId
from shared.vocabulary.words import Helping, Origin
from shared.vocabulary.written import Line

CONFLICTS = ("redline", "two persons")
"""Rules that nobody may set aside for themself; all others say only to whom a round gives it."""


class TakeTicket(GivingRequest):
    """Take a ticket that nobody owns, also one that is offered to somebody else."""

    PATH, DONE = "take", "was taken"

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        """Whoever asked; what was offered to them counts as accepted."""
        owned.must_be_free(by)
        refuse_pinned(owned, by)
        against = moment.against(by)
        for rule in CONFLICTS:
            if rule in against and owned.owner != by:
                raise TakerIsKeptFromIt(
                    f"ticket {owned.number} must not be yours, by the rule “{rule}”; leave it to "
                    "somebody else"
                )
        offer = owned.given.offer
        if offer and offer.agent == by and moment.now < offer.until:
            return accepted(offer, moment)
        return Outcome(by, Origin.TAKEN)


class GiveTicket(GivingRequest):
    """Give a ticket to an agent, as a supervisor, with a reason; also against what a round chose."""

    PATH, DONE = "give", "was given"
    ACTION = Action.GIVE
    BY_AGENTS = False

    agent: Agent = Field(description="Who is to own it.")
    reason: Line = Field(description="Why; both agents read it.")

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        """Whoever was named; where a round had chosen somebody else, that is told as overridden."""
        owned.must_be_live()
        to = PersonId(StreamId(self.agent))
        refuse_pinned(owned, to)
        chosen = chosen_by_a_round(owned)
        if chosen is None or chosen[0] == to:
            return Outcome(to, Origin.GIVEN, self.reason)
        kept = [rule for rule in moment.against(to) if rule not in OF_THE_MOMENT]
        overridden = DealOverridden(
            agent=to, before=chosen[0], round=chosen[1], against=Plain(kept[0]) if kept else None,
            reason=Personal(self.reason),
        )  # fmt: skip
        return Outcome(to, Origin.GIVEN, self.reason, first=(overridden,))


class HandOverTicket(GivingRequest):
    """Hand one's own ticket over to another agent, with what they should know."""

    PATH, DONE = "hand-over", "was handed over"

    agent: Agent = Field(description="Who is to own it.")
    reason: Line = Field(description="What the next owner should know.")

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        """Whoever was named, if it is the owner who asks."""
        owned.must_belong_to(by)
        to = PersonId(StreamId(self.agent))
        refuse_pinned(owned, to)
        if owned.given.hand and moment.team.helping is Helping.TIERLESS:
            raise OwnerStaysWhileHelped(
                f"ticket {owned.number} stays yours while somebody helps you with it, for its team "
                "works without tiers; lower your hand before you hand it over"
            )
        return Outcome(to, Origin.HANDED_OVER, self.reason)


class PutBackTicket(GivingRequest):
    """Put one's own ticket back into the queue."""

    PATH, DONE = "put-back", "was put back into the queue"

    reason: Line = Field(description="Why it goes back.")

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        """Nobody, if it is the owner who asks."""
        owned.must_belong_to(by)
        return Outcome(None, Origin.PUT_BACK, self.reason)


def refuse_pinned(owned: Owned, to: PersonId) -> None:
    """Refuse that a pinned ticket goes to anybody else."""
    if owned.given.pinned_to not in (None, to):
        raise TicketIsPinned(
            f"ticket {owned.number} is pinned to {{who}}; a supervisor unpins it first",
            who=owned.given.pinned_to,
        )


def chosen_by_a_round(owned: Owned) -> tuple[PersonId, RoundId | None] | None:
    """Whom a round dealt or offered the ticket to, and which round; None where no choice of one stands."""
    offer, deal = owned.given.offer, owned.given.deal
    if offer:
        return offer.agent, offer.round
    return (deal.agent, deal.round) if deal and deal.of_a_round else None

"""Answering an offer: yes, or no with a reason."""

from pydantic import Field

from services.assignment.giving.given import Offer
from services.assignment.giving.outcome import Moment, Outcome
from services.assignment.giving.ownership import Owned
from services.assignment.giving.refusals import NothingIsOffered, OfferHasLapsed, OfferIsNotYours
from services.assignment.requests.asking import GivingRequest
from shared.events.assignment import Seated
from shared.events.giving import (
    OfferAccepted,
    OfferDeclined,
    OfferLapsed,
    SeatLeftEmpty,
    TicketSeated,
)
from shared.people.policy_table import Action
from shared.vocabulary.identity import Personal, PersonId, Plain
from shared.vocabulary.words import Origin, Seat
from shared.vocabulary.written import Line

OF_THE_MOMENT = ("held", "offered", "declined lately")
"""Rules that only rounds follow: a person who decides otherwise breaks nothing."""


class AcceptOffer(GivingRequest):
    """Accept a ticket that one was offered, and own it."""

    PATH, DONE = "accept", "was accepted"
    ACTION = Action.ANSWER_OFFERS

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        """Whoever asked, if it was offered to them and their time is not over."""
        return accepted(own_offer(owned, by, moment), moment)


class DeclineOffer(GivingRequest):
    """Decline a ticket that one was offered; it costs nothing."""

    PATH, DONE = "decline", "was declined"
    ACTION = Action.ANSWER_OFFERS

    reason: Line = Field(description="Why; supervisors read it.")

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        """Nobody yet, if it was offered to them and their time is not over."""
        own_offer(owned, by, moment)
        declined = OfferDeclined(agent=by, reason=Personal(self.reason))
        return Outcome(owned.owner, first=(declined,))


def accepted(offer: Offer, moment: Moment) -> Outcome:
    """Whoever was asked owns it, and those who were chosen with them sit beside them."""
    return Outcome(
        offer.agent, Origin.ACCEPTED, round=offer.round, first=(OfferAccepted(agent=offer.agent),),
        then=tuple(beside(seat, offer, moment) for seat in offer.beside),
    )  # fmt: skip


def beside(chosen: Seated, offer: Offer, moment: Moment) -> TicketSeated | SeatLeftEmpty:
    """The seat, or which rule keeps whoever was chosen from it by now."""
    agent, seat, round_ = chosen.agent, Seat(chosen.role), offer.round
    kept = [rule for rule in moment.against(agent) if rule not in OF_THE_MOMENT]
    if kept:
        return SeatLeftEmpty(agent=agent, seat=seat, rule=Plain(kept[0]), round=round_)
    return TicketSeated(agent=agent, seat=seat, round=round_)


def own_offer(owned: Owned, by: PersonId, moment: Moment) -> Offer:
    """The offer that stands for them. Raises why there is none."""
    owned.must_be_free(by)
    offer, number = owned.given.offer, owned.number
    if offer is None:
        raise NothingIsOffered(f"ticket {number} is not offered to anybody; take it if it is free")
    if offer.agent != by:
        raise OfferIsNotYours(
            f"ticket {number} is offered to {{who}}; you may take it all the same", who=offer.agent
        )
    if moment.now >= offer.until:
        raise OfferHasLapsed(
            f"the offer of ticket {number} lapsed at {offer.until:%Y-%m-%d %H:%M} UTC; take it if it "
            "is still free"
        )
    return offer


def lapsed(offer: Offer, owned: Owned, _: Moment) -> Outcome:
    """What the end of an offer's time comes to; nothing where somebody was faster."""
    stands = owned.given.offer and owned.given.offer.id == offer.id
    lapse = (OfferLapsed(agent=offer.agent),) if stands else ()
    return Outcome(owned.owner, first=lapse)

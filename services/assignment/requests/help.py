"""Raising a hand over one's own ticket, and answering somebody's: the owner stays the owner."""

from typing import Annotated

from pydantic import Field, StringConstraints

from services.assignment.giving.help import Hand
from services.assignment.giving.outcome import Moment, Outcome
from services.assignment.giving.ownership import Owned
from services.assignment.giving.refusals import (
    HandIsRaised,
    HelperIsSomebodyElse,
    NoHandIsRaised,
    OwnerCannotHelpThemself,
)
from services.assignment.requests.asking import GivingRequest
from shared.events.giving import HandAnswered, HandLowered, HandRaised, SeatLeft
from shared.events.ticket import TicketWorkLogged
from shared.people.policy_table import Action
from shared.vocabulary.identity import Personal, PersonId, Plain
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Work
from shared.vocabulary.working_time import Seconds
from shared.vocabulary.written import Line, Text

SkillName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class RaiseHand(GivingRequest):
    """Ask for help with one's own ticket, and stay its owner."""

    PATH, DONE = "raise-hand", "has a hand raised over it"
    ACTION = Action.HELP

    question: Text = Field(description="What you need help with.")
    skill: SkillName | None = Field(
        default=None, description="What a helper must be able to do; then all of the desk is asked."
    )
    level: int = Field(default=1, ge=1, le=5, description="At which level of that skill.")

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        """The owner stays, if it is the owner who asks and no hand is up yet."""
        owned.must_belong_to(by)
        if owned.given.hand:
            raise HandIsRaised(
                f"a hand is raised over ticket {owned.number} already; lower it to ask anew"
            )
        need = SkillNeed(name=Plain(self.skill), level=self.level) if self.skill else None
        raised = HandRaised(agent=by, skill=need, question=Personal(self.question))
        return Outcome(owned.owner, first=(raised,))


class LowerHand(GivingRequest):
    """No longer ask for help."""

    PATH, DONE = "lower-hand", "has its hand lowered"
    ACTION = Action.HELP

    reason: Line | None = Field(default=None, description="Why, if you like to say it.")

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        """The owner stays, if it is the owner who asks and a hand is up."""
        owned.must_belong_to(by)
        raised_hand(owned)
        reason = Personal(self.reason) if self.reason else None
        return Outcome(owned.owner, first=(HandLowered(reason=reason),))


class AnswerHand(GivingRequest):
    """Help with somebody's ticket; the minutes count as logged help."""

    PATH, DONE = "answer-hand", "was helped with"
    ACTION = Action.HELP

    minutes: int = Field(ge=1, le=1_440, description="How long you helped.")
    advice: Text | None = Field(default=None, description="What you advised or did.")

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        """The owner stays; anybody but the owner may answer, asked or not."""
        owned.must_be_live()
        raised_hand(owned)
        if by == owned.owner:
            raise OwnerCannotHelpThemself(
                f"ticket {owned.number} is your own; lower your hand if you found out yourself"
            )
        advice = Personal(self.advice) if self.advice else None
        seconds = Seconds(60 * self.minutes)
        worked = TicketWorkLogged(agent=by, seconds=seconds, work=Work.HELPED, what=advice)
        return Outcome(owned.owner, first=(HandAnswered(agent=by, advice=advice), worked))


class CannotHelp(GivingRequest):
    """Say that one cannot come to help, so that somebody else is found."""

    PATH, DONE = "cannot-help", "looks for another helper"
    ACTION = Action.HELP

    reason: Line = Field(description="Why; the owner reads it.")

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        """The owner stays, if it is whoever was asked who says so."""
        owned.must_be_live()
        if by not in owned.given.seats:
            hand = owned.given.hand
            asked = "{who} was asked" if hand and hand.helper else "nobody was asked"
            raise HelperIsSomebodyElse(
                f"you were not asked to help with ticket {owned.number}: {asked}",
                who=hand.helper if hand else None,
            )
        seat = owned.given.seats[by]
        left = SeatLeft(agent=by, seat=seat, reason=Personal(self.reason))
        return Outcome(owned.owner, first=(left,))


def raised_hand(owned: Owned) -> Hand:
    """The hand that is up. Raises `NoHandIsRaised`."""
    if owned.given.hand is None:
        raise NoHandIsRaised(f"no hand is raised over ticket {owned.number}")
    return owned.given.hand

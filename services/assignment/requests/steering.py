"""What a supervisor decides instead of a round: pinning a ticket, and undoing a deal."""

from datetime import timedelta

from pydantic import Field

from services.assignment.giving.outcome import Moment, Outcome
from services.assignment.giving.ownership import Owned
from services.assignment.giving.refusals import DealIsTooOld, DealIsWorkedOn, NoDealToUndo
from services.assignment.requests.asking import Agent, GivingRequest
from shared.events.giving import DealUndone, TicketPinned, TicketUnpinned
from shared.people.policy_table import Action
from shared.vocabulary.identity import Personal, PersonId, StreamId
from shared.vocabulary.words import Origin
from shared.vocabulary.written import Line


class PinTicket(GivingRequest):
    """Let a ticket go to one agent and to nobody else."""

    PATH, DONE = "pin", "was pinned"
    ACTION = Action.STEER
    BY_AGENTS = False

    agent: Agent = Field(description="The only one who is to be given it.")
    reason: Line = Field(description="Why; everybody concerned reads it.")

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        """The owner stays; nothing is told where it is pinned to them already."""
        owned.must_be_live()
        to = PersonId(StreamId(self.agent))
        if owned.given.pinned_to == to:
            return Outcome(owned.owner)
        pinned = TicketPinned(agent=to, reason=Personal(self.reason))
        return Outcome(owned.owner, first=(pinned,))


class UnpinTicket(GivingRequest):
    """Let a pinned ticket go to anybody again."""

    PATH, DONE = "unpin", "was unpinned"
    ACTION = Action.STEER
    BY_AGENTS = False

    reason: Line | None = Field(default=None, description="Why, if you like to say it.")

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        """The owner stays; nothing is told where it is not pinned."""
        owned.must_be_live()
        if owned.given.pinned_to is None:
            return Outcome(owned.owner)
        reason = Personal(self.reason) if self.reason else None
        unpinned = TicketUnpinned(agent=owned.given.pinned_to, reason=reason)
        return Outcome(owned.owner, first=(unpinned,))


class UndoDeal(GivingRequest):
    """Take back a deal that nobody has worked on; somebody else is looked for."""

    PATH, DONE = "undo-deal", "is free again, its deal undone"
    ACTION = Action.STEER
    BY_AGENTS = False

    reason: Line = Field(description="Why; the agent reads it.")

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        """Nobody, if a round gave it, not long ago, and no work has begun."""
        owned.must_be_live()
        deal, number = owned.given.deal, owned.number
        if deal is None or not deal.of_a_round:
            raise NoDealToUndo(
                f"ticket {number} was not dealt by a round; give it to somebody else"
            )
        if deal.worked:
            raise DealIsWorkedOn(
                f"work on ticket {number} has begun; give it to somebody else, with a reason"
            )
        most = moment.policy.giving.undo_minutes
        if moment.now >= deal.at + timedelta(minutes=most):
            raise DealIsTooOld(
                f"ticket {number} was dealt at {deal.at:%Y-%m-%d %H:%M} UTC, more than {most} minutes "
                "ago; give it to somebody else, with a reason"
            )
        undone = DealUndone(agent=deal.agent, round=deal.round, reason=Personal(self.reason))
        return Outcome(None, Origin.PUT_BACK, self.reason, then=(undone,))

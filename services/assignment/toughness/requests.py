"""What people may ask about a ticket's toughness: flag it, appeal, and answer an appeal."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from services.assignment.account.booking import set_right
from services.assignment.toughness.dispute import Dispute
from shared.eventlog.port import RequestIsUnclear
from shared.events.declaration import Event
from shared.events.toughness import AppealAnswered, JudgementAppealed, TicketFlaggedTough
from shared.people.policy_table import Action
from shared.vocabulary.identity import Personal, PersonId
from shared.vocabulary.policy import Policy
from shared.vocabulary.toughness import MOST, MilliPoints
from shared.vocabulary.words import AppealAnswer, CreditReason, ToughBecause
from shared.vocabulary.written import Line

Points = Annotated[int, Field(ge=0, le=MOST)]


class ToughnessIsMissing(RequestIsUnclear):
    """Who upholds an appeal has to say what the ticket counts, unless the appeal did."""


class DisputeRequest(BaseModel):
    """Something said about how tough a ticket was."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    PATH: ClassVar[str]
    DONE: ClassVar[str]
    """What became of the ticket, after its number."""
    ACTION: ClassVar[Action] = Action.FLAG
    BY_AGENTS: ClassVar[bool] = True
    """Whether it is said by an agent who carried the ticket."""

    def decide(
        self, ticket: Dispute, *, by: PersonId, at: datetime, policy: Policy
    ) -> tuple[Event, ...]:
        """What follows for the ticket; empty if it says nothing new. Raises the refusals of disputes."""
        raise NotImplementedError


class FlagTicket(DisputeRequest):
    """Say that a ticket one carries, or carried, is tough."""

    PATH, DONE = "flag", "was flagged as tough"

    because: ToughBecause = Field(ToughBecause.HARD, description="hard, long or abusive.")
    reason: Line | None = Field(None, description="What makes it so; supervisors read it.")

    def decide(
        self, ticket: Dispute, *, by: PersonId, at: datetime, policy: Policy
    ) -> tuple[Event, ...]:
        """The flag; nothing if the same agent said the same before."""
        ticket.must_have_been_carried_by(by)
        ticket.must_be_open_to_flags()
        if (by, self.because) in ticket.flags:
            return ()
        reason = Personal(self.reason) if self.reason else None
        return (TicketFlaggedTough(agent=by, because=self.because, reason=reason),)


class AppealJudgement(DisputeRequest):
    """Disagree with what a resolved ticket counts."""

    PATH, DONE = "appeal", "has an appeal against what it counts"

    reason: Line = Field(description="Why; supervisors read it.")
    asks: Points | None = Field(None, description="What it should count, in milli-points.")

    def decide(
        self, ticket: Dispute, *, by: PersonId, at: datetime, policy: Policy
    ) -> tuple[Event, ...]:
        """The appeal."""
        ticket.must_have_been_carried_by(by)
        ticket.must_be_open_to_appeals(by, at, days=policy.toughness.appeal_days)
        return (
            JudgementAppealed(
                agent=by,
                toughness=MilliPoints(ticket.toughness or 0),
                asks=None if self.asks is None else MilliPoints(self.asks),
                reason=Personal(self.reason),
            ),
        )


class AnswerAppeal(DisputeRequest):
    """Answer an appeal as a supervisor; where it is upheld, the booking is set right."""

    PATH, DONE = "answer-appeal", "has its appeal answered"
    ACTION = Action.ANSWER_APPEALS
    BY_AGENTS = False

    answer: AppealAnswer = Field(description="upheld or declined.")
    reason: Line = Field(description="Why; the agent reads it.")
    toughness: Points | None = Field(
        None, description="What it counts where upheld, in milli-points; else what was asked for."
    )

    def decide(
        self, ticket: Dispute, *, by: PersonId, at: datetime, policy: Policy
    ) -> tuple[Event, ...]:
        """The answer, and the booking it leads to."""
        appeal = ticket.must_be_appealed(by)
        counts = self.toughness if self.toughness is not None else appeal.asks
        if self.answer is AppealAnswer.DECLINED:
            counts = None
        elif counts is None:
            raise ToughnessIsMissing(
                f"the appeal about ticket {ticket.number} names no figure; say what it counts, "
                f"in milli-points from 0 to {MOST}"
            )
        answered = AppealAnswered(
            agent=appeal.agent,
            answer=self.answer,
            toughness=None if counts is None else MilliPoints(counts),
            reason=Personal(self.reason),
        )
        if counts is None:
            return (answered,)
        booking, because = ticket.booking, CreditReason.APPEAL
        return (answered, *set_right(booking, toughness=counts, worked={}, because=because))


DISPUTE_REQUESTS: tuple[type[DisputeRequest], ...] = (FlagTicket, AppealJudgement, AnswerAppeal)

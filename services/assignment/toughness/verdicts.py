"""Verdicts: what is told of a ticket's toughness when it is new, when it is resolved, and what that teaches.

Pure, so that a living desk and an invented one tell the same from the same experience.
"""

from datetime import datetime

from services.assignment.account.booking import Booking, set_right
from services.assignment.toughness.counting import found
from services.assignment.toughness.experience import Experience
from services.assignment.toughness.forecasting import forecast
from services.assignment.toughness.learning import Lesson, learned
from shared.events.toughness import CreditMoved, ToughnessForecast, ToughnessTruedUp
from shared.vocabulary.identity import Plain, TicketId
from shared.vocabulary.toughness import MilliPoints
from shared.vocabulary.words import CreditReason


def lesson(experience: Experience) -> Lesson:
    """What all that was seen teaches."""
    return learned(experience.lessons(), otherwise=experience.policy.work.default_toughness)


def expected(experience: Experience, ticket: TicketId, *, of_requester: int) -> ToughnessForecast:
    """What a new ticket is expected to be; `of_requester`: milli-points that were learned of them."""
    assert experience.model, "nothing is forecast without a model"
    told = forecast(
        experience.model, experience.courses[ticket].features, of_requester=of_requester
    )
    return ToughnessForecast(
        toughness=told.toughness, low=told.low, high=told.high, model=Plain(experience.model.digest)
    )


def counted(
    experience: Experience, ticket: TicketId, booking: Booking, now: datetime
) -> tuple[ToughnessTruedUp | CreditMoved, ...]:
    """What a resolved ticket turned out to be, and the booking that sets right what stands for it."""
    course, policy = experience.courses[ticket], experience.policy
    per_mille = policy.toughness.flags_per_mille
    told = found(
        course,
        policy,
        efforts=experience.rising,
        flags_count=any(
            experience.habits.flags_count(agent, now, per_mille=per_mille) for agent in course.flags
        ),
    )
    before = course.booked if course.booked is not None else course.expected
    trued_up = ToughnessTruedUp(
        toughness=told.toughness,
        before=MilliPoints(policy.work.default_toughness if before is None else before),
        parts=told.parts,
        effort=told.effort,
    )
    moved = set_right(
        booking, toughness=told.toughness, worked=course.worked(), because=CreditReason.TRUED_UP
    )
    return trued_up, *moved

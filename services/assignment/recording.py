"""What a round records of itself: its input, its plan and its reasons."""

from services.assignment import rulebook
from services.assignment.deciding import Decision
from services.assignment.kept_problems import with_the_record
from services.assignment.standing import Frozen
from shared.events.assignment import Judged, RoundDecided
from shared.vocabulary.identity import Plain


def recorded(frozen: Frozen, decision: Decision, tickets: tuple[Judged, ...]) -> RoundDecided:
    """The record of a round."""
    return RoundDecided(
        cursor=frozen.cursor,
        clock=frozen.now,
        seed=int(decision.digest[:15], 16),
        solver=Plain(rulebook.SOLVER),
        rulebook=Plain(rulebook.digest()),
        policy=frozen.policy.version,
        digest=Plain(decision.digest),
        problem=with_the_record(decision.problem),
        tickets=tickets,
        risk=decision.cost.risk,
        overflow=decision.cost.overflow,
        minutes=decision.cost.minutes,
        bound=decision.bound,
        gap=decision.gap,
        units=decision.units,
        status=decision.status,
    )

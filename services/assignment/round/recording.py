"""What a round records: its input, its plan and its reasons, and with them what it gives to whom."""

from collections.abc import Collection

import msgspec

from services.assignment import rulebook
from services.assignment.round.dealing import deals_of
from services.assignment.round.deciding import STALE, Decision
from services.assignment.round.kept_problems import with_the_record
from services.assignment.situation.standing import Frozen
from shared.eventlog.port import Change, Write
from shared.events.assignment import Judged, RoundDecided
from shared.vocabulary.identity import ASSIGNMENT, Plain, RoundId, TicketId


def change_of(
    frozen: Frozen, decision: Decision, round_id: RoundId, stale: Collection[TicketId]
) -> Change:
    """The whole round as one change; of tickets that turned stale nothing is dealt."""
    tickets = tuple(
        msgspec.structs.replace(each, agent=None, offered=False, waits_because=STALE)
        if each.ticket in stale
        else each
        for each in decision.tickets
    )
    event = recorded(frozen, decision, tickets)
    deals = deals_of(frozen, [each for each in tickets if each.agent], round_id)
    return Change(
        command=round_id,
        by=ASSIGNMENT,
        at=frozen.now,
        writes=(Write(stream=round_id, expected=0, events=(event,)), *deals),
    )


def recorded(frozen: Frozen, decision: Decision, tickets: tuple[Judged, ...]) -> RoundDecided:
    """The record of a round."""
    return RoundDecided(
        cursor=frozen.cursor,
        clock=frozen.now,
        seed=decision.seed,
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

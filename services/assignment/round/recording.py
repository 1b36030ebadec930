"""What a round records: its input, its plan and its reasons, and with them what it gives to whom."""

from collections.abc import Collection, Iterable, Mapping

import msgspec
import structlog

from services.assignment import rulebook
from services.assignment.round.dealing import deals_of
from services.assignment.round.deciding import STALE, Decision
from services.assignment.round.kept_problems import with_the_record
from services.assignment.situation.standing import Frozen
from shared.eventlog.port import Appended, Change, EventLog, VersionConflict, Write
from shared.events.assignment import Judged, RoundDecided
from shared.events.declaration import Event
from shared.events.toughness import ToughnessForecast
from shared.vocabulary.identity import ASSIGNMENT, Plain, RoundId, TicketId

Forecasts = Mapping[TicketId, ToughnessForecast]
"""What new tickets are expected to be, which is told with the round that decides on them."""
trail = structlog.get_logger(__name__)


def record(
    log: EventLog, frozen: Frozen, decision: Decision, round_id: RoundId, forecasts: Forecasts
) -> Appended:
    """Append the round; a ticket that changed meanwhile is left to the next one."""
    stale: set[TicketId] = set()
    while True:
        try:
            return log.append(round_as_change(frozen, decision, round_id, stale, forecasts))
        except VersionConflict as late:
            if late.stream in stale:
                raise  # Nothing is written to it any more: it cannot be late twice.
            trail.info("a decision came too late", ticket=late.stream)
            stale.add(TicketId(late.stream))


def round_as_change(
    frozen: Frozen,
    decision: Decision,
    round_id: RoundId,
    stale: Collection[TicketId],
    forecasts: Forecasts,
) -> Change:
    """The whole round as one change; of tickets that turned stale nothing is dealt or forecast."""
    tickets = tuple(
        msgspec.structs.replace(each, agent=None, offered=False, waits_because=STALE)
        if each.ticket in stale
        else each
        for each in decision.tickets
    )
    event = round_decided(frozen, decision, tickets)
    deals = deals_of(frozen, [each for each in tickets if each.agent], round_id)
    # Only what this round counted with is told with it; a ticket that turned stale is forecast once more.
    fresh = {
        ticket: forecast
        for ticket, forecast in forecasts.items()
        if ticket in frozen.expected and ticket not in stale
    }
    return Change(
        command=round_id,
        by=ASSIGNMENT,
        at=frozen.now,
        writes=(
            Write(stream=round_id, expected=0, events=(event,)),
            *forecasts_then_deals(fresh, deals, frozen),
        ),
    )


def forecasts_then_deals(
    forecasts: Forecasts, deals: Iterable[Write], frozen: Frozen
) -> list[Write]:
    """What each new ticket is expected to be, in front of what is dealt of it, if it is dealt."""
    told: dict[TicketId, tuple[Event, ...]] = {t: (each,) for t, each in forecasts.items()}
    for each in deals:
        ticket = TicketId(each.stream)
        told[ticket] = (*told.get(ticket, ()), *each.events)
    return [
        Write(stream=each.id, expected=each.version, events=told[each.id])
        for each in frozen.tickets
        if each.id in told
    ]


def round_decided(frozen: Frozen, decision: Decision, tickets: tuple[Judged, ...]) -> RoundDecided:
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

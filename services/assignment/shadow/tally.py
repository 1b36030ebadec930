"""What was compared so far, folded from the shadow's own stream, so that a page reads only what is new."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shared.eventlog.recorded import Recorded
from shared.events.shadow import (
    OtherOutcome,
    PlanCost,
    PlanMeasured,
    RoundCompared,
    ShadowCompared,
)
from shared.vocabulary.identity import PersonId, StreamId, TicketId

NOTHING = PlanMeasured(under_live=PlanCost())


class TicketExchange(NamedTuple):
    """A ticket that some round would have given to another; None for nobody."""

    ticket: TicketId
    live: PersonId | None
    tried: PersonId | None


@dataclass(slots=True)
class Tally:
    """Sums over all records, and the last of them."""

    stream: StreamId
    version: int = 0
    """Of the stream, up to which it was read."""
    rounds: int = 0
    rounds_alike: int = 0
    rounds_priced: int = 0
    """Rounds whose frozen problem was kept, so that both plans have a cost under the policy in force."""
    skipped: int = 0
    decisions: int = 0
    decisions_alike: int = 0
    tickets: int = 0
    live: PlanMeasured = NOTHING
    tried: PlanMeasured = NOTHING
    otherwise: dict[TicketId, OtherOutcome] = field(default_factory=dict)
    """By ticket: what the last round that decided it otherwise would have done, in the order of these."""
    exchanges: set[TicketExchange] = field(default_factory=set)
    last: ShadowCompared | None = None

    def take(self, told: Recorded[Any]) -> None:
        """One more event of the stream."""
        self.version, event = told.version, told.event
        if not isinstance(event, ShadowCompared):
            return
        self.last = event
        self.skipped += event.skipped
        for each in event.rounds.compared:
            self._round(each)

    def _round(self, compared: RoundCompared) -> None:
        self.rounds += 1
        self.rounds_alike += not compared.otherwise
        self.rounds_priced += compared.live.under_live is not None
        self.decisions += compared.tickets
        self.decisions_alike += compared.tickets - len(compared.otherwise)
        self.tickets += compared.first
        self.live = both(self.live, compared.live)
        self.tried = both(self.tried, compared.tried)
        for each in compared.otherwise:
            self.otherwise.pop(each.ticket, None)
            self.otherwise[each.ticket] = each
            self.exchanges.add(TicketExchange(each.ticket, each.live, each.tried))


def both(one: PlanMeasured, other: PlanMeasured) -> PlanMeasured:
    """Two plans taken together; a cost that is not known counts nothing."""
    return PlanMeasured(
        given=one.given + other.given,
        ahead=one.ahead + other.ahead,
        imminent=one.imminent + other.imminent,
        under_live=added(one.under_live or PlanCost(), other.under_live or PlanCost()),
        under_tried=added(one.under_tried, other.under_tried),
    )


def added(one: PlanCost, other: PlanCost) -> PlanCost:
    """Two costs, level by level."""
    return PlanCost(
        risk=one.risk + other.risk,
        overflow=one.overflow + other.overflow,
        minutes=one.minutes + other.minutes,
        breaches=one.breaches + other.breaches,
    )

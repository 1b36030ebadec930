"""Decides a recorded round again, from the log alone, and tells whether the answer is the same."""

import msgspec

from services.assignment import rulebook
from services.assignment.deciding import STALE, decide
from services.assignment.refold import Readable, frozen_again, record_of
from shared.events.assignment import RoundDecided
from shared.vocabulary.identity import PersonId, TicketId


class Redecided(msgspec.Struct, frozen=True, kw_only=True):
    """What came of deciding a round again."""

    round: str
    same: bool
    differences: tuple[str, ...]
    """What differs, in words; empty where nothing does."""


def redecide(log: Readable, round_id: str) -> Redecided:
    """The round decided again with its own clock, cursor and seed."""
    record = record_of(log, round_id)
    again = decide(frozen_again(log, record), seed=record.seed)
    differences = [
        f"{name} was {before}, is {now}"
        for name, before, now in (
            ("the solver", record.solver, rulebook.SOLVER),
            ("the rulebook", record.rulebook, rulebook.digest()),
            ("the frozen problem", record.digest[:16], again.digest[:16]),
            ("the cost in milli-minutes", record.minutes, again.cost.minutes),
        )
        if before != now
    ]
    owners = {each.ticket: each.agent for each in again.tickets}
    differences += [
        f"{ticket} went to {before or 'nobody'}, would go to {owners.get(ticket) or 'nobody'}"
        for ticket, before in decided(record).items()
        if owners.get(ticket) != before
    ]
    return Redecided(round=round_id, same=not differences, differences=tuple(differences))


def decided(record: RoundDecided) -> dict[TicketId, PersonId | None]:
    """Who got each ticket; one that turned stale before the commit had been decided on too."""
    return {t.ticket: t.agent for t in record.tickets if t.waits_because != STALE}

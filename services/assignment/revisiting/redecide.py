"""Decides a recorded round again, from the log alone, and tells whether the answer is the same."""

from collections.abc import Mapping

import msgspec

from services.assignment import rulebook
from services.assignment.engine.form.problem import Problem
from services.assignment.revisiting.refold import Readable, frozen_again, record_of
from services.assignment.round.deciding import STALE, decide, solved
from services.assignment.round.kept_problems import KeptProblems, named
from services.assignment.situation.standing import Frozen
from shared.events.assignment import RoundDecided
from shared.vocabulary.identity import PersonId, TicketId
from shared.vocabulary.policy import Policy


class Redecided(msgspec.Struct, frozen=True, kw_only=True):
    """What came of deciding a round again."""

    round: str
    same: bool
    differences: tuple[str, ...]
    """What differs, in words; empty where nothing does."""


def redecide(log: Readable, round_id: str, problems: KeptProblems) -> Redecided:
    """The round decided again with its own clock, cursor and seed.

    Where the rules have changed since, the frozen problem that was kept is solved again instead of stating
    it anew by rules that did not count then.
    """
    record = record_of(log, round_id)
    frozen = frozen_again(log, record)
    kept = problems.of(record) if record.rulebook != rulebook.digest() else None
    differences = again(record, frozen) if kept is None else from_kept(record, kept, frozen.policy)
    return Redecided(round=round_id, same=not differences, differences=tuple(differences))


def again(record: RoundDecided, frozen: Frozen) -> list[str]:
    """How stating and solving the round by today's rules differs from its record."""
    decision = decide(frozen, seed=record.seed)
    owners = {each.ticket: each.agent for each in decision.tickets}
    return [
        *changes(
            ("the solver", record.solver, rulebook.SOLVER),
            ("the rulebook", record.rulebook, rulebook.digest()),
            ("the frozen problem", record.digest[:16], decision.digest[:16]),
            ("the cost in milli-minutes", record.minutes, decision.cost.minutes),
        ),
        *moved(record, owners),
    ]


def from_kept(record: RoundDecided, kept: Problem, policy: Policy) -> list[str]:
    """How solving the kept problem differs from the record."""
    found = solved(kept, policy, seed=record.seed)
    return [
        *changes(
            ("the solver", record.solver, rulebook.SOLVER),
            ("the cost in milli-minutes", record.minutes, found.cost.minutes),
        ),
        *moved(record, named(kept, found.owners)),
    ]


def changes(*compared: tuple[str, object, object]) -> list[str]:
    """What was one thing and is another."""
    return [f"{name} was {was}, is {now}" for name, was, now in compared if was != now]


def moved(record: RoundDecided, owners: Mapping[TicketId, PersonId | None]) -> list[str]:
    """Tickets that would go to somebody else."""
    return [
        f"{ticket} went to {before or 'nobody'}, would go to {owners.get(ticket) or 'nobody'}"
        for ticket, before in decided(record).items()
        if owners.get(ticket) != before
    ]


def decided(record: RoundDecided) -> dict[TicketId, PersonId | None]:
    """Who got each ticket; one that turned stale before the commit had been decided on too."""
    return {t.ticket: t.agent for t in record.tickets if t.waits_because != STALE}

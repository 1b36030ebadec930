"""The desk as the tried policy sees it, folded from the log in its order; pure.

A round is compared on exactly what it had read when it was decided: later events are held back until a later
round's cursor covers them. So whoever reads the same log comes to the same comparison, after a restart too:
what was compared before is taken from the record and never decided again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from services.assignment.revisiting.refold import forecast_with
from services.assignment.round.kept_problems import KeptProblems
from services.assignment.shadow.accounts import Accounts
from services.assignment.shadow.comparing import compare, decided_on
from services.assignment.shadow.desk_stream import Shadow
from services.assignment.shadow.held_back import Held, HeldBack
from services.assignment.situation.situation import Situation
from services.assignment.situation.standing import foreseen
from shared.eventlog.recorded import Recorded
from shared.events.assignment import RoundDecided
from shared.events.shadow import RoundCompared, Rounds, ShadowCompared
from shared.vocabulary.identity import RoundId, TicketId


@dataclass(slots=True)
class Unrecorded:
    """What was compared since the last record in the shadow's own stream."""

    version: int = 0
    """How many events that stream has."""
    through: int = 0
    """Every round up to this position was compared or passed over before."""
    compared: list[RoundCompared] = field(default_factory=list)
    skipped: int = 0
    """Rounds that were passed over."""

    def mark_recorded(self, through: int) -> None:
        """All of it was recorded, up to that position."""
        self.version += 1
        self.through, self.compared, self.skipped = through, [], 0


@dataclass(slots=True)
class ShadowFold:
    """Everything from the first event on, and the rounds since the shadow began."""

    shadow: Shadow
    problems: KeptProblems
    accounts: Accounts
    unrecorded: Unrecorded
    known: dict[RoundId, RoundCompared] = field(default_factory=dict)
    """What was compared and recorded before, by round."""
    situation: Situation = field(default_factory=Situation)
    """Of the desk, but under the tried policy, and with its own leads, since the shadow began."""
    held_back: HeldBack = field(default_factory=HeldBack)
    decided: set[TicketId] = field(default_factory=set)
    """Every ticket that a compared round decided on."""
    position: int = 0
    """Of the last event that was read."""

    @classmethod
    def of(
        cls, shadow: Shadow, problems: KeptProblems, recorded: Iterable[Recorded[Any]]
    ) -> "ShadowFold":
        """The shadow, with what its own stream tells of it so far; nothing of the desk is read yet."""
        accounts = Accounts.by(shadow.agreed.work.tough_from)
        fold = cls(shadow, problems, accounts, Unrecorded(through=shadow.position))
        for told in recorded:
            fold.unrecorded.version = told.version
            if isinstance(told.event, ShadowCompared):
                fold.known |= {each.round: each for each in told.event.rounds.compared}
                fold.unrecorded.through = told.event.through
                accounts.tried.exceptions = told.event.tried.exceptions
        return fold

    def take(self, told: Recorded[Any], *, skip: bool = False) -> bool:
        """Read one more event; whether it was a round that was compared now. `skip`: pass it over."""
        if told.position <= self.shadow.position:
            self._before_it_began(told)
            compared = False
        else:
            compared = self._since_it_began(told, skip=skip)
        self.position = told.position
        return compared

    def is_due(self, told: Recorded[Any]) -> bool:
        """Whether the event is a round that was to find owners and was not looked at yet."""
        event = told.event
        if not isinstance(event, RoundDecided) or told.position <= self.unrecorded.through:
            return False
        return not any(each.helps for each in event.tickets)

    def record(self) -> ShadowCompared | None:
        """What was found since the last record; None where that is nothing."""
        found, accounts = self.unrecorded, self.accounts
        if not found.compared and not found.skipped:
            return None
        return ShadowCompared(
            through=self.position,
            rounds=Rounds(compared=tuple(found.compared)),
            skipped=found.skipped,
            mean_tough=accounts.mean_tough,
            live=accounts.live.told(),
            tried=accounts.tried.told(),
            leads=tuple(accounts.leads()),
        )

    def mark_recorded(self) -> None:
        """What `record` gave stands in the shadow's own stream."""
        self.unrecorded.mark_recorded(self.position)

    def let_all_in(self) -> None:
        """Let the tried policy know of everything that was read, whether a round had read it or not."""
        self._let_in(self.held_back.let_all_in())

    def _before_it_began(self, told: Recorded[Any]) -> None:
        if told.position == self.shadow.position:
            self.situation.go_by(self.shadow.started.policy)
        self.held_back.hold(told, None)
        self.let_all_in()

    def _since_it_began(self, told: Recorded[Any], *, skip: bool) -> bool:
        compared = isinstance(told.event, RoundDecided) and self._round(told, skip=skip)
        self.held_back.hold(told, self.accounts.take(told))
        if self.held_back.are_too_many:
            self.let_all_in()
        return compared

    def _round(self, told: Recorded[RoundDecided], *, skip: bool) -> bool:
        """Compare the round, or follow what was recorded of it."""
        round_id, cursor = RoundId(told.stream), told.event.cursor
        if before := self.known.get(round_id):
            self.decided |= tickets_of(told.event)
            self.accounts.choose(before)
        self._let_in(self.held_back.let_in(cursor))
        if not self.is_due(told):
            return False
        if skip or self.held_back.went_past(cursor):
            self.unrecorded.skipped += 1
            return False
        self._compare(round_id, told.event)
        return True

    def _compare(self, round_id: RoundId, record: RoundDecided) -> None:
        asked = [each.ticket for each in record.tickets]
        frozen = foreseen(self.situation.freeze(record.clock, only=asked), forecast_with(record))
        first = tickets_of(record) - self.decided
        kept = self.problems.of(record)
        beside = compare(round_id, record, frozen, kept=kept, first=len(first))
        self.decided |= first
        self.unrecorded.compared.append(beside.compared)
        self.accounts.tried.exceptions += beside.exceptions
        self.accounts.choose(beside.compared)

    def _let_in(self, held: Iterable[Held]) -> None:
        for told, correction in held:
            self.situation.take(told)
            if correction:
                self.situation.ledger.book(correction.shares, correction.at)


def tickets_of(record: RoundDecided) -> set[TicketId]:
    """The tickets that a round is compared on."""
    return {each.ticket for each in decided_on(record)}

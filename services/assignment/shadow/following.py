"""The desk as the policy in the shadow sees it, folded from the log in its order; pure.

A round is compared on exactly what it had read when it was decided: later events are held back until a later
round's cursor covers them. So whoever reads the same log comes to the same comparison, after a restart too:
what was compared before is taken from the record and never decided again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from services.assignment.revisiting.refold import forecast_with
from services.assignment.round.kept_problems import KeptProblems
from services.assignment.shadow.accounts import Accounts, Correction
from services.assignment.shadow.comparing import compare, decided_on
from services.assignment.shadow.running import Shadow
from services.assignment.situation.situation import Situation
from services.assignment.situation.standing import foreseen
from shared.eventlog.recorded import Recorded
from shared.events.assignment import RoundDecided
from shared.events.shadow import RoundCompared, Rounds, ShadowCompared
from shared.vocabulary.identity import SHARDS, PersonId, RoundId, TicketId

MOST_HELD_BACK = 20_000
"""Events held back for a round to cover them; past these they are taken without one."""


class Held(NamedTuple):
    """An event that no round's cursor has covered yet, and what the candidate's ledger books beside it."""

    told: Recorded[Any]
    correction: Correction | None


@dataclass(slots=True)
class Following:
    """Everything from the first event on, and the rounds since the shadow began."""

    shadow: Shadow
    problems: KeptProblems
    known: dict[RoundId, RoundCompared] = field(default_factory=dict)
    """What was compared and recorded before, by round."""
    situation: Situation = field(default_factory=Situation)
    """Of the desk, but under the candidate's policy, and with its own leads, since the shadow began."""
    accounts: Accounts = field(default_factory=Accounts)
    exceptions: int = 0
    """The candidate's deals past its cap."""
    decided: set[TicketId] = field(default_factory=set)
    """Every ticket that a compared round decided on."""
    records: int = 0
    """How many events its own stream has."""
    position: int = 0
    """Of the last event that was read."""
    through: int = 0
    """Every round up to this position was compared or passed over before."""
    seen: list[int] = field(default_factory=lambda: [0] * SHARDS)
    """By shard: position of the last event that the situation took."""
    held: list[Held] = field(default_factory=list)
    compared: list[RoundCompared] = field(default_factory=list)
    """Rounds whose comparison is not recorded yet."""
    skipped: int = 0
    """Rounds that were passed over since the last record."""

    @classmethod
    def of(
        cls, shadow: Shadow, problems: KeptProblems, recorded: Iterable[Recorded[Any]]
    ) -> "Following":
        """The shadow, with what its own stream tells of it so far; nothing of the desk is read yet."""
        following = cls(shadow=shadow, problems=problems, through=shadow.position)
        for told in recorded:
            following.records = told.version
            if isinstance(told.event, ShadowCompared):
                following.known |= {each.round: each for each in told.event.rounds.compared}
                following.through = told.event.through
                following.exceptions = told.event.candidate.exceptions
        return following

    def take(self, told: Recorded[Any], *, skip: bool = False) -> bool:
        """Read one more event; whether it was a round that was compared now. `skip`: pass it over."""
        self.position = told.position
        if told.position == self.shadow.position:
            self._begin()
        if told.position <= self.shadow.position:
            self._let_in([Held(told, None)])
            return False
        compared = isinstance(told.event, RoundDecided) and self._round(told, skip)
        self.held.append(Held(told, self.accounts.take(told)))
        if len(self.held) > MOST_HELD_BACK:
            self._let_in(self.held)
            self.held = []
        return compared

    def is_due(self, told: Recorded[Any]) -> bool:
        """Whether the event is a round that was to find owners and was not looked at yet."""
        event = told.event
        if not isinstance(event, RoundDecided) or told.position <= self.through:
            return False
        return not any(each.helps for each in event.tickets)

    def record(self) -> ShadowCompared | None:
        """What was found since the last record; None where that is nothing."""
        if not self.compared and not self.skipped:
            return None
        accounts = self.accounts
        return ShadowCompared(
            through=self.position,
            rounds=Rounds(compared=tuple(self.compared)),
            skipped=self.skipped,
            mean_tough=accounts.mean_tough,
            live=accounts.live.told(accounts.exceptions),
            candidate=accounts.candidate.told(self.exceptions),
            leads=tuple(accounts.apart()),
        )

    def recorded(self) -> None:
        """It was recorded."""
        self.records += 1
        self.through, self.compared, self.skipped = self.position, [], 0

    def _begin(self) -> None:
        """From here on the candidate decides."""
        policy = self.shadow.started.policy
        self.situation.policy = policy
        self.situation.ledger.age_by(policy.assignment.half_life_days)
        self.situation.crew.all_touched()

    def _round(self, told: Recorded[RoundDecided], skip: bool) -> bool:
        """Compare the round, or follow what was recorded of it."""
        round_id = RoundId(told.stream)
        if before := self.known.get(round_id):
            self.decided |= tickets_of(told.event)
            self.accounts.choose(round_id, instead_of(before))
        cursor = told.event.cursor
        self._let_in([each for each in self.held if covered(each.told, cursor)])
        self.held = [each for each in self.held if not covered(each.told, cursor)]
        if not self.is_due(told):
            return False
        if skip or any(seen > read for seen, read in zip(self.seen, cursor, strict=True)):
            self.skipped += 1
            return False
        self._compare(round_id, told.event)
        return True

    def _compare(self, round_id: RoundId, record: RoundDecided) -> None:
        asked = [each.ticket for each in record.tickets]
        frozen = foreseen(self.situation.freeze(record.clock, only=asked), forecast_with(record))
        kept, first = self.problems.of(record), tickets_of(record) - self.decided
        beside = compare(round_id, record, frozen, kept, first=len(first))
        self.decided |= first
        self.compared.append(beside.compared)
        self.exceptions += beside.exceptions
        self.accounts.choose(round_id, instead_of(beside.compared))

    def _let_in(self, held: Iterable[Held]) -> None:
        """Let the candidate's situation know of these."""
        for told, correction in held:
            self.situation.take(told)
            self.seen[told.shard] = told.position
            if correction:
                self.situation.ledger.book(correction.shares, correction.at)


def tickets_of(record: RoundDecided) -> set[TicketId]:
    """The tickets that a round is compared on."""
    return {each.ticket for each in decided_on(record)}


def covered(told: Recorded[Any], cursor: Sequence[int]) -> bool:
    """Whether whoever has that cursor has read the event."""
    return told.position <= cursor[told.shard]


def instead_of(compared: RoundCompared) -> Iterator[tuple[TicketId, PersonId]]:
    """Whom the candidate chose where both give the ticket, but to different people."""
    for each in compared.otherwise:
        if each.live and each.candidate:
            yield each.ticket, each.candidate

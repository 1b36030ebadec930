"""Answers why a ticket is whose, why not another's or nobody's, and what a round would decide again."""

from collections.abc import Callable, Mapping

from services.assignment import rulebook
from services.assignment.desk import Assignment
from services.assignment.explaining import explain
from services.assignment.explaining.against import WhyNot
from services.assignment.explaining.explain import NothingToExplain
from services.assignment.explaining.nobody import AsThingsStand, Nobody, nobody
from services.assignment.explaining.reasons import Why
from services.assignment.explaining.why_not import why_not
from services.assignment.revisiting.redecide import Redecided, redecide
from services.assignment.revisiting.refold import certainty_of, frozen_again, record_of
from services.assignment.tentative.kept import KeptPlan
from services.assignment.tentative.telling import Outlook, as_things_stand, outlook
from shared.eventlog.moment import At
from shared.vocabulary.certainty import certainty
from shared.vocabulary.identity import PersonId, TicketId


class Answers:
    """The assignment service as people ask it for reasons."""

    def __init__(
        self, assignment: Assignment, name_of: Callable[[str], str], plan: KeptPlan
    ) -> None:
        self.assignment, self.name_of, self._plan = assignment, name_of, plan

    def why(self, ticket: TicketId, at: At = None) -> Why:
        """Why the ticket is with its owner, or waits, as of a moment. Raises `NothingToExplain`.

        Why it waited at a moment of the past is told by that moment's rounds, not here.
        """
        waits = self._waits_because(ticket) if at is None else None
        return explain.why(
            self.assignment.log, ticket,
            name_of=self.name_of, waits=waits, at=at, problems=self.assignment.problems,
        )  # fmt: skip

    def why_if_any(self, ticket: TicketId, at: At = None) -> Why | None:
        """The same for a page: nothing where there is nothing to explain."""
        try:
            return self.why(ticket, at)
        except NothingToExplain:
            return None

    def why_not(self, ticket: TicketId, agent: PersonId) -> WhyNot:
        """Exactly why a certain agent did not get it."""
        waits_since = self.assignment.situation.rounds.left_in.get(ticket)
        log = self.assignment.log
        return why_not(
            log, ticket, agent,
            name_of=self.name_of, waits_since=waits_since, problems=self.assignment.problems,
        )  # fmt: skip

    def why_nobody(self, ticket: TicketId) -> Nobody:
        """Why the ticket waits: everybody with what keeps them, and what opens first.

        Raises `NothingToExplain` where it has an owner, or no round has left it waiting yet.
        """
        situation, log = self.assignment.situation, self.assignment.log
        rounds = situation.rounds
        left_in, because = rounds.left_in.get(ticket), rounds.reasons.get(ticket)
        if left_in is None or because is None:
            raise NothingToExplain(
                f"{self.name_of(ticket)} was left waiting by no round; ask `why` for who has it"
            )
        record = record_of(log, left_in)
        told = nobody(
            record,
            explain.judged_in(record, ticket),
            then=frozen_again(log, record),
            now=self.assignment.frozen_now(ticket),
            round_id=left_in,
            said=explain.why_it_waits(because),
            name_of=self.name_of,
        )
        return told.with_tentative(self.as_things_stand().get(ticket))

    def as_things_stand(self) -> Mapping[TicketId, AsThingsStand]:
        """By waiting ticket: who would get it by the last plan, if that is up to date."""
        now = self.assignment.clock.now()
        return as_things_stand(self._plan.read(), self.assignment.situation, now, self.name_of)

    def outlook(self) -> Outlook:
        """All of it, and how often tentative owners changed."""
        now = self.assignment.clock.now()
        return outlook(self._plan.read(), self.assignment.situation, now, self.name_of)

    def rules_in_words(self) -> dict[str, str]:
        """Every rule's first sentence, by its name."""
        return rulebook.in_words(each.name for each in rulebook.RULES)

    def certain(self, round_id: str) -> str:
        """How good a recorded round is known to be by now, later proofs included."""
        by_now = certainty_of(self.assignment.log, round_id)
        return certainty(by_now.status, by_now.gap)

    def redecide(self, round_id: str) -> Redecided:
        """A recorded round, decided again."""
        return redecide(self.assignment.log, round_id, self.assignment.problems)

    def _waits_because(self, ticket: TicketId) -> str | None:
        situation = self.assignment.situation
        if situation.unreadable and ticket in situation.tickets:
            return explain.UNREADABLE
        return situation.rounds.reasons.get(ticket)

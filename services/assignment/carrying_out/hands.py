"""Carries out what people ask about who owns a ticket, and answers why it is whose."""

from collections.abc import Mapping
from typing import Any

import msgspec

from services.assignment import rulebook
from services.assignment.carrying_out.disputes import dispute
from services.assignment.desk import Assignment
from services.assignment.explaining import explain
from services.assignment.explaining.against import WhyNot
from services.assignment.explaining.explain import NothingToExplain
from services.assignment.explaining.nobody import Nobody, nobody
from services.assignment.explaining.reasons import Why
from services.assignment.explaining.why_not import why_not
from services.assignment.giving.outcome import Moment, Outcome
from services.assignment.giving.ownership import Owned, TicketHasAnOwner
from services.assignment.giving.refusals import SomebodyIsNamed
from services.assignment.policy import previewing
from services.assignment.policy.previewing import Preview
from services.assignment.requests.asking import GivingRequest
from services.assignment.requests.catalogue import GIVING_REQUESTS
from services.assignment.revisiting.redecide import Redecided, redecide
from services.assignment.revisiting.refold import certainty_of, frozen_again, record_of
from services.assignment.toughness.requests import DISPUTE_REQUESTS, DisputeRequest
from shared.eventlog.moment import At
from shared.eventlog.port import Appended, Refusal, RequestIsUnclear
from shared.people.directory import Directory
from shared.sealing.fingerprints import Fingerprints
from shared.sealing.port import Keys
from shared.vocabulary.certainty import certainty
from shared.vocabulary.identity import Actor, PersonId, StreamId, TicketId
from shared.vocabulary.policy.changing import changed
from shared.vocabulary.policy.wording import changes_told

TicketRequest = GivingRequest | DisputeRequest
"""Whatever this service is asked about a ticket."""
TICKET_REQUESTS: tuple[type[TicketRequest], ...] = (*GIVING_REQUESTS, *DISPUTE_REQUESTS)


class NobodyWorksUnderThatName(Refusal):
    """A ticket can only go to somebody who works here."""


class PolicyIsMalformed(RequestIsUnclear):
    """A figure is unknown, or not one the policy may hold."""


class Handed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a request; the same for a repeat of it."""

    ticket: str
    number: int
    version: int
    position: int = 0


class Hands:
    """The assignment service as people speak to it."""

    def __init__(self, assignment: Assignment, directory: Directory, keys: Keys) -> None:
        self.assignment, self.directory = assignment, directory
        self._fingerprints = Fingerprints(keys)

    def ask(
        self,
        ticket: TicketId,
        request: TicketRequest,
        *,
        by: Actor,
        command: str,
        expected: int | None = None,
    ) -> Handed:
        """Carry out what is asked. Raises the refusals of ownership, with the owner's name, and disputes."""
        fingerprint = self._fingerprints.of(
            ticket, type(request).__name__, request.model_dump_json()
        )
        told = self._carried_out(ticket, request, by, command, fingerprint, expected)
        answer = msgspec.json.decode(told.answer, type=Handed)
        return msgspec.structs.replace(answer, position=told.position)

    def why(self, ticket: TicketId, at: At = None) -> Why:
        """Why the ticket is with its owner, or waits, as of a moment. Raises `NothingToExplain`.

        Why it waited at a moment of the past is told by that moment's rounds, not here.
        """
        waits = self._waits_because(ticket) if at is None else None
        return explain.why(
            self.assignment.log, ticket,
            name_of=self.name_of, waits=waits, at=at, problems=self.assignment.problems,
        )  # fmt: skip

    def _waits_because(self, ticket: TicketId) -> str | None:
        situation = self.assignment.situation
        if situation.unreadable and ticket in situation.tickets:
            return explain.UNREADABLE
        return situation.reasons.get(ticket)

    def why_if_any(self, ticket: TicketId, at: At = None) -> Why | None:
        """The same for a page: nothing where there is nothing to explain."""
        try:
            return self.why(ticket, at)
        except NothingToExplain:
            return None

    def why_not(self, ticket: TicketId, agent: PersonId) -> WhyNot:
        """Exactly why a certain agent did not get it."""
        waits_since = self.assignment.situation.judged_in.get(ticket)
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
        left_in, because = situation.judged_in.get(ticket), situation.reasons.get(ticket)
        if left_in is None or because is None:
            raise NothingToExplain(
                f"{self.name_of(ticket)} was left waiting by no round; ask `why` for who has it"
            )
        record = record_of(log, left_in)
        return nobody(
            record,
            explain.judged_in(record, ticket),
            then=frozen_again(log, record),
            now=self.assignment.frozen_now(ticket),
            round_id=left_in,
            said=explain.why_it_waits(because),
            name_of=self.name_of,
        )

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

    def preview(self, change: Mapping[str, Any], *, last: int) -> Preview:
        """What a change of the policy would have made of the last rounds, and would make of what waits.

        Raises `PolicyIsMalformed`, which names the part that is unknown or out of its range.
        """
        self.assignment.catch_up()
        situation = self.assignment.situation
        try:
            candidate = changed(situation.policy, change)
        except ValueError as wrong:
            raise PolicyIsMalformed(str(wrong)) from wrong
        rounds = list(situation.recent)[-last:] if last else []
        waiting = previewing.both(*self.assignment.frozen_under(candidate))
        return Preview(
            changes=changes_told(situation.policy, candidate),
            past=previewing.compared(
                previewing.past(self.assignment.log, rounds, candidate), self.name_of
            ),
            now=previewing.compared([waiting], self.name_of),
            words=previewing.ALONE,
        )

    def agent_called(self, name: str) -> PersonId:
        """The agent who goes by that name or id. Raises `NobodyWorksUnderThatName`."""
        found = [p for p in self.directory.up_to_date().person_called(name) if self._works(p)]
        found = found or self._working_alike(name)
        if len(found) != 1:
            known = sorted(self.name_of(agent) for agent in self.directory.agents)
            many = f"{len(found)} agents are" if found else "no agent is"
            raise NobodyWorksUnderThatName(
                f"{many} called {name!r}; expected one of {', '.join(known)}"
            )
        return found[0]

    def person_called(self, name: str) -> PersonId:
        """Anybody who goes by that name or id. Raises the directory's refusals."""
        return self.directory.up_to_date().person_named(name)

    def name_of(self, who: str) -> str:
        """What people call somebody."""
        return self.directory.up_to_date().name_of(who)

    def _carried_out(
        self,
        ticket: TicketId,
        request: TicketRequest,
        by: Actor,
        command: str,
        fingerprint: bytes,
        expected: int | None,
    ) -> Appended:
        if isinstance(request, DisputeRequest):
            return dispute(
                self.assignment, ticket, request, by=by, command=command, fingerprint=fingerprint,
                expected=expected,
            )  # fmt: skip
        return self.assignment.carry_out(
            ticket,
            lambda owned, moment: self._outcome(owned, request, by, moment),
            by=by,
            command=command,
            fingerprint=fingerprint,
            expected=expected,
        )

    def _outcome(self, owned: Owned, request: GivingRequest, by: Actor, moment: Moment) -> Outcome:
        """What the request comes to; refusals that speak of somebody say their name."""
        try:
            outcome = request.outcome(owned, PersonId(StreamId(by)), moment)
        except TicketHasAnOwner as taken:
            named = str(taken).format(owner=self.name_of(taken.owner))
            raise TicketHasAnOwner(named, owner=taken.owner) from None
        except SomebodyIsNamed as refused:
            named = str(refused).format(who=self.name_of(refused.who) if refused.who else "nobody")
            raise type(refused)(named, who=refused.who) from None
        for person in (outcome.owner, getattr(request, "agent", None)):
            if person and person != owned.owner:
                self._must_work(PersonId(StreamId(person)))
        return outcome

    def _must_work(self, person: PersonId) -> None:
        if not self._works(person):
            raise NobodyWorksUnderThatName(
                f"{self.name_of(person)} does not work here as an agent; name somebody who does"
            )

    def _working_alike(self, part: str) -> list[PersonId]:
        """Agents of whose name this is a word, whatever its case: `ravi` for Ravi Iyer."""
        asked = part.casefold()
        return [
            person
            for person in self.directory.agents
            if asked in self.name_of(person).casefold().split()
        ]

    def _works(self, person: PersonId) -> bool:
        return person in self.directory.up_to_date().agents

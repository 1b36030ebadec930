"""Carries out what people ask about who owns a ticket, and tries policies for them."""

from collections.abc import Mapping
from typing import Any

import msgspec

from services.assignment.carrying_out.answers import Answers
from services.assignment.carrying_out.disputes import dispute
from services.assignment.desk import Assignment
from services.assignment.giving.outcome import Moment, Outcome
from services.assignment.giving.ownership import Owned, TicketHasAnOwner
from services.assignment.giving.refusals import SomebodyIsNamed
from services.assignment.policy import previewing
from services.assignment.policy.candidate import candidate
from services.assignment.policy.previewing import Preview
from services.assignment.requests.asking import GivingRequest
from services.assignment.requests.catalogue import GIVING_REQUESTS
from services.assignment.tentative.kept import KeptPlan
from services.assignment.toughness.requests import DISPUTE_REQUESTS, DisputeRequest
from shared.eventlog.port import Appended, Refusal
from shared.people.directory import Directory
from shared.sealing.fingerprints import Fingerprints
from shared.sealing.port import Keys
from shared.vocabulary.identity import Actor, PersonId, StreamId, TicketId
from shared.vocabulary.policy.wording import changes_told

TicketRequest = GivingRequest | DisputeRequest
"""Whatever this service is asked about a ticket."""
TICKET_REQUESTS: tuple[type[TicketRequest], ...] = (*GIVING_REQUESTS, *DISPUTE_REQUESTS)


class NobodyWorksUnderThatName(Refusal):
    """A ticket can only go to somebody who works here."""


class Handed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a request; the same for a repeat of it."""

    ticket: str
    number: int
    version: int
    position: int = 0


class Hands:
    """The assignment service as people speak to it."""

    def __init__(
        self,
        assignment: Assignment,
        directory: Directory,
        keys: Keys,
        plan: KeptPlan | None = None,
    ) -> None:
        self.assignment, self.directory = assignment, directory
        self.answers = Answers(assignment, self.name_of, plan or KeptPlan())
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

    def preview(self, change: Mapping[str, Any], *, last: int) -> Preview:
        """What a change of the policy would have made of the last rounds, and would make of what waits.

        Raises `PolicyIsMalformed`, which names the part that is unknown or out of its range.
        """
        self.assignment.catch_up()
        situation = self.assignment.situation
        tried = candidate(situation.policy, change)
        rounds = list(situation.rounds.recent)[-last:] if last else []
        waiting = previewing.both(*self.assignment.frozen_under(tried))
        return Preview(
            changes=changes_told(situation.policy, tried),
            past=previewing.compared(
                previewing.past(self.assignment.log, rounds, tried), self.name_of
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

"""A desk whose team is given its tickets in a certain way, and what people ask of it."""

from typing import Any

from services.assignment.carrying_out.hands import Handed, Hands
from services.assignment.carrying_out.teams import Teams
from services.assignment.requests.asking import GivingRequest
from services.assignment.requests.teams import SetGiving, TeamRequest
from services.intake.desk import Answer
from shared.vocabulary.identity import SETUP, Actor, PersonId
from shared.vocabulary.words import Helping, Way
from tests.desks import Desk, id_of


class Given(Desk):
    """A desk with one team of three, its tickets given in this way."""

    def __init__(self, way: Way, helping: Helping | None = None, **skills: int) -> None:
        super().__init__()
        self.ada, self.ben = self.agent("Ada", **skills), self.agent("Ben", **skills)
        self.cy = self.person("Cy")
        self.network = self.team("Network", self.ada, self.ben)
        self.hands = Hands(self.assignment, self.directory, self.keys)
        self.teams = Teams(self.hands, self.keys)
        self.choose(SetGiving(way=way, helping=helping))

    def choose(self, request: TeamRequest) -> None:
        """A supervisor decides about the team."""
        self.teams.ask(self.network, request, by=SETUP, command=self.chance.token(8).hex())

    def asks(self, person: PersonId | Actor, ticket: Answer, request: GivingRequest) -> Handed:
        """Somebody asks something about a ticket."""
        command = self.chance.token(8).hex()
        return self.hands.ask(id_of(ticket), request, by=Actor(person), command=command)

    def asked(self, problem: str = "it broke", **more: Any) -> Answer:
        """Cy asks for help, and a round follows."""
        ticket = self.ticket(problem, by=self.cy, **more)
        self.assignment.run_round()
        return ticket

    def after(self, **span: float) -> None:
        """Time goes by, and a round follows."""
        self.later(**span)
        self.assignment.run_round()

    def given(self, ticket: Answer) -> Any:
        """What stands of a ticket's giving."""
        return self.assignment.owned(id_of(ticket)).given

    def offered(self, ticket: Answer) -> PersonId | None:
        """To whom the ticket is offered."""
        offer = self.given(ticket).offer
        return offer.agent if offer else None

    def other(self, person: PersonId | None) -> PersonId:
        """The other of the two agents."""
        return self.ben if person == self.ada else self.ada

    def told(self, ticket: Answer) -> list[str]:
        """The topics of a ticket's events, oldest first."""
        return [each.event.TOPIC for each in self.log.history(id_of(ticket))]

    def waits_because(self, ticket: Answer) -> str | None:
        """Why the ticket waits, as last recorded."""
        self.assignment.catch_up()
        return self.assignment.situation.rounds.reasons.get(id_of(ticket))

    def leads(self) -> dict[PersonId, int]:
        """Everybody's milli-points ahead of their share."""
        self.assignment.catch_up()
        return dict(self.assignment.situation.ledger.leads(self.clock.now()))

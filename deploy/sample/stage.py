"""The sample desk's services under a clock of their own, and its people once they were introduced."""

import random
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from deploy.desk import Desk
from deploy.sample.cast import AGENTS, CUSTOMERS, DESK, Colleague, Customer
from services.assignment import rulebook
from services.assignment.carrying_out.hands import Hands
from services.assignment.carrying_out.teams import Teams
from services.assignment.desk import Assignment
from services.assignment.requests.asking import GivingRequest
from services.assignment.requests.teams import SetGiving
from services.assignment.situation.live_ticket import LiveTicket
from services.intake.desk import Intake
from services.intake.people import People
from services.intake.requests.form import AgentRequest, TicketRequest
from services.intake.requests.people import FormTeam, IntroducePerson, TeamMember
from services.intake.requests.raising import RaiseTicket
from services.intake.requests.roster import GrantSkill, SetCapacity, WelcomeAgent
from services.intake.requests.working_time import Hours, SetWorkingTime
from services.intake.timers import ClockWork
from shared.clock import Chance, Clock, SteppedClock, fresh_id
from shared.eventlog.port import Refusal
from shared.vocabulary.identity import SETUP, Actor, PersonId, StreamId, TeamId, TicketId
from shared.vocabulary.words import Channel, Role, Way


class Seeded:
    """Chance that is the same for the same seed: for ids and commands of a past, and never for keys.

    Rounds settle what is equal by id, so that without it the same past would not be made again.
    """

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)

    def token(self, length: int) -> bytes:
        """The next bytes."""
        return self._dice.randbytes(length)


@dataclass
class Stage:
    """Where the sample is played: real services, real log, a clock that may be ahead or behind."""

    desk: Desk
    clock: Clock
    chance: Chance
    agents: dict[PersonId, Colleague] = field(default_factory=dict)
    customers: dict[PersonId, Customer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        desk, log = self.desk, self.desk.at_hand.log
        self.intake = Intake(
            log=log, directory=desk.directory, keys=desk.at_hand.keys, clock=self.clock,
            chance=self.chance,
        )  # fmt: skip
        self.people = People(self.intake, rulebook=rulebook.digest())
        self.assignment = Assignment(
            log=log, feed=desk.at_hand.feed, clock=self.clock, chance=self.chance,
            seals=desk.at_hand.seals,
        )  # fmt: skip
        self.hands = Hands(self.assignment, desk.directory, desk.at_hand.keys)
        self.teams = Teams(self.hands, desk.at_hand.keys)
        self.timers = ClockWork(self.intake, desk.at_hand.feed)
        self.supervisor: PersonId | None = None

    def is_set(self) -> bool:
        """Whether the sample's teams are formed already; its people are found again by name.

        Whoever was erased meanwhile is not found any more and takes no part.
        """
        directory = self.desk.directory.up_to_date()
        if not all(directory.team_called(name) for name in DESK.teams):
            return False
        for person in directory.person_called(DESK.supervisor):
            self.supervisor = person
        for colleague in AGENTS:
            for person in directory.person_called(colleague.name):
                self.agents[person] = colleague
        for customer in CUSTOMERS:
            for person in directory.person_called(customer.name):
                self.customers[person] = customer
        return True

    def set_up(self) -> None:
        """Introduce everybody: supervisor, manager, teams, agents with skills and shifts, customers."""
        self.supervisor = self.person(DESK.supervisor, Role.SUPERVISOR)
        self.person(DESK.manager, Role.MANAGER)
        teams = {name: self.team(name, services) for name, services in DESK.teams.items()}
        for name in DESK.offered:
            request, command = SetGiving(way=Way.OFFERED), fresh_id(self.chance)
            self.teams.ask(teams[name], request, by=SETUP, command=command)
        for colleague in AGENTS:
            self.welcome(colleague, teams[colleague.team])
        for customer in CUSTOMERS:
            self.customers[self.person(customer.name, department=customer.department)] = customer

    def move_to(self, moment: datetime) -> None:
        """Let it be that moment, where the clock is the stage's own."""
        if isinstance(self.clock, SteppedClock):
            self.clock.move_to(moment)

    def live(self, ticket: TicketId) -> LiveTicket | None:
        """The ticket as the assignment service saw it last, while the desk has to do with it."""
        return self.assignment.situation.tickets.get(ticket)

    def raise_ticket(self, request: RaiseTicket, by: PersonId) -> TicketId:
        """Somebody asks for help, by the form."""
        call = self.intake.call(Actor(by))
        answer = self.intake.raise_ticket(request, call, channel=Channel.FORM)
        return TicketId(StreamId(answer.id))

    def ask(self, ticket: TicketId, request: TicketRequest, by: PersonId) -> None:
        """Somebody asks something of a ticket; nothing comes of it where somebody else was faster."""
        with suppress(Refusal):
            self.intake.ask(ticket, request, self.intake.call(Actor(by)))

    def hand(self, ticket: TicketId, request: GivingRequest, by: PersonId) -> None:
        """The same about who owns it."""
        with suppress(Refusal):
            command = fresh_id(self.chance)
            self.hands.ask(ticket, request, by=Actor(by), command=command)

    def ask_agent(self, agent: PersonId, request: AgentRequest, by: PersonId | None) -> None:
        """Something about somebody's working life; nothing comes of it where they left meanwhile."""
        with suppress(Refusal):
            call = self.intake.call(Actor(by) if by else SETUP)
            self.intake.ask_agent(agent, request, call)

    def person(self, name: str, *roles: Role, department: str | None = None) -> PersonId:
        """Somebody the desk knows from now on."""
        request = IntroducePerson(
            name=name, roles=roles or (Role.REQUESTER,), department=department
        )
        return PersonId(StreamId(self.people.introduce(request, self.intake.call(SETUP)).id))

    def team(self, name: str, services: Iterable[str]) -> TeamId:
        """A team for these services."""
        request = FormTeam(name=name, services=tuple(services))
        return TeamId(StreamId(self.people.form_team(request, self.intake.call(SETUP)).id))

    def welcome(self, colleague: Colleague, team: TeamId) -> None:
        """An agent with skills, shifts and capacity."""
        person = self.person(colleague.name, Role.AGENT, Role.REQUESTER)
        week = tuple(
            Hours(day=day, start=colleague.start, end=colleague.end) for day in colleague.days
        )
        for request in (
            WelcomeAgent(tier=colleague.tier, languages=colleague.languages),
            SetWorkingTime(zone=colleague.zone, week=week),
            SetCapacity(tickets=3, presence=colleague.presence),
            *(GrantSkill(skill=name, level=level) for name, level in colleague.skills.items()),
        ):
            self.intake.ask_agent(person, request, self.intake.call(SETUP))
        self.people.join(team, TeamMember(agent=person), self.intake.call(SETUP))
        self.agents[person] = colleague

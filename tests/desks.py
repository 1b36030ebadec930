"""A small real desk in memory: the same services as everywhere, under a clock that tests move."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from services.assignment import rulebook
from services.assignment.desk import Assignment
from services.intake.desk import Answer, Intake
from services.intake.people import People
from services.intake.requests.judging import TriageTicket
from services.intake.requests.people import FormTeam, IntroducePerson, TeamMember
from services.intake.requests.raising import RaiseTicket
from services.intake.requests.roster import GrantSkill, SetCapacity, WelcomeAgent
from services.intake.timers import ClockWork
from shared.clock import SteppedClock, SystemChance
from shared.eventlog.feed import StoreFeed
from shared.eventlog.memory import MemoryLog
from shared.people.directory import Directory
from shared.sealing.cipher import Cipher
from shared.sealing.keys_memory import MemoryKeys
from shared.vocabulary.identity import SETUP, Actor, PersonId, StreamId, TeamId, TicketId
from shared.vocabulary.words import Channel, Role

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class Desk:
    """Everything one desk is made of."""

    clock: SteppedClock = field(default_factory=lambda: SteppedClock(MONDAY))
    chance: SystemChance = field(default_factory=SystemChance)

    def __post_init__(self) -> None:
        self.keys = MemoryKeys(self.chance)
        self.seals = Cipher(self.keys, self.chance)
        self.log = MemoryLog(seals=self.seals, clock=self.clock, chance=self.chance)
        self.feed = StoreFeed(self.log)
        self.directory = Directory(self.log, self.seals)
        self.intake = Intake(
            log=self.log,
            directory=self.directory,
            keys=self.keys,
            clock=self.clock,
            chance=self.chance,
        )
        self.people = People(self.intake, rulebook=rulebook.digest())
        self.assignment = Assignment(
            log=self.log, feed=self.feed, clock=self.clock, chance=self.chance, seals=self.seals
        )
        self.timers = ClockWork(self.intake, self.feed)

    def person(self, name: str, *roles: Role) -> PersonId:
        """Somebody the desk knows."""
        request = IntroducePerson(name=name, roles=roles or (Role.REQUESTER,))
        return PersonId(StreamId(self.people.introduce(request, self.intake.call(SETUP)).id))

    def agent(self, name: str, *, tickets: int = 3, **skills: int) -> PersonId:
        """Somebody who works here, always on shift, with these skills."""
        person = self.person(name, Role.AGENT)
        requests = [WelcomeAgent(), SetCapacity(tickets=tickets)]
        for request in (*requests, *(GrantSkill(skill=s, level=v) for s, v in skills.items())):
            self.intake.ask_agent(person, request, self.intake.call(SETUP))
        return person

    def team(self, name: str, *agents: PersonId, services: tuple[str, ...] = ()) -> TeamId:
        """A team of these agents."""
        form = FormTeam(name=name, services=services)
        team = TeamId(StreamId(self.people.form_team(form, self.intake.call(SETUP)).id))
        for agent in agents:
            self.people.join(team, TeamMember(agent=agent), self.intake.call(SETUP))
        return team

    def ticket(self, problem: str, *, by: PersonId, **more: object) -> Answer:
        """Somebody asks for help."""
        request = RaiseTicket(problem=problem, **more)  # type: ignore[arg-type]
        return self.intake.raise_ticket(request, self.intake.call(Actor(by)), channel=Channel.FORM)

    def judge(self, ticket: Answer, *, by: PersonId, **judgement: object) -> None:
        """Somebody judges what a ticket takes."""
        request = TriageTicket(**judgement)  # type: ignore[arg-type]
        self.intake.ask(id_of(ticket), request, self.intake.call(Actor(by)))

    def owner(self, ticket: Answer) -> PersonId | None:
        """Who owns the ticket."""
        return self.intake.ticket(id_of(ticket)).owner

    def events(self, ticket: TicketId) -> list[type]:
        """What happened to the ticket, by kind."""
        return [type(each.event) for each in self.log.history(ticket)]

    def later(self, **span: float) -> None:
        """Time goes by, and what it does happens."""
        self.clock.move_to(self.clock.now() + timedelta(**span))
        self.timers.turn()


def id_of(answer: Answer) -> TicketId:
    """The ticket an answer is about."""
    return TicketId(StreamId(answer.id))

"""Tells a situation what happens on the floor, event by event, as a desk's log would."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from services.assignment.simulator.standings import (
    BEGINS,
    JOINED,
    PRIORITY,
    REVIEWER,
    asker,
    moment,
    resolve_by,
    working_times,
)
from services.assignment.simulator.world import Ask, World, person_id, ticket_id
from services.assignment.situation.situation import Situation
from shared.eventlog.recorded import Recorded
from shared.events import roster as rostered
from shared.events import ticket as said
from shared.events.assignment import DeskPolicySet
from shared.events.declaration import Event
from shared.vocabulary.identity import (
    CLOCK,
    DESK,
    SETUP,
    Actor,
    PersonId,
    Plain,
    StreamId,
    TicketId,
    roster_stream,
)
from shared.vocabulary.policy import Policy
from shared.vocabulary.skill import Skill
from shared.vocabulary.toughness import MilliPoints
from shared.vocabulary.words import Channel, Resolution, WaitingOn, Work
from shared.vocabulary.working_time import Seconds

Hears = Callable[[Recorded[Event]], None]


class Told:
    """A situation that has heard everything until now, and so has who hears it besides."""

    def __init__(self, world: World, document: Policy, *besides: Hears) -> None:
        self.world, self.situation, self.now = world, Situation(), 0
        self.hears = (self.situation.take, *besides)
        self.logged: defaultdict[tuple[int, int], int] = defaultdict(int)
        """By ticket and agent: seconds of work that were logged."""
        self.versions: defaultdict[str, int] = defaultdict(int)
        self.position = 0
        self.tell(DESK, DeskPolicySet(policy=document), by=SETUP)
        self._introduce()

    def tell(self, stream: StreamId, *events: Event, by: Actor = CLOCK) -> None:
        """Let it hear events of one stream that happen now."""
        at = moment(self.now)
        for event in events:
            self.position += 1
            self.versions[stream] += 1
            told: Recorded[Event] = Recorded(
                position=self.position, stream=stream, version=self.versions[stream], event=event,
                at=at, by=by, recorded_at=at, shard=0, previous=0, command="", cause=None,
                generation=1, hash=b"",
            )  # fmt: skip
            for hear in self.hears:
                hear(told)

    def _introduce(self) -> None:
        times = working_times(self.world)
        self.now = round((JOINED - BEGINS).total_seconds())
        for agent, worker in enumerate(self.world.workers):
            person = person_id(agent)
            self.tell(
                roster_stream(person),
                rostered.AgentJoined(
                    agent=person, tier=worker.tier, languages=tuple(map(Plain, worker.languages))
                ),
                *(granted(skill, level) for skill, level in worker.skills.items()),
                rostered.AgentWorkingTimeSet(zone=Plain("UTC"), exceptions=times[agent]),
                by=SETUP,
            )
            for team in worker.teams:
                self.tell(team, rostered.TeamJoined(agent=person), by=SETUP)
        self.now = 0

    def raised(self, ticket: int, ask: Ask, *, toughness: int | None) -> None:
        """A ticket came in and was judged; whoever a redline keeps from it approved it.

        `toughness`: milli-points; None where nobody can say yet.
        """
        stream = ticket_id(ticket)
        self.tell(
            stream,
            said.TicketRaised(
                number=ticket + 1, requester=asker(ticket), channel=Channel.FORM, adopted=True,
                urgent=ask.urgency <= 1, service=Plain(ask.service) if ask.service else None,
            ),
            said.TicketPromiseSet(resolve_by=resolve_by(self.world, ask)),
            said.TicketTriaged(
                priority=PRIORITY[ask.urgency], skill=ask.need, minutes=ask.minutes,
                toughness=None if toughness is None else MilliPoints(toughness),
            ),
        )  # fmt: skip
        if ask.team:
            self.tell(stream, said.TicketRouted(team=ask.team))
        self._approved(stream, map(person_id, ask.barred))

    def _approved(self, stream: TicketId, by: Iterable[PersonId]) -> None:
        for person in by:
            self.tell(stream, said.TicketSetWaiting(on=WaitingOn.APPROVAL))
            self.tell(stream, said.TicketResumed(), by=Actor(person))

    def asked_back(self, ticket: int, agent: int) -> None:
        """The owner asked the requester something."""
        waits = said.TicketSetWaiting(on=WaitingOn.REQUESTER)
        self.tell(ticket_id(ticket), waits, by=Actor(person_id(agent)))

    def answered(self, ticket: int) -> None:
        """The requester answered."""
        self.tell(ticket_id(ticket), said.TicketResumed(), by=Actor(asker(ticket)))

    def worked(self, ticket: int, agent: int, seconds: int) -> None:
        """The owner logged work on it, `seconds` of it since they first had it."""
        person, more = person_id(agent), seconds - self.logged[ticket, agent]
        if more <= 0:
            return
        self.logged[ticket, agent] = seconds
        log = said.TicketWorkLogged(agent=person, seconds=Seconds(more), work=Work.OWNED)
        self.tell(ticket_id(ticket), log, by=Actor(person))

    def judged(self, ticket: int, toughness: int) -> None:
        """Somebody who does not own it looked at it, done as it was, and said how tough it was."""
        self.tell(
            ticket_id(ticket), said.TicketTriaged(toughness=MilliPoints(toughness)), by=REVIEWER
        )

    def resolved(self, ticket: int, agent: int) -> None:
        """The owner resolved it."""
        solved = said.TicketResolved(code=Resolution.SOLVED)
        self.tell(ticket_id(ticket), solved, by=Actor(person_id(agent)))

    def learned(self, agent: int, skill: str, level: int) -> None:
        """An agent knows a level more."""
        self.tell(roster_stream(person_id(agent)), granted(skill, level), by=SETUP)


def granted(skill: str, level: int) -> rostered.AgentSkillGranted:
    """What an agent can do, and how well."""
    return rostered.AgentSkillGranted(skill=Skill(name=Plain(skill), level=level))

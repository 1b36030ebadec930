"""Judging what a ticket takes, and sending it where it can be done."""

from pydantic import Field

from services.intake.asked import Asked
from services.intake.requests.form import Line, TicketRequest, words
from services.intake.requests.raising import promised
from services.intake.ticket import Ticket
from shared.events.declaration import Event
from shared.events.ticket import TicketRouted, TicketTriaged
from shared.vocabulary.identity import Plain, StreamId, TeamId
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.toughness import MilliPoints
from shared.vocabulary.words import Level

LEVELS = tuple(Level)
URGENT = (Level.HIGH, Level.CRITICAL)


class TriageTicket(TicketRequest):
    """Judge what a ticket takes."""

    PATH = "triage"

    impact: Level | None = Field(None, description="How much it hurts.")
    urgency: Level | None = Field(None, description="How soon it matters.")
    toughness: int | None = Field(
        None, description="How hard it is on its agent, in milli-points.", ge=0, le=10_000
    )
    skill: Line | None = Field(None, description="The skill its agent needs.")
    level: int = Field(1, description="How well, from 1 to 5.", ge=1, le=5)
    tier: int = Field(1, description="From which tier.", ge=1, le=9)
    language: Line | None = Field(None, description="In which language.")
    service: Line | None = Field(None, description="What it is about.")
    minutes: int | None = Field(None, description="Expected minutes of work.", ge=1, le=100_000)
    reason: Line | None = Field(None, description="Why; agents read it.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """The judgement, and a new promise where it changes how urgent the ticket is."""
        ticket.must_be_open("judging")
        impact, urgency = self.impact or ticket.impact, self.urgency or ticket.urgency
        priority = priority_of(impact, urgency) if impact and urgency else None
        event = TicketTriaged(
            impact=self.impact,
            urgency=self.urgency,
            priority=priority,
            toughness=MilliPoints(self.toughness) if self.toughness is not None else None,
            skill=self._need(),
            service=Plain(self.service) if self.service else None,
            minutes=self.minutes,
            reason=words(self.reason),
        )
        if priority and (priority in URGENT) != ticket.urgent and self.urgency:
            return (event, promised(priority in URGENT, asked))
        return (event,)

    def _need(self) -> SkillNeed | None:
        need = SkillNeed(
            name=Plain(self.skill) if self.skill else None,
            level=self.level,
            tier=self.tier,
            language=Plain(self.language) if self.language else None,
        )
        return need if need != SkillNeed() else None


def priority_of(impact: Level, urgency: Level) -> Level:
    """Priority from impact and urgency: the mean of both, rounded up (the usual ITIL matrix)."""
    place = (LEVELS.index(impact) + LEVELS.index(urgency) + 1) // 2
    return LEVELS[place]


class RouteTicket(TicketRequest):
    """Send a ticket to the team whose queue it belongs in."""

    PATH = "route"

    team: str = Field(description="The team's id.", pattern=r"^team-[0-9a-f]{32}$")
    reason: Line | None = Field(None, description="Why this team.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """The new queue; nothing if it stands there already."""
        ticket.must_be_open("routing")
        team = TeamId(StreamId(self.team))
        if team == ticket.team:
            return ()
        return (TicketRouted(team=team, before=ticket.team, reason=words(self.reason)),)

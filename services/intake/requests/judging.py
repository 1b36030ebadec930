"""Judging what a ticket takes, and sending it where it can be done."""

from typing import Any

from pydantic import Field

from services.intake.asked import Asked
from services.intake.requests.form import Label, TicketRequest, words
from services.intake.requests.raising import hours
from services.intake.ticket import Judgement, Ticket, merged
from shared.events.declaration import Event
from shared.events.ticket import TicketPromiseSet, TicketRouted, TicketTriaged
from shared.vocabulary.identity import StreamId, TeamId
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Level
from shared.vocabulary.written import Line

LEVELS = tuple(Level)
URGENT = (Level.HIGH, Level.CRITICAL)


class TriageTicket(TicketRequest):
    """Judge what a ticket takes; what is left out stays as it was judged before."""

    PATH = "triage"
    COMMAND = "triage"

    impact: Level | None = Field(None, description="How much it hurts.")
    urgency: Level | None = Field(None, description="How soon it matters.")
    toughness: int | None = Field(
        None, description="How hard it is on its agent, in milli-points.", ge=0, le=10_000
    )
    skill: Label | None = Field(None, description="The skill its agent needs.")
    level: int = Field(1, description="How well, from 1 to 5.", ge=1, le=5)
    tier: int = Field(1, description="From which tier.", ge=1, le=9)
    language: Label | None = Field(None, description="In which language.")
    service: Label | None = Field(None, description="What it is about.")
    minutes: int | None = Field(None, description="Expected minutes of work.", ge=1, le=100_000)
    reason: Line | None = Field(None, description="Why; agents read it.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """The whole judgement as it now stands, and another promise where its urgency changed.

        Nothing where that judgement stands already and no reason is given.
        """
        ticket.must_be_open("judging")
        judged = merged(ticket.judged, self._said())
        if judged.impact and judged.urgency:
            judged = with_priority(judged, priority_of(judged.impact, judged.urgency))
        if judged == ticket.judged and self.reason is None:
            return ()
        event = TicketTriaged(**fields_of(judged), reason=words(self.reason))
        promise = promise_after(judged, ticket, asked)
        return (event, promise) if promise else (event,)

    def _said(self) -> TicketTriaged:
        need = SkillNeed(
            name=words(self.skill), level=self.level, tier=self.tier, language=words(self.language)
        )
        given: dict[str, Any] = self.model_dump(
            include={"impact", "urgency", "toughness", "service", "minutes"}
        )
        return TicketTriaged(**given, skill=need if need != SkillNeed() else None)


def fields_of(judged: Judgement) -> dict[str, Any]:
    """The judgement by the names of the event's fields."""
    return {name: getattr(judged, name) for name in Judgement.__slots__}


def with_priority(judged: Judgement, priority: Level) -> Judgement:
    """The judgement with the priority that follows from it."""
    return Judgement(**(fields_of(judged) | {"priority": priority}))


def priority_of(impact: Level, urgency: Level) -> Level:
    """Priority from impact and urgency: the mean of both, rounded up (the usual ITIL matrix)."""
    place = (LEVELS.index(impact) + LEVELS.index(urgency) + 1) // 2
    return LEVELS[place]


def promise_after(judged: Judgement, ticket: Ticket, asked: Asked) -> TicketPromiseSet | None:
    """The promise moved by what the new urgency allows; None where it stays or there is none."""
    before, now = is_urgent(ticket.judged, ticket), is_urgent(judged, ticket)
    if before == now or ticket.resolve_by is None:
        return None
    moved = hours(asked.policy, urgent=now) - hours(asked.policy, urgent=before)
    return TicketPromiseSet(
        resolve_by=ticket.resolve_by + moved,
        answer_by=ticket.answer_by,
        policy=asked.policy.version,
    )


def is_urgent(judged: Judgement, ticket: Ticket) -> bool:
    """Whether the ticket counts as urgent: staff's judgement over the requester's word."""
    return judged.priority in URGENT if judged.priority else ticket.urgent


class RouteTicket(TicketRequest):
    """Send a ticket to the team whose queue it belongs in."""

    PATH = "route"
    COMMAND = "route"

    team: Line = Field(description="The team's name or id.")
    reason: Line | None = Field(None, description="Why this team.")

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """The new queue; nothing if it stands there already."""
        ticket.must_be_open("routing")
        team = TeamId(StreamId(self.team))
        if team == ticket.team:
            return ()
        return (TicketRouted(team=team, before=ticket.team, reason=words(self.reason)),)

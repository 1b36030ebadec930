"""The roster: who works here, when, at what, with whom never, and in which team."""

from datetime import datetime
from typing import Annotated, ClassVar

from msgspec import Meta

from shared.events.declaration import Event
from shared.vocabulary.identity import Personal, PersonId, Plain
from shared.vocabulary.skill import Skill, Tier
from shared.vocabulary.toughness import Minutes
from shared.vocabulary.words import Absence
from shared.vocabulary.working_time import ShiftException, WeeklyShift


class AgentEvent(Event, frozen=True, kw_only=True):
    """What all events of an agent's working life share."""

    STREAM: ClassVar[str] = "agent"


class AgentJoined(AgentEvent, frozen=True, kw_only=True):
    """Someone began to work tickets at this desk."""

    TOPIC = "agent.joined.v1"
    SENTENCE = "{by} welcomed {agent} as an agent of tier {tier}"

    agent: Annotated[PersonId, Meta(description="The person who became an agent.")]
    tier: Annotated[Tier, Meta(description="Tier of support, 1 is the first.")] = 1
    languages: Annotated[tuple[Plain, ...], Meta(description="Languages the agent works in.")] = ()


class AgentLeft(AgentEvent, frozen=True, kw_only=True):
    """An agent stopped working tickets at this desk."""

    TOPIC = "agent.left.v1"
    SENTENCE = "{by} said goodbye to the agent[: {reason}]"

    reason: Annotated[Personal | None, Meta(description="Why, if it is said.")] = None


class AgentSkillGranted(AgentEvent, frozen=True, kw_only=True):
    """An agent was found able to do something, at a level."""

    TOPIC = "agent.skill-granted.v1"
    SENTENCE = "{by} granted the skill {skill}[, tier {tier}]"

    skill: Annotated[Skill, Meta(description="What the agent can do and how well.")]
    tier: Annotated[
        Tier | None, Meta(description="The agent's tier from now on, if it changes.")
    ] = None


class AgentSkillWithdrawn(AgentEvent, frozen=True, kw_only=True):
    """An agent no longer counts as able to do something."""

    TOPIC = "agent.skill-withdrawn.v1"
    SENTENCE = "{by} withdrew the skill {name}[: {reason}]"

    name: Annotated[Plain, Meta(description="The skill withdrawn.")]
    reason: Annotated[Personal | None, Meta(description="Why.")] = None


class AgentWorkingTimeSet(AgentEvent, frozen=True, kw_only=True):
    """When the agent works: a weekly pattern in a time zone, with exceptions."""

    TOPIC = "agent.working-time-set.v1"
    SENTENCE = "{by} set the working time ({zone})"

    zone: Annotated[Plain, Meta(description="IANA time zone of the pattern.")]
    week: Annotated[
        tuple[WeeklyShift, ...], Meta(description="Shifts of an ordinary week; none: always on.")
    ] = ()
    exceptions: Annotated[
        tuple[ShiftException, ...], Meta(description="Days that differ from the week.")
    ] = ()


class AgentWentAway(AgentEvent, frozen=True, kw_only=True):
    """An agent cannot be given work for now."""

    TOPIC = "agent.went-away.v1"
    SENTENCE = "{by} marked the agent away ({why})[ until {until}]"

    why: Annotated[Absence, Meta(description="The kind of absence; no more is asked.")]
    until: Annotated[datetime | None, Meta(description="When the agent is back.")] = None


class AgentCameBack(AgentEvent, frozen=True, kw_only=True):
    """An agent can be given work again."""

    TOPIC = "agent.came-back.v1"
    SENTENCE = "{by} marked the agent back"


class AgentFocusTimeSet(AgentEvent, frozen=True, kw_only=True):
    """Protected time: the agent works, but is given nothing new."""

    TOPIC = "agent.focus-time-set.v1"
    SENTENCE = "{by} protected the time from {start} to {end}"

    start: Annotated[datetime, Meta(description="Start of the protected time.")]
    end: Annotated[datetime, Meta(description="End of the protected time.")]


class AgentRedlineDrawn(AgentEvent, frozen=True, kw_only=True):
    """The agent must not work for a requester or on a service."""

    TOPIC = "agent.redline-drawn.v1"
    SENTENCE = "{by} drew a redline[ towards {requester}][ around {service}]: {reason}"

    requester: Annotated[
        PersonId | None, Meta(description="The requester the agent must not work for.")
    ] = None
    service: Annotated[
        Plain | None, Meta(description="The service the agent must not work on.")
    ] = None
    reason: Annotated[Personal, Meta(description="Why the line is drawn.")]


class AgentRedlineLifted(AgentEvent, frozen=True, kw_only=True):
    """A redline no longer holds."""

    TOPIC = "agent.redline-lifted.v1"
    SENTENCE = "{by} lifted a redline[ towards {requester}][ around {service}]: {reason}"

    requester: Annotated[
        PersonId | None, Meta(description="The requester the line was drawn towards.")
    ] = None
    service: Annotated[Plain | None, Meta(description="The service the line was drawn around.")] = (
        None
    )
    reason: Annotated[Personal, Meta(description="Why it is lifted.")]


class AgentCapacitySet(AgentEvent, frozen=True, kw_only=True):
    """How much the agent may carry at once, and which share of full time they work."""

    TOPIC = "agent.capacity-set.v1"
    SENTENCE = (
        "{by} set the capacity to {tickets} tickets[ and {minutes} minutes] in work"
        "[, presence {presence}]"
    )

    tickets: Annotated[int, Meta(description="Tickets in work at once.", ge=0, le=1_000)]
    presence: Annotated[
        int,
        Meta(description="Weight in entitlement, thousandths of full time.", ge=0, le=2_000),
    ] = 1_000
    minutes: Annotated[
        Minutes | None, Meta(description="Expected minutes in hand at once; none: the policy's.")
    ] = None


class TeamEvent(Event, frozen=True, kw_only=True):
    """What all events of a team's stream share."""

    STREAM: ClassVar[str] = "team"


class TeamFormed(TeamEvent, frozen=True, kw_only=True):
    """A set of agents who share a queue was formed."""

    TOPIC = "team.formed.v1"
    SENTENCE = "{by} formed the team {name}"

    name: Annotated[Plain, Meta(description="What the team is called.")]
    source: Annotated[
        Plain | None, Meta(description="The imported source that names the team.")
    ] = None
    services: Annotated[
        tuple[Plain, ...], Meta(description="Services whose tickets are routed to the team.")
    ] = ()


class TeamJoined(TeamEvent, frozen=True, kw_only=True):
    """An agent became a member of the team."""

    TOPIC = "team.joined.v1"
    SENTENCE = "{by} added {agent} to the team"

    agent: Annotated[PersonId, Meta(description="The new member.")]


class TeamLeft(TeamEvent, frozen=True, kw_only=True):
    """An agent is no longer a member of the team."""

    TOPIC = "team.left.v1"
    SENTENCE = "{by} took {agent} out of the team"

    agent: Annotated[PersonId, Meta(description="The former member.")]

"""The life of a ticket, from being raised to being closed, as the desk tells it."""

from datetime import datetime
from typing import Annotated, ClassVar

from msgspec import Meta

from shared.events.declaration import Event
from shared.events.source import SourceRow
from shared.vocabulary.identity import Personal, PersonId, Plain, RoundId, TeamId, TicketId
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.toughness import Minutes, TicketToughness
from shared.vocabulary.words import Channel, Level, LinkKind, Origin, Resolution, WaitingOn, Work
from shared.vocabulary.working_time import Seconds


class TicketEvent(Event, frozen=True, kw_only=True):
    """What all events of a ticket's own stream share."""

    STREAM: ClassVar[str] = "ticket"

    row: Annotated[
        SourceRow | None,
        Meta(description="What the imported row states; on the first event of each row only."),
    ] = None


class TicketRaised(TicketEvent, frozen=True, kw_only=True):
    """Someone asked for help and the desk took the request in."""

    TOPIC = "ticket.raised.v1"
    SENTENCE = "{by} raised ticket {number} by {channel}[ for {requester}][: {subject}]"

    number: Annotated[int, Meta(description="The ticket's number at this desk.", ge=1)]
    requester: Annotated[PersonId | None, Meta(description="Who needs the help, if known.")] = None
    channel: Annotated[Channel, Meta(description="Which way the request came in.")]
    urgent: Annotated[bool, Meta(description="Whether the requester called it urgent.")] = False
    subject: Annotated[Personal | None, Meta(description="The problem in one line.")] = None
    problem: Annotated[Personal | None, Meta(description="The problem in full.")] = None
    availability: Annotated[Personal | None, Meta(description="When they can be reached.")] = None
    contact: Annotated[Personal | None, Meta(description="How to contact them.")] = None
    department: Annotated[Personal | None, Meta(description="Where they worked then.")] = None
    email: Annotated[Personal | None, Meta(description="Where mail reached them then.")] = None
    phone: Annotated[Personal | None, Meta(description="Where calls reached them then.")] = None
    service: Annotated[Plain | None, Meta(description="The service or system it is about.")] = None
    source: Annotated[Plain | None, Meta(description="The imported source it comes from.")] = None
    source_key: Annotated[Plain | None, Meta(description="The ticket's key in that source.")] = None
    adopted: Annotated[
        bool, Meta(description="Whether the desk acts on it: always, but for imports not adopted.")
    ] = True


class TicketRouted(TicketEvent, frozen=True, kw_only=True):
    """The ticket was sent to the team whose queue it now stands in."""

    TOPIC = "ticket.routed.v1"
    SENTENCE = "The ticket went to the queue of {team}[ from {before}][: {reason}]"

    team: Annotated[TeamId, Meta(description="The team whose queue it stands in.")]
    before: Annotated[TeamId | None, Meta(description="The team it stood with.")] = None
    reason: Annotated[Personal | None, Meta(description="Why this team.")] = None


class TicketPromiseSet(TicketEvent, frozen=True, kw_only=True):
    """The desk promised when the ticket will be answered and resolved."""

    TOPIC = "ticket.promise-set.v1"
    SENTENCE = "The desk promised a resolution by {resolve_by}[ and an answer by {answer_by}]"

    resolve_by: Annotated[datetime, Meta(description="When it is to be resolved at the latest.")]
    answer_by: Annotated[datetime | None, Meta(description="When the first answer is due.")] = None
    policy: Annotated[int, Meta(description="Version of the policy it follows.")] = 0


class TicketReplied(TicketEvent, frozen=True, kw_only=True):
    """Something was said that the requester and the desk both read."""

    TOPIC = "ticket.replied.v1"
    SENTENCE = "{by} wrote: {text}"

    text: Annotated[Personal, Meta(description="What was written.")]
    thanks: Annotated[bool, Meta(description="A thank-you; it never reopens a ticket.")] = False


class TicketNoted(TicketEvent, frozen=True, kw_only=True):
    """Something was written down that only the desk reads."""

    TOPIC = "ticket.noted.v1"
    SENTENCE = "{by} noted: {text}"

    text: Annotated[Personal, Meta(description="What was written down.")]


class TicketTriaged(TicketEvent, frozen=True, kw_only=True):
    """Someone judged what the ticket takes; the latest judgement holds."""

    TOPIC = "ticket.triaged.v1"
    SENTENCE = (
        "{by} judged the ticket[: impact {impact}][, urgency {urgency}][, priority {priority}]"
        "[, {toughness} points tough][, needs {skill}][, about {service}][, because {reason}]"
    )

    impact: Annotated[Level | None, Meta(description="How much it hurts, judged by staff.")] = None
    urgency: Annotated[Level | None, Meta(description="How soon it matters.")] = None
    priority: Annotated[Level | None, Meta(description="Follows from impact and urgency.")] = None
    toughness: Annotated[
        TicketToughness | None, Meta(description="How hard it is, in milli-points.")
    ] = None
    skill: Annotated[SkillNeed | None, Meta(description="What an agent must be able to do.")] = None
    service: Annotated[Plain | None, Meta(description="The service or system it is about.")] = None
    minutes: Annotated[Minutes | None, Meta(description="Expected minutes of work.")] = None
    reason: Annotated[Personal | None, Meta(description="Why; agents read it.")] = None


class TicketAssigned(TicketEvent, frozen=True, kw_only=True):
    """An agent became the one owner of the ticket."""

    TOPIC = "ticket.assigned.v1"
    SENTENCE = "{agent} became the owner, {origin} by {by}[; before: {before}][: {reason}]"

    agent: Annotated[PersonId, Meta(description="The one accountable agent.")]
    origin: Annotated[Origin, Meta(description="How the ticket came to this agent.")]
    before: Annotated[PersonId | None, Meta(description="Who owned it until now.")] = None
    round: Annotated[RoundId | None, Meta(description="The round whose record says why.")] = None
    reason: Annotated[Personal | None, Meta(description="Why, where a person decided.")] = None
    tough: Annotated[bool | None, Meta(description="Whether it was tough by the policy.")] = None


class TicketReleased(TicketEvent, frozen=True, kw_only=True):
    """The ticket lost its owner and stands in the queue again."""

    TOPIC = "ticket.released.v1"
    SENTENCE = "{by} put the ticket back into the queue; {agent} no longer owns it[: {reason}]"

    agent: Annotated[PersonId, Meta(description="Who owned it until now.")]
    reason: Annotated[Personal | None, Meta(description="Why it went back.")] = None


class TicketSetWaiting(TicketEvent, frozen=True, kw_only=True):
    """The ticket waits for somebody or something outside the desk; its promise stands still."""

    TOPIC = "ticket.set-waiting.v1"
    SENTENCE = "{by} set the ticket waiting on {on}[ until {until}][: {reason}]"

    on: Annotated[WaitingOn, Meta(description="Whom or what it waits for.")]
    until: Annotated[datetime | None, Meta(description="When the wait ends by itself.")] = None
    reason: Annotated[Personal | None, Meta(description="What is awaited.")] = None


class TicketResumed(TicketEvent, frozen=True, kw_only=True):
    """What the ticket waited for has come, or its date was reached."""

    TOPIC = "ticket.resumed.v1"
    SENTENCE = "{by} resumed work on the ticket[: {reason}]"

    reason: Annotated[Personal | None, Meta(description="What came.")] = None


class TicketResolved(TicketEvent, frozen=True, kw_only=True):
    """The desk holds the problem to be settled; the requester may still disagree."""

    TOPIC = "ticket.resolved.v1"
    SENTENCE = "{by} resolved the ticket[ as {code}][: {done}]"

    code: Annotated[Resolution, Meta(description="How it ended.")]
    done: Annotated[Personal | None, Meta(description="What was done about it.")] = None


class TicketConfirmed(TicketEvent, frozen=True, kw_only=True):
    """The requester agreed that the problem is settled."""

    TOPIC = "ticket.confirmed.v1"
    SENTENCE = "{by} confirmed that the problem is settled"


class TicketClosed(TicketEvent, frozen=True, kw_only=True):
    """Nothing more will happen to the ticket; a new problem is a new ticket."""

    TOPIC = "ticket.closed.v1"
    SENTENCE = "{by} closed the ticket[: {why}]"

    why: Annotated[
        Plain | None, Meta(description="What led to it, such as the end of the grace period.")
    ] = None


class TicketReopened(TicketEvent, frozen=True, kw_only=True):
    """The problem is not settled after all."""

    TOPIC = "ticket.reopened.v1"
    SENTENCE = "{by} reopened the ticket[: {reason}]"

    reason: Annotated[Personal | None, Meta(description="What is still wrong.")] = None


class TicketFollowedUp(TicketEvent, frozen=True, kw_only=True):
    """A second round began as a new ticket that is linked to this one."""

    TOPIC = "ticket.followed-up.v1"
    SENTENCE = "{by} followed this ticket up with {follow_up}"

    follow_up: Annotated[TicketId, Meta(description="The ticket of the second round.")]


class TicketLinked(TicketEvent, frozen=True, kw_only=True):
    """The ticket was linked to another one."""

    TOPIC = "ticket.linked.v1"
    SENTENCE = "{by} linked the ticket to {other} ({kind})"

    other: Annotated[TicketId, Meta(description="The other ticket.")]
    kind: Annotated[LinkKind, Meta(description="How the two belong together.")]


class TicketTagged(TicketEvent, frozen=True, kw_only=True):
    """Labels were put on the ticket or taken off."""

    TOPIC = "ticket.tagged.v1"
    SENTENCE = "{by} changed the labels[: added {added}][; removed {removed}]"

    added: Annotated[tuple[Plain, ...], Meta(description="Labels put on.")] = ()
    removed: Annotated[tuple[Plain, ...], Meta(description="Labels taken off.")] = ()


class TicketWorkLogged(TicketEvent, frozen=True, kw_only=True):
    """Minutes of work on the ticket, also by someone who helped without owning it."""

    TOPIC = "ticket.work-logged.v1"
    SENTENCE = "{agent} worked {seconds} on the ticket ({work})[: {what}]"

    agent: Annotated[PersonId, Meta(description="Who did the work.")]
    seconds: Annotated[Seconds, Meta(description="How long, in seconds.", ge=0)]
    work: Annotated[Work, Meta(description="Whether as owner or as help.")]
    what: Annotated[Personal | None, Meta(description="What was done.")] = None


class TicketUpdatedElsewhere(TicketEvent, frozen=True, kw_only=True):
    """The imported source tells of a change that fits no other event."""

    TOPIC = "ticket.updated-elsewhere.v1"
    SENTENCE = "{by} updated {what} in the source[: {before}][ → {after}]"

    what: Annotated[Plain, Meta(description="The source's own name for what changed.")]
    before: Annotated[Personal | None, Meta(description="What stood there before.")] = None
    after: Annotated[Personal | None, Meta(description="What stands there now.")] = None


TicketTurn = TicketSetWaiting | TicketResumed | TicketResolved | TicketReopened | TicketClosed
"""What brings a ticket into another state."""

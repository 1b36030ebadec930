"""Names for things that are identified, so that a ticket's id is never taken for a person's."""

from typing import NewType

StreamId = NewType("StreamId", str)
"""One thing's history in the log: `<kind>-<32 hex digits>`, or `desk`."""

TicketId = NewType("TicketId", StreamId)
PersonId = NewType("PersonId", StreamId)
"""A requester, agent, supervisor, manager or service: `person-…`, random, never derived from a name."""

TeamId = NewType("TeamId", StreamId)
RoundId = NewType("RoundId", StreamId)
ShadowId = NewType("ShadowId", StreamId)
"""What was compared while one policy decided in the shadow of another: `shadow-…`."""

Actor = NewType("Actor", str)
"""Who did it: a person's id, or one of the desk's own hands below."""

CLOCK = Actor("system:clock")
ASSIGNMENT = Actor("system:assignment")
IMPORT = Actor("system:import")
SETUP = Actor("system:setup")

DESK = StreamId("desk")
"""The one stream of what holds for the whole desk: its policy, and the one that is tried beside it."""

Personal = NewType("Personal", str)
"""Words about or by a person: plain while being decided, sealed from the moment they are recorded."""

Plain = NewType("Plain", str)
"""Words declared not to be personal: names of services, codes, fields and states."""

SHARDS = 64


def roster_stream(agent: PersonId) -> StreamId:
    """The stream of an agent's working life; it shares the person's digits and key."""
    return StreamId(agent.replace("person-", "agent-", 1))


def person_of(roster: StreamId) -> PersonId:
    """The person whose working life the roster stream tells."""
    return PersonId(StreamId(roster.replace("agent-", "person-", 1)))


def kind_of(stream: str) -> str:
    """What a stream is about: ticket, person, agent, team, round, shadow or desk."""
    return stream.partition("-")[0]


def is_person(actor: str) -> bool:
    """Whether the actor is a person rather than one of the desk's own hands."""
    return actor.startswith("person-")

"""Who the desk's people are: introduced once, linked with evidence, erased on request."""

from typing import Annotated, ClassVar

from msgspec import Meta

from shared.events.declaration import Event
from shared.vocabulary.identity import Personal, PersonId, Plain
from shared.vocabulary.words import Role


class PersonEvent(Event, frozen=True, kw_only=True):
    """What all events of a person's own stream share."""

    STREAM: ClassVar[str] = "person"


class PersonIntroduced(PersonEvent, frozen=True, kw_only=True):
    """The desk came to know a person."""

    TOPIC = "person.introduced.v1"
    SENTENCE = "{by} introduced {name}"

    name: Annotated[Personal, Meta(description="What the person is called.")]
    email: Annotated[Personal | None, Meta(description="Where mail reaches the person.")] = None
    phone: Annotated[Personal | None, Meta(description="Where a call reaches the person.")] = None
    department: Annotated[Personal | None, Meta(description="Where the person works.")] = None
    source: Annotated[
        Plain | None, Meta(description="The imported source that names the person.")
    ] = None
    column: Annotated[Plain | None, Meta(description="The source's column the name stood in.")] = (
        None
    )


class PersonLinked(PersonEvent, frozen=True, kw_only=True):
    """Two identities were found to be one person."""

    TOPIC = "person.linked.v1"
    SENTENCE = "{by} linked {other} to this person: {evidence}"

    other: Annotated[PersonId, Meta(description="The other identity of the same person.")]
    evidence: Annotated[Personal, Meta(description="What shows that the two are one.")]


class PersonRoleGranted(PersonEvent, frozen=True, kw_only=True):
    """The person may act in a role from now on."""

    TOPIC = "person.role-granted.v1"
    SENTENCE = "{by} granted the role {role}"

    role: Annotated[Role, Meta(description="What the person may do at the desk.")]


class PersonRoleWithdrawn(PersonEvent, frozen=True, kw_only=True):
    """The person may no longer act in a role."""

    TOPIC = "person.role-withdrawn.v1"
    SENTENCE = "{by} withdrew the role {role}[: {reason}]"

    role: Annotated[Role, Meta(description="What the person may no longer do.")]
    reason: Annotated[Personal | None, Meta(description="Why.")] = None


class PersonErased(PersonEvent, frozen=True, kw_only=True):
    """The person's keys were destroyed; every figure stays, the words are gone."""

    TOPIC = "person.erased.v1"
    SENTENCE = "{by} erased the person's words: {reason}"

    reason: Annotated[Plain, Meta(description="The ground of the erasure; not personal.")]
    keys: Annotated[int, Meta(description="How many keys were destroyed.", ge=0)]

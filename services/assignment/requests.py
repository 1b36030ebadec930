"""What people may ask about who owns a ticket: each request with the one rule that decides it."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.assignment.ownership import Owned
from shared.people.policy_table import Action
from shared.vocabulary.identity import PersonId, StreamId
from shared.vocabulary.words import Origin

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Agent = Annotated[str, StringConstraints(pattern=r"^person-[0-9a-f]{32}$")]


class OwnershipRequest(BaseModel):
    """Something asked about who owns a ticket."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    PATH: ClassVar[str]
    DONE: ClassVar[str]
    """What became of the ticket, in words."""
    ACTION: ClassVar[Action] = Action.TAKE
    ORIGIN: ClassVar[Origin] = Origin.TAKEN
    BY_AGENTS: ClassVar[bool] = True
    """Whether it is done by the agent whose hands it is about."""

    def taker(self, owned: Owned, by: PersonId) -> PersonId | None:
        """Who owns it afterwards; None for nobody. Raises the refusals of ownership."""
        raise NotImplementedError


class TakeTicket(OwnershipRequest):
    """Take a ticket that nobody owns."""

    PATH, DONE = "take", "was taken"

    def taker(self, owned: Owned, by: PersonId) -> PersonId | None:
        """Whoever asked."""
        owned.must_be_free(by)
        return by


class GiveTicket(OwnershipRequest):
    """Give a ticket to an agent, as a supervisor, with a reason."""

    PATH, DONE = "give", "was given"
    ACTION = Action.GIVE
    ORIGIN = Origin.GIVEN
    BY_AGENTS = False

    agent: Agent = Field(description="Who is to own it.")
    reason: Line = Field(description="Why; both agents read it.")

    def taker(self, owned: Owned, by: PersonId) -> PersonId | None:
        """Whoever was named."""
        owned.must_be_live()
        return PersonId(StreamId(self.agent))


class HandOverTicket(OwnershipRequest):
    """Hand one's own ticket over to another agent, with what they should know."""

    PATH, DONE = "hand-over", "was handed over"
    ORIGIN = Origin.HANDED_OVER

    agent: Agent = Field(description="Who is to own it.")
    reason: Line = Field(description="What the next owner should know.")

    def taker(self, owned: Owned, by: PersonId) -> PersonId | None:
        """Whoever was named, if it is the owner who asks."""
        owned.must_belong_to(by)
        return PersonId(StreamId(self.agent))


class PutBackTicket(OwnershipRequest):
    """Put one's own ticket back into the queue."""

    PATH, DONE = "put-back", "was put back into the queue"
    ORIGIN = Origin.PUT_BACK

    reason: Line = Field(description="Why it goes back.")

    def taker(self, owned: Owned, by: PersonId) -> PersonId | None:
        """Nobody, if it is the owner who asks."""
        owned.must_belong_to(by)
        return None


OWNERSHIP_REQUESTS: tuple[type[OwnershipRequest], ...] = (
    TakeTicket,
    GiveTicket,
    HandOverTicket,
    PutBackTicket,
)

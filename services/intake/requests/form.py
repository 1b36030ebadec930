"""The form of every request: frozen, nothing unknown in it, limits with their reasons."""

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from services.intake.agent import Agent
from services.intake.asked import Asked
from services.intake.ticket import Ticket
from shared.events.declaration import Event
from shared.people.policy_table import Action

LONGEST_LABEL = 60
"""Characters; what tickets are sorted by is a word or a few, and never about a person."""
MOST_AT_ONCE = 50
"""Labels, languages or services in one request; more would be a list nobody reads."""
FIRST_YEAR, LAST_YEAR = 1970, 9000


def with_zone(moment: datetime) -> datetime:
    """The moment with a zone: one that tells none, as browsers' fields do, is in UTC.

    Years at the ends of the calendar are refused: in another zone they do not exist."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"expected a moment between the years {FIRST_YEAR} and {LAST_YEAR}")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Moment = Annotated[datetime, AfterValidator(with_zone)]
Label = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=LONGEST_LABEL, pattern=r"^\w[\w .&/+()'-]*$"
    ),
]
"""A name from the desk's own list of skills, services, languages or labels; it is not sealed."""


class Request(BaseModel):
    """Something asked of the desk; it may be refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ACTION: ClassVar[Action]
    """The row of the policy table that says who may ask it."""


class TicketRequest(Request):
    """Something asked about one ticket."""

    PATH: ClassVar[str]
    """How the request is called in addresses."""
    COMMAND: ClassVar[str]
    """How it is called on the command line."""
    COMMUTES: ClassVar[bool] = False
    """Whether it may be decided again on a newer version without asking: words yes, states no."""
    ACTION: ClassVar[Action] = Action.WORK

    def decide(self, ticket: Ticket, asked: Asked) -> tuple[Event, ...]:
        """What follows for the ticket; empty if there is nothing new to record."""
        raise NotImplementedError


class AgentRequest(Request):
    """Something asked about one agent's working life."""

    PATH: ClassVar[str]
    COMMAND: ClassVar[str]
    ACTION: ClassVar[Action] = Action.MANAGE_ROSTER

    def decide(self, agent: Agent, asked: Asked) -> tuple[Event, ...]:
        """What follows for the agent; empty if there is nothing new to record."""
        raise NotImplementedError


def words(text: str | None) -> Any:
    """Personal words as an event takes them: none where nothing was said."""
    return text or None

"""What every request about who has a ticket shares: its address, who may ask it, and who is meant."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, StringConstraints

from services.assignment.giving.outcome import Moment, Outcome
from services.assignment.giving.ownership import Owned
from shared.people.policy_table import Action
from shared.vocabulary.identity import PersonId
from shared.vocabulary.written import PERSON

Agent = Annotated[str, StringConstraints(pattern=PERSON)]


class Asked(BaseModel):
    """Anything asked of the assignment service."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    PATH: ClassVar[str]
    DONE: ClassVar[str]
    """What became of the ticket or team, after its number or name."""
    ACTION: ClassVar[Action]
    BY_AGENTS: ClassVar[bool] = True
    """Whether it is done by an agent in their own name; else a supervisor does it."""


class GivingRequest(Asked):
    """Something asked about who has a ticket."""

    ACTION: ClassVar[Action] = Action.TAKE

    def outcome(self, owned: Owned, by: PersonId, moment: Moment) -> Outcome:
        """What it comes to, on the ticket's history so far. Raises the refusal that says no."""
        raise NotImplementedError

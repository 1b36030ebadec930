"""How all rivals hear of what becomes of their deals: not at all."""

from services.assignment.simulator.floor import Floor
from services.assignment.simulator.world import Break


class Forgetful:
    """Is told what happens and keeps none of it."""

    def arrived(self, floor: Floor, ticket: int) -> None:
        """A ticket came in."""

    def learned(self, floor: Floor, agent: int, skill: str) -> None:
        """An agent knows a level more of a skill."""

    def went_home_sick(self, floor: Floor, agent: int, until: int) -> None:
        """An agent left before the planned end of the shift."""

    def stepped_aside(self, floor: Floor, agent: int, pause: Break) -> None:
        """An agent went to lunch, or into focus time."""

    def asked_back(self, floor: Floor, ticket: int, agent: int) -> None:
        """The agent asked the requester something; it waits."""

    def answered(self, floor: Floor, ticket: int) -> None:
        """The requester answered."""

    def declined(self, floor: Floor, ticket: int, agent: int) -> None:
        """The agent would not have it; it waits for another."""

    def given_up(self, floor: Floor, ticket: int, agent: int, worked: int) -> None:
        """The agent's day ended over it after so many seconds of work; it waits for another."""

    def closed(
        self, floor: Floor, ticket: int, agent: int, worked: dict[int, int], *, for_good: bool
    ) -> None:
        """The agent resolved it; `worked` are seconds by everybody who did. Not for good: it comes back."""

    def reopened(self, floor: Floor, ticket: int, agent: int) -> None:
        """It was not settled after all; it is the agent's again."""

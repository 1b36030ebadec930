"""A policy that remembers nothing of what it dealt: all of the rivals."""

from services.assignment.simulator.floor import Floor


class Forgetful:
    """Is told what happens and keeps none of it."""

    exceptions = 0

    def on_shift(self, floor: Floor, agent: int) -> None:
        """Nothing to remember."""

    def dealt(self, floor: Floor, ticket: int, agent: int) -> None:
        """Nothing to remember."""

    def declined(self, floor: Floor, ticket: int, agent: int) -> None:
        """Nothing to remember."""

    def given_up(self, floor: Floor, ticket: int, agent: int) -> None:
        """Nothing to remember."""

    def closed(self, floor: Floor, ticket: int, agent: int) -> None:
        """Nothing to remember."""

    def reopened(self, floor: Floor, ticket: int, agent: int) -> None:
        """Nothing to remember."""

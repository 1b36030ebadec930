"""What is said about a ticket of the sample, and what its luck decides besides."""

from collections.abc import Sequence
from zlib import crc32

from deploy.sample.problems import Problem, script
from services.assignment.simulator.dice import Dice
from services.assignment.simulator.world import World


class Words:
    """The script, by the tickets of a world."""

    def __init__(self, world: World) -> None:
        self.script = script()
        self._luck = [ask.luck for ask in world.asks]
        known = {each.subject: each for each in self.script.problem}
        self._problems = [known[ask.service or ""] for ask in world.asks]

    def problem(self, ticket: int) -> Problem:
        """What the ticket is about."""
        return self._problems[ticket]

    def question(self, ticket: int, *, again: bool) -> str:
        """What its owner asks, or asks after that."""
        return self.script.asked_again if again else self._problems[ticket].asked

    def answer(self, ticket: int, *, again: bool) -> str:
        """What its requester answers."""
        return self.script.answered_again if again else self._problems[ticket].answered

    def one_of(self, said: Sequence[str], ticket: int) -> str:
        """What is said of what might be."""
        return said[self.lot(ticket, "said", len(said))]

    def lot(self, ticket: int, about: str, limit: int) -> int:
        """What the ticket's luck decides about something, from 0 up to the limit."""
        return Dice(self._luck[ticket] ^ crc32(about.encode())).below(limit)

"""A world: who works when, who asks for what, and everything that will turn out about it.

All chance is in the world and drawn before anything runs, so that two policies meet the same tickets,
the same sick leave and the same moods. Whole numbers throughout: seconds since the run's first midnight.
"""

import msgspec

from shared.vocabulary.identity import PersonId, StreamId, TeamId, TicketId
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Absence

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
PER_MILLE = 1_000


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """A question to the requester in the middle of the work."""

    after: int
    """Per mille of the work that is done before it is asked."""
    answered_in: int
    """Seconds until the requester answers."""


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """A requester who finds that it is not settled after all."""

    after: int
    """Seconds after it was resolved."""
    work: int
    """Seconds of an ordinary agent's work that it takes once more."""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One ticket as the world knows it; the desk is told less."""

    arrives: int
    urgency: int
    """0 is the most urgent of four classes."""
    promised: int
    """Open seconds within which work on it should begin."""
    need: SkillNeed
    work: int
    """Seconds that an ordinary agent who is fluent in it needs."""
    minutes: int
    """The desk's estimate."""
    toughness: int
    """True milli-points."""
    forecast: int = 0
    """Milli-points as they were forecast when it arrived, in a past that is replayed."""
    looks_tough: bool = False
    """Whether an agent who reads it would rather leave it to somebody else."""
    team: TeamId | None = None
    service: str | None = None
    """What it is about; all that tells beforehand how tough it may be."""
    barred: tuple[int, ...] = ()
    """Agents whom a redline keeps from it."""
    pauses: tuple[Pause, ...] = ()
    returns: Return | None = None
    beyond: bool = False
    """Whether an owner who is not fluent in it gives it up once it was answered what they asked."""
    luck: int = 0
    """From this number follows who would decline it."""


class Worker(msgspec.Struct, frozen=True, kw_only=True):
    """An agent as the world begins."""

    skills: dict[str, int]
    tier: int
    pace: int = PER_MILLE
    """Per mille of an ordinary agent's time for the same work."""
    seniority: int = 0
    """0 picks first where people pick for themselves."""
    languages: tuple[str, ...] = ()
    teams: tuple[TeamId, ...] = ()
    declines: int = 0
    """Per mille of the tickets they are offered."""


class Shift(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A shift as it will really be worked: leave, sickness and late starts are in it."""

    start: int
    end: int
    agent: int
    planned: int
    """When it was to end, as the roster says; later than `end` where somebody fell sick."""


class Break(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A part of a shift in which the agent is given nothing new."""

    start: int
    end: int
    agent: int
    lunch: bool
    """Whether they do not work either; else it is focus time, for what they have in hand."""


class Absent(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """An agent who misses a whole shift that the roster planned, as it turns out when it begins."""

    start: int
    until: int
    """When they are back."""
    agent: int
    why: Absence


class World(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a run needs besides a policy."""

    scenario: str
    seed: int
    days: int
    workers: tuple[Worker, ...]
    asks: tuple[Ask, ...]
    """In order of arrival."""
    shifts: tuple[Shift, ...]
    breaks: tuple[Break, ...] = ()
    """Within the shifts; who is not there then has none."""
    absent: tuple[Absent, ...] = ()
    """What is missing of the planned shifts, where the roster does not tell beforehand; earliest first."""
    opens: int = 8 * HOUR
    closes: int = 22 * HOUR
    """Waits count between these hours of every day."""
    fluent: int = 2
    """Levels above the need at which nothing is lost."""
    slower: tuple[int, ...] = (1_000, 1_120, 1_300)
    """Per mille of a fluent agent's time by levels short of fluent."""
    lessons: int = 60
    """Tickets after which an agent who is not fluent in a skill knows one level more of it."""

    def open_until(self, moment: int) -> int:
        """Open seconds from the first midnight up to a moment."""
        days, left = divmod(moment, DAY)
        return days * (self.closes - self.opens) + min(
            max(0, left - self.opens), self.closes - self.opens
        )

    def when_open_for(self, start: int, open_seconds: int) -> int:
        """The moment at which so many open seconds have passed since the start."""
        length = self.closes - self.opens
        days, left = divmod(self.open_until(start) + open_seconds, length)
        return days * DAY + self.opens + left


def ticket_id(index: int) -> TicketId:
    """The id of the world's so manieth ticket; ids sort in order of arrival."""
    return TicketId(StreamId(f"ticket-{index:032x}"))


def person_id(index: int) -> PersonId:
    """The id of the world's so manieth agent."""
    return PersonId(StreamId(f"person-{index:032x}"))


def team_id(index: int) -> TeamId:
    """The id of the world's so manieth team."""
    return TeamId(StreamId(f"team-{index:032x}"))

"""The answer to why a ticket is whose: one sentence, then the numbers behind it."""

from collections.abc import Iterable

import msgspec

from services.assignment.explaining.candidates import Weighed
from services.assignment.explaining.spoken import NameOf
from shared.events.assignment import RuledOut
from shared.vocabulary.identity import PersonId, RoundId, TicketId
from shared.vocabulary.words import Origin


class Barred(msgspec.Struct, frozen=True, kw_only=True):
    """Agents whom one rule barred from the ticket."""

    rule: str
    agents: tuple[PersonId, ...]
    names: tuple[str, ...]


class Next(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket that came later on the list from which another was pulled."""

    ticket: TicketId
    name: str
    breaks: bool
    """Whether its promise was about to break."""
    past_the_cap: float
    """Tough points by which it would have led them past the fairness cap."""
    minutes_less: float
    """By how many minutes beginning it was worth less than beginning the pulled one."""


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: one sentence, then the numbers behind it."""

    ticket: TicketId
    sentence: str
    agent: PersonId | None = None
    origin: Origin | None = None
    round: RoundId | None = None
    weighed: tuple[Weighed, ...] = ()
    barred: tuple[Barred, ...] = ()
    following: tuple[Next, ...] = ()
    """Of a pulled ticket: what came next on the list, the first first."""
    entitled: tuple[str, ...] = ()
    """Of a pulled ticket: the names, sorted, of all to whom a share was due, whether they had room or not."""
    words: dict[str, str] = {}
    """What each rule named above says, in a sentence."""
    status: str | None = None
    certain: str | None = None
    """What is proven of the plan, in a sentence."""
    gap_percent: float | None = None
    policy: int | None = None
    digest: str | None = None


def barred_by(ruled_out: Iterable[RuledOut], name_of: NameOf) -> tuple[Barred, ...]:
    """Who was barred by which rule, with names."""
    return tuple(
        Barred(rule=each.rule, agents=each.agents, names=tuple(map(name_of, each.agents)))
        for each in ruled_out
    )

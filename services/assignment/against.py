"""What is told to somebody who asks against a decision: why not that agent."""

import msgspec

from services.assignment.explain import NameOf
from shared.events.assignment import RoundDecided
from shared.vocabulary.identity import PersonId, TicketId


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule says differently of one agent, or of a ticket left waiting, when it is forced."""

    rule: str
    agent: PersonId | TicketId
    name: str
    minutes: float
    """What it adds; below 0 what is saved."""
    words: str


class WhyNot(msgspec.Struct, frozen=True, kw_only=True):
    """Why a certain agent did not get the ticket."""

    ticket: TicketId
    agent: PersonId
    sentence: str
    rule: str | None = None
    """The first rule that kept them from it, if one did."""
    minutes_more: float | None = None
    """What the best plan with them on it costs more, by solving the round again."""
    because: tuple[Because, ...] = ()
    """The same by rule and agent, the largest first; they sum to `minutes_more`."""
    status: str | None = None
    """Whether the forced plan is proven to be the best there is."""
    moved: dict[str, str] = {}
    """Tickets of the round that would have gone to somebody else, and to whom."""


def dealt_in(record: RoundDecided) -> dict[TicketId, PersonId]:
    """Who got which ticket of the round."""
    return {each.ticket: each.agent for each in record.tickets if each.agent}


def gone_elsewhere(
    record: RoundDecided,
    ticket: TicketId,
    before: dict[TicketId, PersonId],
    after: dict[TicketId, PersonId],
    name_of: NameOf,
) -> dict[str, str]:
    """Other tickets of the round that would have gone to somebody else, and to whom."""
    return {
        name_of(other): name_of(after[other]) if other in after else "nobody"
        for other in (each.ticket for each in record.tickets)
        if other != ticket and before.get(other) != after.get(other)
    }


def sentence_of(name: str, more: float, left: int, because: tuple[Because, ...]) -> str:
    """What forcing it would have meant, and what made most of it."""
    words = f"would have cost {more:.1f} minutes more" if more > 0 else "would have cost as much"
    if left > 0:
        words = "would have left a more pressing ticket waiting"
    dearest = next((each for each in because if each.minutes > 0), None)
    why = f": {dearest.name} {dearest.words}" if dearest and more > 0 else ""
    return f"With {name} on it the best plan of the round {words}{why}."

"""What is told to somebody who asks against a decision: why not that agent."""

import msgspec

from services.assignment.explaining import spoken
from services.assignment.explaining.numbers import Numbers
from services.assignment.explaining.smallest import Change, Changes, Part
from services.assignment.explaining.spoken import NameOf
from services.assignment.explaining.whole_round import Difference
from shared.events.assignment import Judged
from shared.vocabulary.identity import PersonId, StreamId, TicketId


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
    alone_more: float | None = None
    """The same with the rest of the round left as it was; none where the record does not tell them."""
    by_rule: dict[str, float] = {}
    """`minutes_more` by rule, net over everybody, the largest first; what cancels out is left out."""
    because: tuple[Because, ...] = ()
    """The same by rule and agent, the largest first; they sum to `minutes_more`."""
    status: str | None = None
    """Whether the forced plan is proven to be the best there is."""
    instead: tuple[str, ...] = ()
    """What the agent got of the same round instead."""
    moved: dict[str, str] = {}
    """Tickets of the round that would have gone to somebody else, and to whom."""
    smallest: tuple[Change, ...] | None = None
    """The smallest change of each kind that would have given them the ticket; none where it is not known."""
    unproven: tuple[str, ...] = ()
    """Kinds of change of which nothing can be said for certain in so large a round."""


def compared(
    judged: Judged,
    agent: PersonId,
    told: Difference,
    *,
    instead: tuple[TicketId, ...],
    because: tuple[Because, ...],
    smallest: Changes | None,
    name_of: NameOf,
) -> WhyNot:
    """The best plan with the agent on the ticket against the decided one, in words and numbers."""
    alone = alone_more(judged, agent)
    sentences = (
        whole_round(judged, agent, told, name_of),
        both_numbers(alone, told),
        turned(smallest, name_of(agent)),
        smallest.untold if smallest else "",
    )
    return WhyNot(
        ticket=judged.ticket,
        agent=agent,
        sentence=" ".join(filter(None, sentences)),
        minutes_more=told.milli_minutes / 1000,
        alone_more=None if alone is None else alone / 1000,
        by_rule={rule: cost / 1000 for rule, cost in told.by_rule.items()},
        because=because,
        status=told.status.value,
        instead=tuple(map(name_of, instead)),
        moved={
            name_of(each.ticket): name_of(each.after) if each.after else "nobody"
            for each in told.swaps
        },
        smallest=smallest.found if smallest else None,
        unproven=tuple(each.value for each in smallest.unproven) if smallest else (),
    )


def whole_round(judged: Judged, agent: PersonId, told: Difference, name_of: NameOf) -> str:
    """What became of the rest, and what the round would have cost."""
    moved = spoken.swapped(told.swaps, name_of)
    with_them = f"With {name_of(agent)} on {name_of(judged.ticket)}"
    rest = f", {moved}, and" if moved else ""
    return f"{with_them}{rest} the round {spoken.outcome(told)}{spoken.proof(told.status)}."


def both_numbers(alone: int | None, told: Difference) -> str:
    """Why the recorded difference is another number, where it is."""
    if alone is None or alone == told.milli_minutes or not told.swaps or told.risk or told.overflow:
        return ""
    return (
        f"With the rest of the round left as it was, the ticket alone would have added "
        f"{alone / 1000:.1f} minutes more; sharing out the rest anew makes the difference."
    )


def turned(smallest: Changes | None, name: str) -> str:
    """The smallest changes in a sentence; silent where they are not known."""
    if smallest is None:
        return ""
    ways = [
        f"had {'they' if each.part in (Part.LEAD, Part.LAG) else 'it'} been {each.words}"
        for each in smallest.found
    ]
    if ways:
        return f"It would have gone to {name} {spoken.either(ways)}."
    none = [part.value for part in smallest.asked if part not in smallest.unproven]
    return f"No other {spoken.either(none)} would have given it to {name}." if none else ""


def alone_more(judged: Judged, agent: PersonId) -> int | None:
    """Milli-minutes that the record says the agent would have added more, the rest left as it was."""
    costs = {each.agent: each.cost for each in judged.candidates}
    if agent not in costs or judged.agent not in costs:
        return None
    return costs[agent] - costs[judged.agent]


def got_instead(round_: Numbers, agent: int, ticket: int) -> tuple[TicketId, ...]:
    """What else of the round the agent got in the decided plan."""
    return tuple(
        TicketId(StreamId(round_.problem.tickets[place]))
        for place, owner in enumerate(round_.owners)
        if owner == agent and place != ticket and "#" not in round_.problem.tickets[place]
    )

"""Who could have had a ticket: what each would have added alone, and what the whole round comes to with them.

Both stand side by side, because both are asked for and they are not the same. Alone, the rest of the plan is
left as it was; over the whole round it is shared out anew, and only that says what the decision was worth.
"""

from collections.abc import Sequence

import msgspec

from services.assignment.explaining import spoken
from services.assignment.explaining.numbers import Numbers
from services.assignment.explaining.spoken import NameOf
from services.assignment.explaining.whole_round import Difference, best_with, difference
from shared.events.assignment import CANDIDATES, Candidate, Judged
from shared.vocabulary.identity import PersonId


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """One agent who could have had the ticket."""

    agent: PersonId
    name: str = ""
    minutes: float
    """What the ticket adds with this agent, the rest of the round as it was."""
    terms: dict[str, float]
    """The same by rule, in minutes; a curve's part is not net of what another ticket saves."""
    whole: Difference | None = None
    """What the round comes to with them on it, the rest shared out anew; none for who got it, and where
    the round's numbers are not kept."""


def weighed_of(round_: Numbers | None, judged: Judged) -> tuple[Weighed, ...]:
    """The recorded candidates, cheapest first, each with the whole round as it would have been."""
    return tuple(
        weighed(each, whole=whole(round_, judged, each.agent) if round_ else None)
        for each in judged.candidates
    )


def weighed(candidate: Candidate, *, name: str = "", whole: Difference | None = None) -> Weighed:
    """A recorded candidate in minutes."""
    return Weighed(
        agent=candidate.agent,
        name=name,
        minutes=candidate.cost / 1000,
        terms={rule: value / 1000 for rule, value in candidate.terms.items()},
        whole=whole,
    )


def whole(round_: Numbers, judged: Judged, agent: PersonId) -> Difference | None:
    """The whole round with the agent on the ticket; none for who has it."""
    place = round_.agent(agent)
    if agent == judged.agent or place is None:
        return None
    ticket = round_.place(judged.ticket)
    best = best_with(round_, ticket, place)
    return difference(round_, ticket, best) if best else None


def sentence_of(judged: Judged, weighed: Sequence[Weighed], out: int, name_of: NameOf) -> str:
    """One sentence: who, among how many, and what the nearest other would have meant."""
    agent = judged.agent
    assert agent, "only a dealt ticket is explained by its candidates"
    ticket, name, others = (
        name_of(judged.ticket),
        name_of(agent),
        [each for each in weighed if each.agent != agent],
    )
    if not others:
        return f"{ticket} went to {name}, the only one who could take it then{ruled_out(out)}."
    known = [(each, each.whole) for each in others if each.whole is not None]
    if not known:
        return alone(ticket, agent, weighed, name_of)
    nearest, told = min(known, key=lambda each: rank(each[1]))
    moved = spoken.swapped(told.swaps, name_of)
    return (
        f"{ticket} went to {name}, {of_how_many(len(weighed))}: with {name_of(nearest.agent)}, who came "
        f"nearest, {f'{moved}, and ' if moved else ''}the round {spoken.outcome(told)}"
        f"{spoken.proof(told.status)}."
    )


def alone(ticket: str, agent: PersonId, weighed: Sequence[Weighed], name_of: NameOf) -> str:
    """The same from the record alone: the rest of the round is left as it was."""
    mine = next((each for each in weighed if each.agent == agent), None)
    best = next(each for each in weighed if each.agent != agent)
    if mine is None:
        return f"{ticket} went to {name_of(agent)}, so that the nearest others could take what else waited."
    more = best.minutes - mine.minutes
    word = "more" if more >= 0 else "less, but something else of the round would have missed them"
    return (
        f"{ticket} went to {name_of(agent)}, {of_how_many(len(weighed))}: with the rest of the round left "
        f"as it was, {name_of(best.agent)} would have added {abs(more):.1f} minutes {word}."
    )


def rank(told: Difference) -> tuple[int, int, int]:
    """Who comes nearest: the round that differs least, level by level."""
    return told.risk, told.overflow, told.milli_minutes


def of_how_many(candidates: int) -> str:
    """Among how many; of more than the record tells, no number."""
    if candidates >= CANDIDATES:
        return "the best of those who could take it"
    return f"the {'better' if candidates == 2 else 'best'} of the {candidates} who could take it"


def ruled_out(others: int) -> str:
    """How many rules kept from it, in a clause; silent where there was nobody else."""
    if not others:
        return ""
    return f"; {others} {'other was' if others == 1 else 'others were'} ruled out"

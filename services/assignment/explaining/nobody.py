"""Why nobody has a ticket: each agent with the first rule that kept them from it, and what opens first."""

from datetime import datetime

import msgspec

from services.assignment import rulebook
from services.assignment.explaining.openings import Opening, openings, promise_presses
from services.assignment.explaining.spoken import NameOf, either, listed
from services.assignment.round.left_waiting import OTHERS_FIRST
from services.assignment.situation.standing import Frozen
from shared.events.assignment import Judged, RoundDecided
from shared.vocabulary.identity import PersonId, RoundId, TicketId

NAMED = 3
"""People whom a sentence names of a group; the table has them all."""


class Hindered(msgspec.Struct, frozen=True, kw_only=True):
    """One agent and why not they."""

    agent: PersonId
    name: str
    words: str
    """What reads on from the name."""


class Hurdle(msgspec.Struct, frozen=True, kw_only=True):
    """One rule and whom it was the first to keep from the ticket."""

    rule: str
    says: str
    """The rule in a sentence."""
    agents: tuple[Hindered, ...]


class AsThingsStand(msgspec.Struct, frozen=True, kw_only=True):
    """Who would get a waiting ticket by the last plan; it is never a deal."""

    ticket: TicketId
    agent: PersonId
    name: str
    at: datetime
    """When they could begin it, told to five minutes."""
    changes: int
    """How often somebody else was told before."""
    words: str
    """What reads on from the ticket."""


class Nobody(msgspec.Struct, frozen=True, kw_only=True):
    """Why a ticket waits."""

    ticket: TicketId
    sentence: str
    because: str
    """The last hurdle, or what came first."""
    round: RoundId
    decided_at: datetime
    hurdles: tuple[Hurdle, ...]
    """In the order of the rulebook; whom no rule kept stands under the last, by what came before them."""
    openings: tuple[Opening, ...]
    """Who could take it after one change, as things stand now."""
    presses_at: datetime | None = None
    """When its promise is about to break; then the fairness cap gives way."""
    tentative: AsThingsStand | None = None
    """Who would get it as things stand; None where nobody is in sight, or nothing was planned since."""

    def with_tentative(self, told: AsThingsStand | None) -> "Nobody":
        """The same, with who would get it."""
        if told is None:
            return self
        sentence = f"{self.sentence} It {told.words}."
        return msgspec.structs.replace(self, sentence=sentence, tentative=told)


def nobody(
    record: RoundDecided,
    judged: Judged,
    then: Frozen,
    now: Frozen,
    round_id: RoundId,
    *,
    said: str,
    name_of: NameOf,
) -> Nobody:
    """From the round that left it waiting, with the desk of `then`, and as it is `now`.

    `said`: why it waits, in short.
    """
    hurdles = (*barred(judged, then, name_of), *passed_over(record, judged, then, name_of))
    asked = next(each for each in now.tickets if each.id == judged.ticket)
    opening = tuple(
        msgspec.structs.replace(each, name=name_of(each.agent)) for each in openings(asked, now)
    )
    presses = promise_presses(asked, now) if judged.waits_because == rulebook.CAP.name else None
    sentences = (
        f"{name_of(judged.ticket)} waits: {said}.",
        grouped(hurdles),
        opens(opening, presses),
    )
    return Nobody(
        ticket=judged.ticket,
        sentence=" ".join(filter(None, sentences)),
        because=judged.waits_because or "",
        round=round_id,
        decided_at=record.clock,
        hurdles=hurdles,
        openings=opening,
        presses_at=presses,
    )


def barred(judged: Judged, desk: Frozen, name_of: NameOf) -> list[Hurdle]:
    """Everybody whom a rule kept from it, under the first that did, in that rule's words of them."""
    ticket = next(each for each in desk.tickets if each.id == judged.ticket)
    agents = {each.id: each for each in desk.agents}
    says = rulebook.in_words(each.rule for each in judged.ruled_out)
    found = []
    for out in judged.ruled_out:
        told = []
        for who in out.agents:
            verdict = rulebook.ruled_out(ticket, agents[who], desk) if who in agents else None
            words = verdict[1] if verdict and verdict[0] == out.rule else "was kept from it"
            told.append(Hindered(agent=who, name=name_of(who), words=words))
        found.append(Hurdle(rule=out.rule, says=says.get(out.rule, ""), agents=tuple(told)))
    return found


def passed_over(
    record: RoundDecided, judged: Judged, desk: Frozen, name_of: NameOf
) -> list[Hurdle]:
    """Everybody whom no rule kept from it: what they got instead, or what held them back."""
    out = {who for each in judged.ruled_out for who in each.agents}
    got: dict[PersonId, list[str]] = {}
    for each in record.tickets:
        if each.agent:
            got.setdefault(each.agent, []).append(name_of(each.ticket))
    because = judged.waits_because or OTHERS_FIRST
    told = tuple(
        Hindered(
            agent=each.id,
            name=name_of(each.id),
            words=f"got {listed(got[each.id])} of the same round" if each.id in got
            else HELD_BACK.get(because, "could have taken it"),
        )
        for each in desk.agents
        if each.id not in out
    )  # fmt: skip
    says = rulebook.in_words([because]).get(because, "What came before it took everybody's room.")
    return [Hurdle(rule=because, says=says, agents=told)] if told else []


HELD_BACK = {
    rulebook.CAP.name: "would pass the fairness cap",
    rulebook.WAITING.name: "would cost more than its waiting does",
}
"""What held back who had room, by why the ticket waits."""


def grouped(hurdles: tuple[Hurdle, ...]) -> str:
    """Who was kept by what, most first, in a sentence; silent where nobody works here."""
    most_first = sorted(hurdles, key=lambda each: -len(each.agents))
    told = [f"“{each.rule}” keeps {people(each.agents)}" for each in most_first]
    words = listed(told)
    return f"{words}." if words else "Nobody works here."


def people(agents: tuple[Hindered, ...]) -> str:
    """Some names, and how many more."""
    names = [each.name for each in agents[:NAMED]]
    rest = len(agents) - NAMED
    return listed([*names, f"{rest} more"] if rest > 0 else names)


NEVER = "Time alone does not change that within a week: somebody has to be taught, come back or get room."


def opens(opening: tuple[Opening, ...], presses: datetime | None) -> str:
    """What would have to change first, in sentences."""
    told = []
    if timed := [each for each in opening if each.at]:
        when = timed[0].at
        assert when, "it was chosen for having a moment"
        names = either([each.name for each in timed[:NAMED]])
        told.append(f"The first who could take it is {names} on {when:%a %-d %b, %H:%M} UTC, when "
                    f"{timed[0].words}.")  # fmt: skip
    if finishing := [each.name for each in opening if not each.at]:
        some = finishing[:NAMED]
        more = f" or {len(finishing) - NAMED} more" if len(finishing) > NAMED else ""
        sooner = "Sooner" if told else "It could go on"
        told.append(f"{sooner} if {', '.join(some)}{more} finished one of their tickets in work."
                    if more else f"{sooner} if {either(some)} finished a ticket in work.")  # fmt: skip
    if presses:
        told.append(f"From {presses:%a %-d %b, %H:%M} UTC its promise is about to break, and the "
                    "fairness cap gives way.")  # fmt: skip
    return " ".join(told) or NEVER

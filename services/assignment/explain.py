"""Why this agent, why not that one, and why nobody: from the recorded decision, in words and numbers."""

from collections.abc import Callable
from typing import Any

import msgspec

from services.assignment import kernel
from services.assignment.compile import compiled
from services.assignment.problem import Problem
from services.assignment.refold import Readable, frozen_again, record_of
from services.assignment.rulebook import BANS
from shared.eventlog.port import Refusal
from shared.events import ticket as said
from shared.events.assignment import Candidate, Judged, RoundDecided
from shared.vocabulary.identity import PersonId, RoundId, StreamId, TicketId
from shared.vocabulary.words import Origin

NameOf = Callable[[str], str]


class NothingToExplain(Refusal):
    """Nobody has decided anything about the ticket yet."""


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """One agent who could have had the ticket."""

    agent: PersonId
    name: str
    minutes: float
    """What the ticket adds with this agent."""
    terms: dict[str, float]
    """The same by rule, in minutes."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Agents whom one rule kept from the ticket."""

    rule: str
    agents: tuple[PersonId, ...]
    names: tuple[str, ...]


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: one sentence, then the numbers behind it."""

    ticket: TicketId
    sentence: str
    agent: PersonId | None = None
    origin: Origin | None = None
    round: RoundId | None = None
    weighed: tuple[Weighed, ...] = ()
    kept: tuple[Kept, ...] = ()
    status: str | None = None
    gap_percent: float | None = None
    policy: int | None = None
    digest: str | None = None


def why(log: Readable, ticket: TicketId, *, name_of: NameOf, waits: str | None = None) -> Why:
    """Why the ticket is with its owner, or why it waits. Raises `NothingToExplain`."""
    last = last_assigned(log, ticket)
    if last is None:
        if waits is None:
            raise NothingToExplain(
                f"nothing was decided about {name_of(ticket)} yet; a round comes within a second"
            )
        return Why(ticket=ticket, sentence=f"{name_of(ticket)} waits: {WAITS[waits]}.")
    told, event = last
    if event.round is None:
        how = {Origin.TAKEN: "took it", Origin.IMPORTED: "had it in the imported source"}
        words = how.get(event.origin, f"got it from {name_of(told.by)} ({event.origin.value})")
        sentence = f"{name_of(event.agent)} {words}; no round decided it."
        return Why(ticket=ticket, sentence=sentence, agent=event.agent, origin=event.origin)
    record = record_of(log, event.round)
    judged = judged_in(record, ticket)
    return explained(record, judged, event.round, name_of)


WAITS = {
    rule.NAME: f"nobody may take it now, the last hurdle is “{rule.NAME}”" for rule in BANS
} | {"the ticket changed while the round was decided": "it changed while a round decided on it"}


def last_assigned(log: Readable, ticket: TicketId) -> tuple[Any, said.TicketAssigned] | None:
    """The event that made the present owner; None where there is none."""
    last = None
    for told in log.history(StreamId(ticket)):
        if isinstance(told.event, said.TicketAssigned):
            last = (told, told.event)
        elif isinstance(told.event, said.TicketReleased):
            last = None
    return last


def judged_in(record: RoundDecided, ticket: TicketId) -> Judged:
    """What the round said of the ticket."""
    return next(each for each in record.tickets if each.ticket == ticket)


def explained(record: RoundDecided, judged: Judged, round_id: RoundId, name_of: NameOf) -> Why:
    """The recorded reasons, with names."""
    weighed = tuple(weighed_of(each, name_of) for each in judged.candidates)
    kept = tuple(
        Kept(rule=each.rule, agents=each.agents, names=tuple(map(name_of, each.agents)))
        for each in judged.ruled_out
    )
    return Why(
        ticket=judged.ticket,
        sentence=sentence_of(judged, weighed, kept, name_of),
        agent=judged.agent,
        origin=Origin.DEALT,
        round=round_id,
        weighed=weighed,
        kept=kept,
        status=record.status.value,
        gap_percent=None if record.gap is None else record.gap / 10_000,
        policy=record.policy,
        digest=record.digest[:12],
    )


def weighed_of(candidate: Candidate, name_of: NameOf) -> Weighed:
    """One candidate in minutes."""
    return Weighed(
        agent=candidate.agent,
        name=name_of(candidate.agent),
        minutes=candidate.cost / 1000,
        terms={rule: value / 1000 for rule, value in candidate.terms.items()},
    )


def sentence_of(
    judged: Judged, weighed: tuple[Weighed, ...], kept: tuple[Kept, ...], name_of: NameOf
) -> str:
    """One sentence: who, among how many, and what made the difference."""
    assert judged.agent, "only a dealt ticket is explained by its candidates"
    out = sum(len(each.agents) for each in kept)
    mine = next((each for each in weighed if each.agent == judged.agent), None)
    others = [each for each in weighed if each.agent != judged.agent]
    name = name_of(judged.agent)
    if not others or mine is None:
        return f"{name} was the only one who could take it now; {out} others were ruled out."
    best = others[0]
    if mine.minutes > best.minutes:
        return (
            f"{name} took it so that {best.name}, whom it would have cost "
            f"{mine.minutes - best.minutes:.1f} minutes less, could take another of the same round."
        )
    rule, gain = decisive(mine, best)
    return (
        f"It fell to {name}, the best of the {len(weighed)} who could take it: {best.name} would "
        f"have cost {best.minutes - mine.minutes:.1f} minutes more, most of it by {rule} ({gain:.1f})."
    )


def decisive(mine: Weighed, best: Weighed) -> tuple[str, float]:
    """The rule that spoke most for the owner, and by how many minutes."""
    gains = {rule: best.terms[rule] - value for rule, value in mine.terms.items()}
    rule = max(sorted(gains), key=lambda each: gains[each])
    return rule, gains[rule]


class WhyNot(msgspec.Struct, frozen=True, kw_only=True):
    """Why a certain agent did not get the ticket."""

    ticket: TicketId
    agent: PersonId
    sentence: str
    rule: str | None = None
    """The first rule that kept them from it, if one did."""
    minutes_more: float | None = None
    """What the best plan with them on it costs more, by solving the round again."""
    moved: dict[str, str] = {}
    """Tickets of the round that would have gone to somebody else, and to whom."""


def why_not(log: Readable, ticket: TicketId, agent: PersonId, *, name_of: NameOf) -> WhyNot:
    """Exactly why not: the rule, or the difference when the round is solved with them forced."""
    last = last_assigned(log, ticket)
    if last is None or last[1].round is None:
        raise NothingToExplain(
            f"no round decided about {name_of(ticket)}, so none decided against {name_of(agent)}"
        )
    record = record_of(log, last[1].round)
    desk = frozen_again(log, record)
    stated = compiled(desk)
    name = name_of(agent)
    verdict = stated.ruled_out[ticket].get(agent)
    if verdict:
        sentence = f"{name} {verdict[1]} (rule “{verdict[0]}”)."
        return WhyNot(ticket=ticket, agent=agent, sentence=sentence, rule=verdict[0])
    if agent not in stated.problem.agents:
        sentence = f"{name} did not work here when the round was decided."
        return WhyNot(ticket=ticket, agent=agent, sentence=sentence, rule="roster")
    if agent == last[1].agent:
        return WhyNot(ticket=ticket, agent=agent, sentence=f"{name} did get it.")
    return compared(
        record, stated.problem, ticket, agent, name_of, desk.policy.assignment.kernel_steps
    )


def compared(
    record: RoundDecided,
    problem: Problem,
    ticket: TicketId,
    agent: PersonId,
    name_of: NameOf,
    steps: int,
) -> WhyNot:
    """The best plan with the ticket forced onto the agent, against the one that was recorded."""
    forced = kernel.solve(with_only(problem, ticket, agent), seed=record.seed, budget=steps)
    more = (forced.cost.minutes - record.minutes) / 1000
    before = {each.ticket: each.agent for each in record.tickets}
    moved = {
        name_of(other): name_of(problem.agents[owner]) if owner >= 0 else "nobody"
        for other, owner in zip(problem.tickets, forced.owners, strict=True)
        if other != ticket
        and before.get(TicketId(StreamId(other))) != (problem.agents[owner] if owner >= 0 else None)
    }
    left = forced.cost.risk - record.risk
    words = f"would have cost {more:.1f} minutes more" if more > 0 else "would have cost as much"
    if left > 0:
        words = "would have left a more pressing ticket waiting"
    sentence = f"With {name_of(agent)} on it the best plan of the round {words}."
    return WhyNot(ticket=ticket, agent=agent, sentence=sentence, minutes_more=more, moved=moved)


def with_only(problem: Problem, ticket: str, agent: str) -> Problem:
    """The problem in which the ticket may go to this agent only."""
    index, only = problem.tickets.index(ticket), problem.agents.index(agent)
    kept = [
        arc
        for t in range(len(problem.tickets))
        for arc in problem.arcs(t)
        if t != index or problem.arc_agent[arc] == only
    ]
    removed = len(problem.arcs(index)) - 1
    start = [s - (removed if t > index else 0) for t, s in enumerate(problem.arc_start)]
    return msgspec.structs.replace(
        problem,
        arc_start=tuple(start),
        arc_agent=tuple(problem.arc_agent[arc] for arc in kept),
        arc_minutes=tuple(problem.arc_minutes[arc] for arc in kept),
        terms={name: tuple(column[a] for a in kept) for name, column in problem.terms.items()},
    )

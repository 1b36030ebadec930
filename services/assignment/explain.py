"""Why this agent, and why nobody: from the recorded decision, in words and numbers."""

from collections.abc import Callable
from typing import Any

import msgspec

from services.assignment.deciding import STALE
from services.assignment.left_waiting import OTHERS_FIRST, TIED
from services.assignment.refold import Readable, record_of
from services.assignment.rulebook import BANS, CAP, WAITING
from shared.eventlog.moment import At, known
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


def why(
    log: Readable, ticket: TicketId, *, name_of: NameOf, waits: str | None = None, at: At = None
) -> Why:
    """Why the ticket is with its owner, or why it waits. Raises `NothingToExplain`."""
    last = last_assigned(log, ticket, at=at)
    if last is None:
        if waits is None:
            raise NothingToExplain(
                f"nothing was decided about {name_of(ticket)} yet; a round comes within a second"
            )
        return Why(ticket=ticket, sentence=f"{name_of(ticket)} waits: {WAITS[waits]}.")
    told, event = last
    if event.round is None:
        how = {
            Origin.TAKEN: "took it",
            Origin.PULLED: "pulled it, the first of the team’s list",
            Origin.ACCEPTED: "accepted it",
            Origin.IMPORTED: "had it in the imported source",
        }
        words = how.get(event.origin, f"got it from {name_of(told.by)} ({event.origin.value})")
        sentence = f"{name_of(event.agent)} {words}; no round decided it."
        return Why(ticket=ticket, sentence=sentence, agent=event.agent, origin=event.origin)
    record = record_of(log, event.round)
    judged = judged_in(record, ticket)
    return explained(record, judged, event.round, name_of, origin=event.origin)


WAITS = {
    rule.name: f"nobody may take it now, the last hurdle is “{rule.name}”" for rule in BANS
} | {
    CAP.name: (
        "everybody who could take it now would pass the fairness cap, and its promise is not about "
        "to break"
    ),
    WAITING.name: "whoever could take it now would cost more than its waiting does",
    TIED: "what ties it to other tickets or people leaves no better place for all of them now",
    OTHERS_FIRST: "everybody who could take it now was given what comes before it",
    STALE: "it changed while a round decided on it",
    "held": "no round gives its team anything, which is frozen or takes its tickets itself",
    "offered": "it is offered to somebody who has not answered yet; anybody may take it",
    "pinned": "it is pinned to somebody who cannot be given it now",
    "declined lately": "everybody who could have it turned it down a while ago",
}


def last_assigned(
    log: Readable, ticket: TicketId, *, at: At = None
) -> tuple[Any, said.TicketAssigned] | None:
    """The event that made the owner of a moment; None where there is none."""
    last = None
    for told in log.history(StreamId(ticket)):
        if not known(told.position, told.at, at):
            continue
        if isinstance(told.event, said.TicketAssigned):
            last = (told, told.event)
        elif isinstance(told.event, said.TicketReleased):
            last = None
    return last


def judged_in(record: RoundDecided, ticket: TicketId) -> Judged:
    """What the round said of the ticket."""
    return next(each for each in record.tickets if each.ticket == ticket)


def explained(
    record: RoundDecided,
    judged: Judged,
    round_id: RoundId,
    name_of: NameOf,
    *,
    origin: Origin = Origin.DEALT,
) -> Why:
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
        origin=origin,
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
    return (
        f"It fell to {name}, the best of the {len(weighed)} who could take it: {best.name} would "
        f"have cost {best.minutes - mine.minutes:.1f} minutes more ({made_of(mine, best)})."
    )


def made_of(mine: Weighed, best: Weighed) -> str:
    """The difference by rule, the largest first; what spoke for the other stands below 0."""
    gains = {rule: best.terms[rule] - value for rule, value in mine.terms.items()}
    told = sorted((rule for rule, gain in gains.items() if gain), key=lambda r: (-abs(gains[r]), r))
    return ", ".join(f"{rule} {gains[rule]:+.1f}" for rule in told)

"""Why this agent, and why nobody: from the recorded decision, in words and numbers."""

from typing import Any

import msgspec

from services.assignment.explaining.candidates import Weighed, sentence_of, weighed_of
from services.assignment.explaining.numbers import numbers, policy_of
from services.assignment.explaining.pulled import told_with, why_pulled
from services.assignment.explaining.reasons import Why, barred_by
from services.assignment.explaining.spoken import NameOf
from services.assignment.revisiting.refold import Certainty, Readable, certainty_of, record_of
from services.assignment.round.deciding import STALE
from services.assignment.round.kept_problems import KeptProblems
from services.assignment.round.left_waiting import OTHERS_FIRST, TIED
from services.assignment.rulebook import BANS, CAP, WAITING, in_words
from shared.eventlog.moment import At, known
from shared.eventlog.port import Refusal
from shared.events import ticket as said
from shared.events.assignment import Judged, RoundDecided
from shared.vocabulary.certainty import certainty
from shared.vocabulary.identity import RoundId, StreamId, TicketId
from shared.vocabulary.words import Origin


class NothingToExplain(Refusal):
    """Nobody has decided anything about the ticket yet."""


def why(
    log: Readable,
    ticket: TicketId,
    *,
    name_of: NameOf,
    waits: str | None = None,
    at: At = None,
    problems: KeptProblems | None = None,
) -> Why:
    """Why the ticket is with its owner, or why it waits. Raises `NothingToExplain`.

    `problems`: where the frozen problem of a large round is kept; without it the candidates of such a
    round are told with the rest of the plan left as it was.
    """
    last = last_assigned(log, ticket, at=at)
    if last is None:
        if waits is None:
            raise NothingToExplain(
                f"nothing was decided about {name_of(ticket)}: a round decides about a new ticket "
                "within a second, and never about one that is settled or another desk’s; look at its "
                "page"
            )
        return Why(ticket=ticket, sentence=f"{name_of(ticket)} waits: {why_it_waits(waits)}.")
    told, event = last
    pull, booked = told_with(log.history(StreamId(ticket)), told)
    if pull is not None:
        return why_pulled(ticket, pull, booked, name_of)
    if event.round is None:
        sentence = by_no_round(event, name_of(event.agent), name_of(told.by))
        return Why(ticket=ticket, sentence=sentence, agent=event.agent, origin=event.origin)
    record = record_of(log, event.round)
    judged = judged_in(record, ticket)
    problem = (problems or KeptProblems()).of(record)
    weighed = weighed_of(
        numbers(record, problem, policy_of(log, record.policy)) if problem else None, judged
    )
    certain = certainty_of(log, event.round, at)
    return explained(record, certain, judged, event.round, weighed, name_of, origin=event.origin)


def by_no_round(event: said.TicketAssigned, agent: str, by: str) -> str:
    """How somebody came to a ticket that no round gave them."""
    how = BY_NO_ROUND.get(event.origin, f"got it from {by} ({event.origin.value})")
    return f"{agent} {how}; no round decided it."


BY_NO_ROUND = {
    Origin.TAKEN: "took it",
    Origin.PULLED: "pulled it, the first of the team’s list",
    Origin.ACCEPTED: "accepted it",
    Origin.IMPORTED: "had it in the imported source",
}
UNREADABLE = "policy"
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
    UNREADABLE: (
        "the desk’s policy cannot be read by this version, so that nothing is dealt until the desk is "
        "updated or a policy is set anew"
    ),
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


def why_it_waits(reason: str) -> str:
    """A recorded reason in words; of a rule that is gone, by its name."""
    return WAITS.get(reason, f"the last hurdle was the rule “{reason}” as it was then")


def explained(
    record: RoundDecided,
    certain: Certainty,
    judged: Judged,
    round_id: RoundId,
    weighed: tuple[Weighed, ...],
    name_of: NameOf,
    *,
    origin: Origin = Origin.DEALT,
) -> Why:
    """The recorded reasons, with names."""
    assert judged.agent, "only a dealt ticket is explained by its candidates"
    barred = barred_by(judged.ruled_out, name_of)
    out = sum(len(each.agents) for each in barred)
    rules = [*(weighed[0].terms if weighed else ()), *(each.rule for each in barred)]
    return Why(
        ticket=judged.ticket,
        sentence=sentence_of(judged, weighed, out, name_of),
        agent=judged.agent,
        origin=origin,
        round=round_id,
        weighed=tuple(msgspec.structs.replace(each, name=name_of(each.agent)) for each in weighed),
        barred=barred,
        words=in_words(rules),
        status=certain.status.value,
        certain=certainty(certain.status, certain.gap),
        gap_percent=None if certain.gap is None else certain.gap / 10_000,
        policy=record.policy,
        digest=record.digest[:12],
    )

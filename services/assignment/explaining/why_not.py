"""Why not that agent: the rule that kept them from it, or exactly what forcing it on them would have cost.

A ticket that was pulled no round decided about; the record of the pull answers (`against_pull`). Else
the round is folded again from the log and solved with the ticket forced; what every rule then finds is
set against what it found in the recorded plan, and the differences sum to the difference in minutes.
"""

import msgspec

from services.assignment import rulebook
from services.assignment.explaining.against import Because, WhyNot, compared, got_instead
from services.assignment.explaining.against_kept import by_numbers, not_here, tied
from services.assignment.explaining.against_pull import against_pull
from services.assignment.explaining.explain import NothingToExplain, judged_in, last_assigned
from services.assignment.explaining.findings import Finding, Left, Plan, findings, leaving
from services.assignment.explaining.numbers import numbers
from services.assignment.explaining.pulled import pull_told_with
from services.assignment.explaining.smallest import changes
from services.assignment.explaining.spoken import NameOf
from services.assignment.explaining.whole_round import best_with, difference
from services.assignment.problem.compile import compiled
from services.assignment.revisiting.refold import Readable, frozen_again, record_of
from services.assignment.round.kept_problems import KeptProblems
from services.assignment.situation.standing import Frozen
from shared.events.assignment import RoundDecided
from shared.vocabulary.identity import PersonId, RoundId, StreamId, TicketId


def why_not(
    log: Readable,
    ticket: TicketId,
    agent: PersonId,
    *,
    name_of: NameOf,
    waits_since: RoundId | None = None,
    problems: KeptProblems | None = None,
) -> WhyNot:
    """Exactly why not: the rule, or the difference when the round is solved with them forced.

    `waits_since`: for a ticket that waits, the round that last left it waiting. `problems`: where the rules
    have changed since, the frozen problem is taken from there instead of being stated anew.
    """
    last = last_assigned(log, ticket)
    if last and agent == last[1].agent:
        return WhyNot(ticket=ticket, agent=agent, sentence=f"{name_of(agent)} did get it.")
    pull = pull_told_with(log.history(StreamId(ticket)), last[0]) if last else None
    if pull is not None:
        return against_pull(log, pull, ticket=ticket, agent=agent, name_of=name_of)
    decided_in = last[1].round if last else waits_since
    if decided_in is None:
        raise NothingToExplain(
            f"no round decided about {name_of(ticket)}, so none decided against {name_of(agent)}"
        )
    record = record_of(log, decided_in)
    desk = frozen_again(log, record)
    if record.rulebook == rulebook.digest():
        return by_the_rules(record, desk, ticket=ticket, agent=agent, name_of=name_of)
    kept = (problems or KeptProblems()).of(record)
    if kept is not None:
        return by_numbers(record, kept, desk.policy, ticket=ticket, agent=agent, name_of=name_of)
    told = by_the_rules(record, desk, ticket=ticket, agent=agent, name_of=name_of)
    return msgspec.structs.replace(told, sentence=f"{told.sentence} {BY_TODAYS_RULES}")


BY_TODAYS_RULES = (
    "This is what the rules of today make of it: they have changed since, and the numbers of that round are "
    "not kept."
)


def by_the_rules(
    record: RoundDecided, desk: Frozen, *, ticket: TicketId, agent: PersonId, name_of: NameOf
) -> WhyNot:
    """From the situation of then and the rules that still count: the rule and its words, or costs."""
    name = name_of(agent)
    stated = compiled(desk)
    if verdict := stated.verdict(ticket, agent):
        sentence = f"{name} {verdict[1]} (rule “{verdict[0]}”)."
        return WhyNot(ticket=ticket, agent=agent, sentence=sentence, rule=verdict[0])
    round_ = numbers(record, stated.problem, desk.policy)
    who, place = round_.agent(agent), round_.place(ticket)
    if who is None:
        return not_here(ticket, agent, name)
    best = best_with(round_, place, who)
    if best is None:
        return tied(ticket, agent, name)
    before, after = stated.named(round_.owners), stated.named(best.owners)
    return compared(
        judged_in(record, ticket), agent, difference(round_, place, best),
        instead=got_instead(round_, who, place),
        because=differences(found(desk, before), found(desk, after), name_of),
        smallest=changes(desk, ticket, agent, round_.solve), name_of=name_of,
    )  # fmt: skip


def found(desk: Frozen, plan: Plan) -> list[Finding | Left]:
    """What the rules make of the plan in minutes, and of what it leaves waiting."""
    left = [each for each in leaving(desk, plan) if each.rule == rulebook.WAITING.name]
    return [*findings(desk, plan), *left]


def differences(
    before: list[Finding | Left], after: list[Finding | Left], name_of: NameOf
) -> tuple[Because, ...]:
    """What each rule finds of each agent after, less what it found before, largest first."""
    sums: dict[tuple[str, PersonId | TicketId], int] = {}
    words: dict[tuple[str, PersonId | TicketId], str] = {}
    for sign, told in ((-1, before), (1, after)):
        for each in told:
            place = each.rule, each.agent if isinstance(each, Finding) else each.ticket
            sums[place] = sums.get(place, 0) + sign * each.cost
            words[place] = each.words if sign > 0 else f"is spared: {each.words}"
    named = [
        Because(
            rule=rule,
            agent=agent,
            name=name_of(agent),
            minutes=cost / 1000,
            words=words[rule, agent],
        )
        for (rule, agent), cost in sums.items()
        if cost
    ]
    return tuple(sorted(named, key=lambda each: (-abs(each.minutes), each.rule, each.agent)))

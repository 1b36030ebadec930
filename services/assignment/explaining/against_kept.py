"""Why not that agent, from the numeric problem that was kept of a round whose rules no longer count."""

from services.assignment.engine.form.problem import Problem
from services.assignment.explaining.against import Because, WhyNot, compared, got_instead
from services.assignment.explaining.explain import judged_in
from services.assignment.explaining.numbers import numbers
from services.assignment.explaining.smallest_kept import kept_changes
from services.assignment.explaining.spoken import NameOf
from services.assignment.explaining.whole_round import Difference, best_with, difference
from shared.events.assignment import RoundDecided
from shared.vocabulary.identity import PersonId, TicketId
from shared.vocabulary.policy import Policy

TIED = "ties"
"""What keeps somebody from a ticket that no ban does: what belongs together, or a seat beside them."""


def by_numbers(
    record: RoundDecided,
    kept: Problem,
    policy: Policy,
    *,
    ticket: TicketId,
    agent: PersonId,
    name_of: NameOf,
) -> WhyNot:
    """The same from the numeric problem that was kept, for a round whose rules are no longer there.

    Which rule ruled somebody out stands in the record; costs are told by rule, without the rule's words, and
    so is the smallest change.
    """
    name, judged = name_of(agent), judged_in(record, ticket)
    if rule := next((each.rule for each in judged.ruled_out if agent in each.agents), None):
        sentence = f"{name} was ruled out by the rule “{rule}” as it was then."
        return WhyNot(ticket=ticket, agent=agent, sentence=sentence, rule=rule)
    round_ = numbers(record, kept, policy)
    who, place = round_.agent(agent), round_.place(ticket)
    if who is None:
        return not_here(ticket, agent, name)
    best = best_with(round_, place, who)
    if best is None:
        return tied(ticket, agent, name)
    told = difference(round_, place, best)
    return compared(
        judged, agent, told,
        instead=got_instead(round_, who, place), because=by_rule(told, agent, name),
        smallest=kept_changes(round_, place, who), name_of=name_of,
    )  # fmt: skip


def not_here(ticket: TicketId, agent: PersonId, name: str) -> WhyNot:
    """Somebody who was no agent then."""
    sentence = f"{name} did not work here when the round was decided."
    return WhyNot(ticket=ticket, agent=agent, sentence=sentence, rule="roster")


def tied(ticket: TicketId, agent: PersonId, name: str) -> WhyNot:
    """Somebody whom no ban keeps from it, but what is tied to it."""
    sentence = f"{name} could not be given it together with what is tied to it."
    return WhyNot(ticket=ticket, agent=agent, sentence=sentence, rule=TIED)


def by_rule(told: Difference, agent: PersonId, name: str) -> tuple[Because, ...]:
    """What each rule comes to over the whole plan, less what it came to in the decided one."""
    return tuple(
        Because(rule=rule, agent=agent, name=name, minutes=cost / 1000,
                words=f"makes a difference by the rule “{rule}” as it was then")
        for rule, cost in told.by_rule.items()
    )  # fmt: skip

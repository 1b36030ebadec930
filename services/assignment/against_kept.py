"""Why not that agent, from the numeric problem that was kept of a round whose rules no longer count."""

from services.assignment.against import Because, WhyNot, dealt_in, gone_elsewhere, sentence_of
from services.assignment.deciding import solved
from services.assignment.engine.plan import Owners
from services.assignment.engine.problem import Problem, with_only
from services.assignment.engine.referee import judge
from services.assignment.explain import NameOf
from services.assignment.kept_problems import named, recorded_in
from shared.events.assignment import RoundDecided
from shared.vocabulary.identity import PersonId, TicketId
from shared.vocabulary.policy import Policy


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

    Which rule ruled somebody out stands in the record; costs are told by rule, without the rule's words.
    """
    name = name_of(agent)
    judged = next(each for each in record.tickets if each.ticket == ticket)
    if rule := next((each.rule for each in judged.ruled_out if agent in each.agents), None):
        sentence = f"{name} was ruled out by the rule “{rule}” as it was then."
        return WhyNot(ticket=ticket, agent=agent, sentence=sentence, rule=rule)
    if agent not in kept.agents:
        sentence = f"{name} did not work here when the round was decided."
        return WhyNot(ticket=ticket, agent=agent, sentence=sentence, rule="roster")
    only = with_only(kept, kept.tickets.index(ticket), kept.agents.index(agent))
    forced = solved(only, policy, seed=record.seed)
    before, after = dealt_in(record), named(kept, forced.owners)
    more = (forced.cost.minutes - record.minutes) / 1000
    because = by_rule(kept, recorded_in(record, kept), forced.owners, agent, name)
    return WhyNot(
        ticket=ticket,
        agent=agent,
        sentence=sentence_of(name, more, forced.cost.risk - record.risk, because),
        minutes_more=more,
        status=forced.status.value,
        because=because,
        moved=gone_elsewhere(record, ticket, before, after, name_of),
    )


def by_rule(
    kept: Problem,
    before: Owners,
    after: Owners,
    agent: PersonId,
    name: str,
) -> tuple[Because, ...]:
    """What each rule comes to over the whole plan, less what it came to in the recorded one."""
    recorded, forced = (
        verdict.terms | {"waiting": verdict.waiting}
        for verdict in (judge(kept, before), judge(kept, after))
    )
    found = [
        Because(rule=rule, agent=agent, name=name, minutes=(cost - recorded[rule]) / 1000,
                words=f"makes a difference by the rule “{rule}” as it was then")
        for rule, cost in forced.items()
        if cost != recorded[rule]
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-abs(each.minutes), each.rule)))

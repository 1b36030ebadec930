"""Why not that agent, of a ticket that somebody pulled: what kept them from it, or that they could have.

A pull decides for one agent alone, from their own list, so there is no round to solve again. What it
recorded of the others says what kept each of them, and what the ticket would have cost with the best.
"""

from services.assignment.explaining import spoken
from services.assignment.explaining.against import Because, WhyNot
from services.assignment.explaining.spoken import NameOf
from services.assignment.revisiting.refold import Readable
from services.assignment.rulebook import in_words
from shared.eventlog.recorded import Recorded
from shared.events.assignment import Candidate
from shared.events.pulling import TicketPulled
from shared.events.roster import AgentJoined, AgentLeft
from shared.vocabulary.identity import PersonId, TicketId, roster_stream


def against_pull(
    log: Readable,
    pulled: Recorded[TicketPulled],
    *,
    ticket: TicketId,
    agent: PersonId,
    name_of: NameOf,
) -> WhyNot:
    """The rule that kept them from it, or what it would have cost with them and who was first."""
    pull, name = pulled.event, name_of(agent)
    rule = next((each.rule for each in pull.ruled_out if agent in each.agents), None)
    if rule is not None:
        return kept_from(pull, rule, ticket=ticket, agent=agent, name_of=name_of)
    known = {each.agent: each for each in pull.candidates}
    if agent in known:
        theirs, owners = known[agent], known[pull.agent]
        return could_have(pull, theirs, owners, ticket=ticket, name_of=name_of)
    if not worked_here(log, agent, before=pulled.position):
        sentence = f"{name} did not work here when {name_of(pull.agent)} pulled it."
        return WhyNot(ticket=ticket, agent=agent, sentence=sentence, rule="roster")
    sentence = (
        f"{first(pull, name, name_of)} What it would have cost with {name} is not on record, for others "
        "would have cost less."
    )
    return WhyNot(ticket=ticket, agent=agent, sentence=sentence)


def kept_from(
    pull: TicketPulled, rule: str, *, ticket: TicketId, agent: PersonId, name_of: NameOf
) -> WhyNot:
    """Somebody on whose list it was not; and what the rule says, where it still counts."""
    name, words = name_of(agent), in_words([rule]).get(rule, "")
    kept = (
        f"{name} could not have pulled {name_of(ticket)} when {name_of(pull.agent)} did: the rule "
        f"“{rule}” kept them from it."
    )
    return WhyNot(ticket=ticket, agent=agent, sentence=f"{kept} {words}".rstrip(), rule=rule)


def could_have(
    pull: TicketPulled, theirs: Candidate, owners: Candidate, *, ticket: TicketId, name_of: NameOf
) -> WhyNot:
    """Somebody who could have pulled it just as well, and did not."""
    agent, name, puller = theirs.agent, name_of(theirs.agent), name_of(pull.agent)
    more = theirs.cost - owners.cost
    by_rule = {
        rule: theirs.terms.get(rule, 0) - owners.terms.get(rule, 0)
        for rule in dict.fromkeys((*theirs.terms, *owners.terms))
    }
    largest = sorted(
        (each for each in by_rule.items() if each[1]), key=lambda e: (-abs(e[1]), e[0])
    )
    return WhyNot(
        ticket=ticket,
        agent=agent,
        sentence=f"{first(pull, name, name_of)} With {name} it would have cost {costs(more)}.",
        alone_more=more / 1000,
        by_rule={rule: cost / 1000 for rule, cost in largest},
        because=tuple(
            Because(
                rule=rule, agent=agent, name=name, minutes=cost / 1000,
                words=f"instead of {puller}, by the rule “{rule}”",
            )
            for rule, cost in largest
        ),
    )  # fmt: skip


def first(pull: TicketPulled, name: str, name_of: NameOf) -> str:
    """Why somebody does not own what they could have pulled."""
    return (
        f"{name} could have pulled it too, but {name_of(pull.agent)} asked first: in {name_of(pull.team)} "
        "whoever asks gets the first ticket of their own list."
    )


def costs(more: int) -> str:
    """Milli-minutes more, in words."""
    if more == 0:
        return "just as much"
    return f"{spoken.minutes(abs(more))} {'more' if more > 0 else 'less'}"


def worked_here(log: Readable, agent: PersonId, *, before: int) -> bool:
    """Whether they were an agent of the desk at a position of the log."""
    here = False
    for told in log.history(roster_stream(agent)):
        if told.position < before and isinstance(told.event, AgentJoined | AgentLeft):
            here = isinstance(told.event, AgentJoined)
    return here

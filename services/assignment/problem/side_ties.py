"""What the side rules tie together in a round, without what nobody could then be given.

Room is asked of the rulebook's own limits, as the compiled problem asks it: a tie that nobody has room for
would keep all of its tickets waiting, so they part.
"""

from collections.abc import Iterable, Sequence

from services.assignment import rulebook
from services.assignment.ruling.kinds import Limit, Side
from services.assignment.ruling.tying import AtMost, OneOwner, Takers, Tie
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.identity import PersonId, TicketId

LIMITS: tuple[Limit, ...] = (rulebook.SLOTS, rulebook.MINUTES, rulebook.TOUGH)


def side_ties(desk: Frozen, takers: Takers) -> list[tuple[Side, Tie]]:
    """Each tie with the rule that states it, in the rulebook's order; mostly nothing."""
    stated = [
        (rule, tie)
        for rule in rulebook.SIDES
        if rule.concerns(desk)
        for tie in rule.ties(desk, takers)
    ]
    quotas = [tie for _, tie in stated if isinstance(tie, AtMost)]
    return [
        (rule, tie)
        for rule, tie in stated
        if not isinstance(tie, OneOwner) or can_be_kept(tie, desk, takers, quotas)
    ]


def can_be_kept(tie: OneOwner, desk: Frozen, takers: Takers, quotas: Sequence[AtMost]) -> bool:
    """Whether anybody could be given all of its tickets in this round."""
    group = [ticket for ticket in desk.tickets if ticket.id in tie.tickets]
    one_each = {desk.agents[place].id for place in rulebook.CAP.one_each(desk)}
    able = set.intersection(*(set(takers[ticket]) for ticket in tie.tickets)) - one_each
    return any(
        has_room(agent, group, desk) and not forbidden(agent.id, tie.tickets, quotas)
        for agent in desk.agents
        if agent.id in able
    )


def has_room(agent: Standing, group: Iterable[WaitingTicket], desk: Frozen) -> bool:
    """Whether all of them together fit within each limit."""
    return all(
        taken == 0 or taken <= limit.room(agent, desk)
        for limit in LIMITS
        for taken in [sum(limit.takes(ticket, agent, desk) for ticket in group)]
    )


def forbidden(agent: PersonId, tickets: Iterable[TicketId], quotas: Iterable[AtMost]) -> bool:
    """Whether a quota leaves the agent fewer than these."""
    asked = set(tickets)
    return any(
        agent in quota.agents and len(asked.intersection(quota.tickets)) > quota.most
        for quota in quotas
    )

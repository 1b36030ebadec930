"""Linked: linked tickets of one requester go to one owner, unless nobody has room for all of them."""

from collections.abc import Iterator

from services.assignment.effort import effort
from services.assignment.standing import Frozen, Standing, WaitingTicket, free_places
from services.assignment.tying import OneOwner, Takers
from shared.vocabulary.identity import TicketId

NAME = "linked"


def concerns(desk: Frozen) -> bool:
    """Whether any ticket of the round is linked to another."""
    return desk.policy.together.linked and any(ticket.linked for ticket in desk.tickets)


def ties(desk: Frozen, takers: Takers) -> list[OneOwner]:
    """Each set of waiting tickets that belong together and that somebody has room for."""
    agents = {agent.id: agent for agent in desk.agents}
    tied = []
    for group in groups(desk):
        common = set.intersection(*(set(takers[ticket.id]) for ticket in group))
        if any(carries(agents[each], group, desk) for each in common):
            tied.append(OneOwner(tuple(ticket.id for ticket in group)))
    return tied


def groups(desk: Frozen) -> Iterator[list[WaitingTicket]]:
    """Waiting tickets that hang together by their links, two or more, in order of id."""
    waiting = {ticket.id: ticket for ticket in desk.tickets}
    seen: set[TicketId] = set()
    for ticket in desk.tickets:
        reached, next_ones = set[TicketId](), [ticket.id]
        while next_ones:
            here = next_ones.pop()
            if here in waiting and here not in seen:
                seen.add(here)
                reached.add(here)
                next_ones += waiting[here].linked
        if len(reached) > 1:
            yield [waiting[each] for each in sorted(reached)]


def carries(agent: Standing, group: list[WaitingTicket], desk: Frozen) -> bool:
    """Whether the agent has places and minutes for all of them."""
    most = agent.profile.minutes or desk.policy.work.minutes_in_work
    minutes = sum(effort(ticket, agent.profile) for ticket in group)
    return free_places(agent, desk.policy) >= len(group) and agent.load + minutes <= 1_000 * most

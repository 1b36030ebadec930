"""Swarm: the hardest tickets are worked on by several at once, an owner and a helper beside them.

The owner stays the owner; the helper comes from another tier, so that the first one learns and the second
knows what is asked. Where nobody of another tier has room, the ticket is worked on alone. A team that works
as a swarm does so with all its tough tickets, and lets somebody of the owner's own tier who knows less of
it sit there and learn, if more of them have room than tickets are swarmed.
"""

from services.assignment.ruling.tying import SeatBeside, Takers
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.identity import PersonId
from shared.vocabulary.words import Helping, Seat

NAME = "swarm"


def concerns(desk: Frozen) -> bool:
    """Whether any ticket of the round is swarmed."""
    return any(is_swarmed(ticket, desk) for ticket in desk.tickets)


def ties(desk: Frozen, takers: Takers) -> list[SeatBeside]:
    """A helper's seat beside each swarmed ticket's owner, and a learner's in a team that is a swarm."""
    agents = {agent.id: agent for agent in desk.agents}
    swarmed = [ticket for ticket in desk.tickets if is_swarmed(ticket, desk)]
    seats = []
    for ticket in swarmed:
        who = [agents[person] for person in takers[ticket.id]]
        helpers = {one.id: helpers_of(one, who) for one in who}
        seats += seat(ticket, Seat.HELPER, helpers, desk.policy.together.helper_percent)
        if desk.given_by(ticket.team).helping is Helping.SWARM:
            learners = {one.id: learners_of(one, who, ticket) for one in who}
            spare = {one: some for one, some in learners.items() if len(some) > len(swarmed)}
            seats += seat(ticket, Seat.LEARNER, spare, desk.policy.growth.mentor_percent)
    return seats


def is_swarmed(ticket: WaitingTicket, desk: Frozen) -> bool:
    """Whether several work on it at once."""
    least = desk.policy.together.swarm_from
    if not least and desk.given_by(ticket.team).helping is Helping.SWARM:
        least = max(1, desk.policy.work.tough_from)
    return ticket.helps is None and 0 < least <= ticket.toughness


def helpers_of(owner: Standing, who: list[Standing]) -> tuple[PersonId, ...]:
    """Those of another tier."""
    return tuple(p.id for p in who if p.profile.tier != owner.profile.tier)


def learners_of(
    owner: Standing, who: list[Standing], ticket: WaitingTicket
) -> tuple[PersonId, ...]:
    """Those of the owner's tier who know less of what the ticket needs; never one who may help."""
    skill = ticket.need.name or ""
    level = owner.skills.get(skill, 0)
    return tuple(
        p.id for p in who if p.profile.tier == owner.profile.tier and p.skills.get(skill, 0) < level
    )


def seat(
    ticket: WaitingTicket, role: Seat, beside: dict[PersonId, tuple[PersonId, ...]], percent: int
) -> list[SeatBeside]:
    """The seat, for the owners beside whom anybody could take it; none where nobody could."""
    taken = {owner: others for owner, others in beside.items() if others}
    return [SeatBeside(ticket.id, role.value, percent, taken)] if taken else []

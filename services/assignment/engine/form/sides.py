"""Side rules: what ties several tickets or people together. A closed set; whoever solves them matches on it.

Tickets and agents are named by their index in the problem. A seat of a swarm is a ticket of its own, with
its own arcs: owner, helper and learner of one swarm are three tickets that a `Role` ties together.
"""

import msgspec


class Together(msgspec.Struct, frozen=True, tag="together"):
    """These tickets all go to one agent, or all wait."""

    tickets: tuple[int, ...]


class Apart(msgspec.Struct, frozen=True, tag="apart"):
    """No agent gets more than one of these tickets; any of them may wait."""

    tickets: tuple[int, ...]


class Beside(msgspec.Struct, frozen=True):
    """Who may take a seat when a certain agent has the ticket."""

    owner: int
    seat: tuple[int, ...]
    """Agents, rising, never the owner."""


class Role(msgspec.Struct, frozen=True, tag="role"):
    """A ticket that needs somebody beside whoever gets it: a helper in a swarm, a mentor beside a learner.

    With an owner listed in `beside`, the seat must be taken by one of those listed for that owner.
    With any other owner, or while the ticket waits, the seat must wait. So a role that must always be
    filled lists every agent who may own the ticket; a mentor is asked only beside the learners.
    """

    ticket: int
    seat: int
    """The ticket that stands for the seat."""
    beside: tuple[Beside, ...]


class Quota(msgspec.Struct, frozen=True, tag="quota"):
    """Of these tickets, together at most `most` go to these agents."""

    tickets: tuple[int, ...]
    agents: tuple[int, ...]
    most: int


Side = Together | Apart | Role | Quota


def tickets_of(side: Side) -> tuple[int, ...]:
    """The tickets that a side rule ties together."""
    return (side.ticket, side.seat) if isinstance(side, Role) else side.tickets


def agents_of(side: Side) -> tuple[int, ...]:
    """The agents that a side rule names."""
    match side:
        case Role(beside=beside):
            return tuple(agent for each in beside for agent in (each.owner, *each.seat))
        case Quota(agents=agents):
            return agents
        case _:
            return ()

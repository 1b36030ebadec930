"""A problem as it is stated in JSON: these classes are its published schema and its page."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from services.assignment.engine.form.columns import (
    LARGEST_MINUTES,
    LARGEST_PRICE,
    LARGEST_RISK,
    LARGEST_STANDING,
    LARGEST_TOUGHNESS,
)
from services.assignment.engine.form.curve import OPEN_END

Whole = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
Risk = Annotated[int, Meta(ge=0, le=LARGEST_RISK)]
Waiting = Annotated[int, Meta(ge=0, le=LARGEST_PRICE)]
Price = Annotated[int, Meta(ge=-LARGEST_PRICE, le=LARGEST_PRICE)]
Toughness = Annotated[int, Meta(ge=0, le=LARGEST_TOUGHNESS)]
Minutes = Annotated[int, Meta(ge=0, le=LARGEST_MINUTES)]
Room = Annotated[int, Meta(ge=0, le=LARGEST_STANDING)]
Standing = Annotated[int, Meta(ge=-LARGEST_STANDING, le=LARGEST_STANDING)]


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Columns of equal length; a column that may be left out is the same value in every row."""


class TicketColumns(Table, frozen=True, kw_only=True):
    """What waits, one row a ticket."""

    id: Annotated[list[str], Meta(description="Ids of the tickets, each once, in any order.")]
    risk: Annotated[
        list[Risk] | None,
        Meta(
            description="Level 1: the imminent breach of leaving the ticket waiting, weighted; 0 where "
            "its promise is not near. Left out: 1, so that nothing waits that fits anywhere."
        ),
    ] = None
    waiting: Annotated[
        list[Waiting] | None,
        Meta(description="Level 3: milli-minutes of leaving the ticket waiting. Left out: 0."),
    ] = None
    toughness: Annotated[
        list[Toughness] | None,
        Meta(description="Milli-points that the ticket credits to whoever gets it. Left out: 0."),
    ] = None


class AgentColumns(Table, frozen=True, kw_only=True):
    """Who works, one row an agent."""

    id: Annotated[list[str], Meta(description="Ids of the agents, each once, in any order.")]
    slots: Annotated[
        list[Room] | None,
        Meta(description="How many more tickets the agent may be given. Left out: no limit."),
    ] = None
    minutes_free: Annotated[
        list[Room] | None,
        Meta(description="How many more milli-minutes of load fit in. Left out: no limit."),
    ] = None
    tough_slots: Annotated[
        list[Room] | None,
        Meta(description="How many more tough tickets may be given. Left out: no limit."),
    ] = None
    load: Annotated[
        list[Standing] | None, Meta(description="Milli-minutes carried already. Left out: 0.")
    ] = None
    lead: Annotated[
        list[Standing] | None,
        Meta(description="Milli-points ahead of entitlement, or behind. Left out: 0."),
    ] = None
    lead_cap: Annotated[
        list[Standing] | None,
        Meta(
            description="Milli-points of lead; what a plan adds above is overflow, level 2. "
            "Left out: no cap."
        ),
    ] = None
    load_curve: Annotated[
        list[Whole] | None,
        Meta(description="Place in `curves` of what the agent's load costs. Left out: nothing."),
    ] = None
    lead_curve: Annotated[
        list[Whole] | None,
        Meta(description="Place in `curves` of what the agent's lead costs. Left out: nothing."),
    ] = None


class ArcColumns(Table, frozen=True, kw_only=True):
    """Which ticket may go to whom, one row a pair; a pair that is not listed is banned."""

    ticket: Annotated[list[str], Meta(description="Id of the ticket.")]
    agent: Annotated[list[str], Meta(description="Id of the agent.")]
    minutes: Annotated[
        list[Minutes] | None,
        Meta(description="Milli-minutes of load that the ticket adds on that agent. Left out: 0."),
    ] = None


class CurveLines(Table, frozen=True, kw_only=True):
    """A convex cost: the highest of some lines, floored: `(slope · x + base) // 1000` milli-minutes."""

    slopes: Annotated[
        list[Whole],
        Meta(description="Thousandths of a milli-minute for each unit of x; they never fall."),
    ]
    knots: Annotated[
        list[Whole],
        Meta(description="Where each line hands over to the next; one less than there are slopes."),
    ] = []
    bases: Annotated[
        list[Whole] | None,
        Meta(
            description="What each line is at x = 0, in thousandths of a milli-minute. Left out: each "
            "line meets the next at its knot, and 0 costs 0."
        ),
    ] = None
    end: Annotated[
        Whole,
        Meta(
            description="Nobody may be carried beyond this x. Left out: farther than anybody comes."
        ),
    ] = OPEN_END


class StatedTogether(
    msgspec.Struct, frozen=True, tag_field="side", tag="together", forbid_unknown_fields=True
):
    """These tickets all go to one agent, or all wait."""

    tickets: Annotated[list[str], Meta(description="Ids of the tickets.")]


class StatedApart(
    msgspec.Struct, frozen=True, tag_field="side", tag="apart", forbid_unknown_fields=True
):
    """No agent gets more than one of these tickets; any of them may wait."""

    tickets: Annotated[list[str], Meta(description="Ids of the tickets.")]


class StatedBeside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may take a seat when a certain agent has the ticket."""

    owner: Annotated[str, Meta(description="Id of the agent who has the ticket.")]
    seat: Annotated[list[str], Meta(description="Ids of the agents who may sit beside them.")]


class StatedRole(
    msgspec.Struct, frozen=True, tag_field="side", tag="role", forbid_unknown_fields=True
):
    """A ticket that needs somebody beside whoever gets it: a helper in a swarm, a mentor of a learner.

    With an owner listed in `beside` the seat must be taken by one of those listed for that owner; with any
    other owner, or while the ticket waits, the seat must wait.
    """

    ticket: Annotated[str, Meta(description="Id of the ticket.")]
    seat: Annotated[str, Meta(description="Id of the ticket that stands for the seat.")]
    beside: Annotated[
        list[StatedBeside], Meta(description="Who may sit beside whom, each owner once.")
    ]


class StatedQuota(
    msgspec.Struct, frozen=True, tag_field="side", tag="quota", forbid_unknown_fields=True
):
    """Of these tickets, together at most `most` go to these agents."""

    tickets: Annotated[list[str], Meta(description="Ids of the tickets.")]
    agents: Annotated[list[str], Meta(description="Ids of the agents.")]
    most: Annotated[Room, Meta(description="How many of the tickets, at most.")]


StatedSide = StatedTogether | StatedApart | StatedRole | StatedQuota


class Statement(Table, frozen=True, kw_only=True):
    """One numeric problem: which ticket may go to whom, and what that adds. Whole numbers only.

    A plan costs the triple (risk, overflow, minutes), compared in that order.
    """

    tickets: TicketColumns
    agents: AgentColumns
    arcs: ArcColumns
    format: Annotated[Literal["evenhand-problem-1"], Meta(description="Version of this form.")] = (
        "evenhand-problem-1"
    )
    terms: Annotated[
        dict[str, list[Price]],
        Meta(
            description="Milli-minutes by price rule, one for each arc; a ticket costs their sum."
        ),
    ] = {}
    curves: Annotated[list[CurveLines], Meta(description="The different curves, each once.")] = []
    tough_from: Annotated[
        Toughness | None,
        Meta(
            description="Milli-points from which a ticket takes one of `tough_slots`. Left out: none does."
        ),
    ] = None
    sides: Annotated[
        list[StatedSide], Meta(description="What ties several tickets or people together.")
    ] = []

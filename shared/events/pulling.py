"""How an agent pulled a ticket from their team's list: what put it first, and who else could have had it."""

from typing import Annotated

import msgspec
from msgspec import Meta

from shared.events.assignment import CANDIDATES, Candidate, RuledOut
from shared.events.giving import GivingEvent
from shared.vocabulary.identity import PersonId, Plain, TeamId, TicketId

LISTED = 5
"""Tickets of the list that are told of."""


class InLine(msgspec.Struct, frozen=True, kw_only=True):
    """One ticket of the list that a team pulls from, and what puts it there for one agent."""

    ticket: TicketId
    risk: int
    """Weight of urgency of the promise that would break if they left it; the most comes first."""
    overflow: int
    """Milli-points by which it would lead them past the fairness cap; then the least comes first."""
    minutes: int
    """Milli-minutes by which beginning it is better than leaving it; then the most comes first."""


class TicketPulled(GivingEvent, frozen=True, kw_only=True):
    """An agent took the first ticket of their team's list; that they own it is told beside it."""

    TOPIC = "ticket.pulled.v1"
    SENTENCE = "{agent} pulled the ticket, the first of {listed} on the list of {team}"

    agent: Annotated[PersonId, Meta(description="Who pulled it.")]
    team: Annotated[TeamId, Meta(description="Whose list it was on.")]
    listed: Annotated[int, Meta(description="How many tickets they could have begun.", ge=1)]
    line: Annotated[
        tuple[InLine, ...],
        Meta(description=f"The first {LISTED} of them, the pulled one before all."),
    ]
    candidates: Annotated[
        tuple[Candidate, ...],
        Meta(
            description=f"Who could have pulled it, the {CANDIDATES} best and whoever did; cheapest first."
        ),
    ]
    ruled_out: Annotated[
        tuple[RuledOut, ...], Meta(description="Who could not, by the first rule that said so.")
    ] = ()
    policy: Annotated[int, Meta(description="Version of the desk's policy.")]
    rulebook: Annotated[Plain, Meta(description="Digest of the rules that counted.")]

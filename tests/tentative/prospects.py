"""A team of which everybody is busy, and what waits for it."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from services.assignment.situation.standing import Frozen, Standing
from services.assignment.tentative.coming import Prospect
from services.assignment.tentative.planning import TentativePlan, planned
from shared.vocabulary.identity import PersonId, RoundId, StreamId, TicketId
from shared.vocabulary.words import Level
from tests.rules.chance import desks
from tests.rules.desk import ADA, BEN, agent, desk, ticket

MINUTE = timedelta(minutes=1)
STEPS = 5
"""Of the search, enough for a few tickets; the tests run it interpreted."""
ROUND = RoundId(StreamId("round-" + "1" * 32))


def busy(who: PersonId, **said: Any) -> Standing:
    """Somebody with their only place taken."""
    return agent(who, **({"tickets": 1, "in_work": 1, "load": 60_000} | said))


def waiting(*names: TicketId, **said: Any) -> dict[str, Any]:
    return {"tickets": tuple(ticket(id=name, **said) for name in names)}


def prospect(frozen: Frozen, **left: int) -> Prospect:
    """`ada` and `ben`: minutes until their first place gets free."""
    named = {"ada": ADA, "ben": BEN}
    return Prospect(desk=frozen, left={named[name]: minutes for name, minutes in left.items()})


def two(*names: TicketId, ada: int, ben: int, **said: Any) -> Prospect:
    """Ada and Ben, busy for so long, and these tickets."""
    frozen = desk(busy(ADA), busy(BEN), **waiting(*names), **said)
    return with_weights(prospect(frozen, ada=ada, ben=ben), kernel_steps=STEPS)


def plan(asked: Prospect, before: TentativePlan | None = None) -> TentativePlan:
    return planned(asked, before, ROUND)


def named(told: TentativePlan) -> dict[TicketId, PersonId | None]:
    return {each.ticket: each.agent for each in told.tickets}


def at_a_change(price: int, asked: Prospect) -> Prospect:
    """The same under another price of a change, in milli-minutes."""
    return with_weights(asked, change_price=price)


def with_weights(asked: Prospect, **weights: int) -> Prospect:
    """The same under a policy with other weights."""
    policy = asked.desk.policy
    weighed = replace(policy.assignment, **weights)
    return replace(asked, desk=replace(asked.desk, policy=replace(policy, assignment=weighed)))


def judged(asked: Prospect, levels: list[Level]) -> Prospect:
    """The same with other priorities."""
    told = [
        replace(each, priority=levels[place % len(levels)])
        for place, each in enumerate(asked.desk.tickets)
    ]
    return replace(asked, desk=replace(asked.desk, tickets=tuple(told)))


@st.composite
def prospects(draw: st.DrawFn) -> Prospect:
    """Any desk, and any minutes left."""
    frozen = draw(desks())
    left = {each.id: draw(st.integers(0, 600)) for each in frozen.agents}
    return with_weights(Prospect(desk=frozen, left=left), kernel_steps=STEPS)

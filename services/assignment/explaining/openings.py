"""What would have to change first for a ticket that nobody may take: who becomes free when, by the rules.

Nothing is guessed: the rules are asked again at each moment at which time alone changes something (a shift
begins, an absence, focus time or a recovery ends), and for everybody as they would stand with one ticket
less in hand. What an agent would be told then stays out where another rule would still keep them.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from services.assignment.rulebook import ruled_out
from services.assignment.ruling.pressing import MINUTE, is_imminent
from services.assignment.situation.shifts import running
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.identity import PersonId
from shared.vocabulary.working_time import shifts_on, zone_named

DAYS_AHEAD = 8
"""A week and the day it ends on: whoever works in no such week has no shift that could be told."""


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who could take the ticket after one change."""

    agent: PersonId
    name: str = ""
    at: datetime | None = None
    """When, where time alone brings it about; none where they have to finish something."""
    words: str
    """What has to happen, in words that read on from `when`."""


def openings(ticket: WaitingTicket, desk: Frozen) -> tuple[Opening, ...]:
    """Who could take it first as time goes by, then who could after finishing one ticket."""
    return (*first_in_time(ticket, desk), *after_finishing(ticket, desk))


def first_in_time(ticket: WaitingTicket, desk: Frozen) -> Iterator[Opening]:
    """Everybody whom the rules keep now, at the first moment at which they keep one of them no longer."""
    barred = {each.id: why for each in desk.agents if (why := ruled_out(ticket, each, desk))}
    whens = sorted({when for agent in desk.agents for when in moments(agent, desk)})
    for when in whens:
        then = at_moment(desk, when)
        free = [a for a in then.agents if a.id in barred and not ruled_out(ticket, a, then)]
        yield from (Opening(agent=a.id, at=when, words=what_ends(*barred[a.id])) for a in free)
        if free:
            return


def after_finishing(ticket: WaitingTicket, desk: Frozen) -> Iterator[Opening]:
    """Everybody who could take it with one of their tickets out of hand."""
    for agent in desk.agents:
        freed = with_one_less(agent)
        barred = freed is not None and ruled_out(ticket, agent, desk)
        if barred and freed and not ruled_out(ticket, freed, desk):
            count = "the ticket" if agent.in_work == 1 else f"one of the {agent.in_work} tickets"
            yield Opening(agent=agent.id, words=f"they finish {count} they have in work")


def promise_presses(ticket: WaitingTicket, desk: Frozen) -> datetime | None:
    """When its promise is about to break, from when on the fairness cap gives way; none without one."""
    if ticket.resolve_by is None or is_imminent(ticket, desk):
        return None
    promised = (ticket.resolve_by - ticket.raised_at) // MINUTE
    spare = -(-desk.policy.promise.imminent_percent * promised // 100)
    return ticket.resolve_by - (ticket.minutes + spare - 1) * MINUTE


def moments(agent: Standing, desk: Frozen) -> Iterator[datetime]:
    """The coming moments at which time alone changes what the agent may be given."""
    known = [span.end for span in agent.focus]
    if agent.away_until is not None:
        known.append(agent.away_until)
    if agent.heavy_at is not None:
        known.append(agent.heavy_at + timedelta(minutes=desk.policy.work.recovery_minutes))
    working = agent.profile.working
    today = desk.now.astimezone(zone_named(working.zone)).date()
    for day in range(DAYS_AHEAD):
        known += [span.start for span in shifts_on(working, today + timedelta(days=day))]
    yield from (when for when in known if when > desk.now)


def at_moment(desk: Frozen, when: datetime) -> Frozen:
    """The desk at that moment, if nothing but time goes by."""
    agents = tuple(
        msgspec.structs.replace(each, shift=running(each.profile.working, when).shift)
        for each in desk.agents
    )
    return msgspec.structs.replace(desk, now=when, agents=agents)


def with_one_less(agent: Standing) -> Standing | None:
    """The agent with an average one of their tickets finished; none for who has none."""
    if agent.in_work == 0:
        return None
    return msgspec.structs.replace(
        agent,
        in_work=agent.in_work - 1,
        load=agent.load - agent.load // agent.in_work,
        tough_in_hand=max(0, agent.tough_in_hand - 1),
    )


def what_ends(rule: str, words: str) -> str:
    """What comes to its end, by the rule that keeps somebody now and its words."""
    return ENDS.get(rule, f"“{rule}” keeps them no longer (now: {words})")


ENDS = {
    "shift": "their shift begins",
    "away": "they are back",
    "focus time": "their focus time ends",
    "recovery": "they have recovered from a heavy ticket",
    "shift end": "their next shift begins",
}
"""What ends, by the rule that has kept somebody."""

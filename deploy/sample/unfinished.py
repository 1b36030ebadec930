"""Finds the tickets that lie open at the sample desk, so that its people go on with them.

Without this every start would leave the last ones in somebody's hands for good, and hands that are full
get nothing more.
"""

from collections.abc import Iterator

import msgspec

from deploy.sample.invention import kind
from deploy.sample.problems import Problem, script
from deploy.sample.stage import Stage
from services.assignment.simulator.world import MINUTE, Ask, Pause
from services.assignment.situation.live_ticket import LiveTicket
from shared.events.ticket import TicketRaised
from shared.vocabulary.identity import TicketId

SOON = 30
"""Seconds until requesters answer what they were asked before the desk closed."""


class Unfinished(msgspec.Struct, frozen=True):
    """An open ticket of the sample's own requesters, as its world goes on with it."""

    id: TicketId
    ask: Ask


def unfinished(stage: Stage, since: int, *, hurry: int) -> Iterator[Unfinished]:
    """The open tickets as they come into a world at a moment of it, oldest first.

    What somebody who tries the sample out has asked is theirs, and left alone.
    """
    stage.assignment.catch_up()
    known = {problem.subject: problem for problem in script().problem}
    for ticket, live in list(stage.assignment.situation.tickets.items()):
        if live.resolved or live.requester not in stage.customers:
            continue
        if problem := known.get(subject_of(stage, ticket)):
            yield Unfinished(ticket, taken_up(live, problem, since, hurry))


def subject_of(stage: Stage, ticket: TicketId) -> str:
    """What the ticket is about, as its requester told it."""
    (raised,) = stage.desk.at_hand.log.history(ticket, until=1)
    assert isinstance(raised.event, TicketRaised), f"{ticket} begins with {raised.event.TOPIC}"
    return stage.desk.directory.open(raised.event.subject) if raised.event.subject else ""


def taken_up(live: LiveTicket, problem: Problem, since: int, hurry: int) -> Ask:
    """What is left of it; how much was done already is known to nobody, so its work begins anew."""
    toughness = problem.toughness if live.toughness is None else live.toughness
    about = kind(problem)
    return Ask(
        arrives=since, urgency=3, promised=0, need=about.need, minutes=about.minutes,
        work=max(1, about.minutes * MINUTE * toughness // (problem.toughness * hurry)),
        toughness=toughness, team=about.team, service=about.name, luck=live.number,
        pauses=(Pause(after=0, answered_in=SOON),) if live.waits else (),
    )  # fmt: skip

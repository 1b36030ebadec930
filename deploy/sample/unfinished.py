"""Finds the tickets that lie open at the sample desk, so that its people go on with them.

Without this every start would leave the last ones in somebody's hands for good, and hands that are full
get nothing more.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from deploy.sample.play import Case
from deploy.sample.problems import Problem
from deploy.sample.stage import Stage
from services.assignment.situation.live_ticket import LiveTicket
from shared.events.ticket import TicketRaised
from shared.vocabulary.identity import TicketId

SOON = timedelta(seconds=30)
"""From here on requesters answer what they were asked before the desk closed."""


def unfinished(stage: Stage, problems: tuple[Problem, ...], now: datetime) -> Iterator[Case]:
    """The open tickets of the sample's own requesters as the play goes on with them, oldest first.

    What somebody who tries the sample out has asked is theirs, and left alone.
    """
    stage.assignment.catch_up()
    known = {problem.subject: problem for problem in problems}
    for ticket, live in stage.assignment.situation.tickets.items():
        if live.resolved or live.requester not in stage.customers:
            continue
        if problem := known.get(subject_of(stage, ticket)):
            yield taken_up(ticket, live, problem, now)


def subject_of(stage: Stage, ticket: TicketId) -> str:
    """What the ticket is about, as its requester told it."""
    (raised,) = stage.desk.at_hand.log.history(ticket, until=1)
    assert isinstance(raised.event, TicketRaised), f"{ticket} begins with {raised.event.TOPIC}"
    return stage.desk.directory.open(raised.event.subject) if raised.event.subject else ""


def taken_up(ticket: TicketId, live: LiveTicket, problem: Problem, now: datetime) -> Case:
    """One of them; how much was done already is known to nobody, so its work begins anew."""
    assert live.requester is not None, f"{ticket} has no requester"
    needed = 1.0 if live.toughness is None else live.toughness / problem.toughness
    return Case(
        ticket, problem, live.requester, asked=live.waits, answers_at=now + SOON if live.waits else None,
        needed=needed,
    )  # fmt: skip

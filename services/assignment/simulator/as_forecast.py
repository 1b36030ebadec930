"""Our own way where nobody can say beforehand how tough a ticket is: the desk's own learner forecasts it.

What tells of toughness is the service a ticket is about, as far as it does. Before enough was resolved the
policy's default counts. When a ticket is resolved somebody who knows all that befell it says what it was, and
the desk sets its booking right. Everybody asks once, so nothing is learned of requesters.
"""

import msgspec

from services.assignment.simulator.ours import Ours
from services.assignment.simulator.standings import moment
from services.assignment.simulator.telling import Hears, Told
from services.assignment.simulator.world import Ask, World, ticket_id
from services.assignment.toughness import verdicts
from services.assignment.toughness.experience import Experience
from services.assignment.toughness.forecasting import snapshot, stream_of
from shared.vocabulary.identity import ASSIGNMENT, TicketId
from shared.vocabulary.policy import Policy


def forecasting(world: World, document: Policy, *besides: Hears) -> Ours:
    """A policy document, carried out by the desk's own code on what it forecasts."""
    learner = Learner(world)
    return Ours(
        world,
        judged_whole(document),
        learner.experience.take,
        *besides,
        judge=learner.forecast_on_arrival,
        resolve=learner.judge_and_count,
    )


class Learner:
    """The desk's own learner, which hears what the desk hears."""

    def __init__(self, world: World) -> None:
        self.world, self.experience = world, Experience()

    def forecast_on_arrival(self, told: Told, ticket: int, ask: Ask) -> None:
        """It came in; the desk learns anew where it is time, and forecasts it."""
        told.raised(ticket, ask, toughness=None)
        self._learn(told)
        self._forecast(told)

    def judge_and_count(self, told: Told, ticket: int, agent: int, worked: dict[int, int]) -> None:
        """It was resolved; somebody says what it truly was, and the desk counts it."""
        stream = ticket_id(ticket)
        told.judged(ticket, self.world.asks[ticket].toughness)
        told.resolved(ticket, agent)
        if stream in self.experience.uncounted:
            self._count(told, stream)

    def _learn(self, told: Told) -> None:
        if not self.experience.is_due(moment(told.now)):
            return
        event = snapshot(verdicts.lesson(self.experience), through=told.position)
        told.tell(stream_of(event.digest), event, by=ASSIGNMENT)

    def _forecast(self, told: Told) -> None:
        if self.experience.model is None:
            return
        for ticket in list(self.experience.new):
            event = verdicts.expected(self.experience, ticket, of_requester=0)
            told.tell(ticket, event, by=ASSIGNMENT)

    def _count(self, told: Told, ticket: TicketId) -> None:
        booking = told.situation.tickets[ticket].booking
        found = verdicts.counted(self.experience, ticket, booking, moment(told.now))
        told.tell(ticket, *found, by=ASSIGNMENT)


def judged_whole(document: Policy) -> Policy:
    """The same policy, under which nothing comes on top of what a ticket is judged to be.

    A world's true toughness has everything in it; hand-overs and late hours would count twice.
    """
    counting = msgspec.structs.replace(
        document.toughness, reopened=0, handed_over=0, after_hours=0, abusive=0, flagged=0
    )
    return msgspec.structs.replace(document, toughness=counting)

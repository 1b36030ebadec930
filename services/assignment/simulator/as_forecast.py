"""Our own way where nobody can say beforehand how tough a ticket is: the desk's own learner forecasts it.

What tells of toughness is the service a ticket is about, as far as it does. Before enough was resolved the
policy's default counts. When a ticket is resolved somebody who knows all that befell it says what it was, and
the desk sets its booking right. Everybody asks once, so nothing is learned of requesters.
"""

import msgspec

from services.assignment.simulator.floor import Floor
from services.assignment.simulator.ours import Ours
from services.assignment.simulator.standings import moment
from services.assignment.simulator.world import World, ticket_id
from services.assignment.toughness import verdicts
from services.assignment.toughness.experience import Experience
from services.assignment.toughness.forecasting import snapshot, stream_of
from shared.vocabulary.identity import ASSIGNMENT, TicketId
from shared.vocabulary.policy import Policy


class Forecasting(Ours):
    """A policy document, carried out by the desk's own code on what it forecasts."""

    def __init__(self, world: World, document: Policy) -> None:
        self.experience = Experience()
        super().__init__(world, judged_whole(document), self.experience.take)

    def arrived(self, floor: Floor, ticket: int) -> None:
        """It came in; the desk learns anew where it is time, and forecasts it."""
        ask, self.told.now = self.world.asks[ticket], floor.now
        self.told.raised(ticket, ask, toughness=None)
        self._learn()
        self._forecast()

    def _learn(self) -> None:
        if not self.experience.is_due(moment(self.told.now)):
            return
        event = snapshot(verdicts.lesson(self.experience), through=self.told.position)
        self.told.tell(stream_of(event.digest), event, by=ASSIGNMENT)

    def _forecast(self) -> None:
        if self.experience.model is None:
            return
        for ticket in list(self.experience.new):
            event = verdicts.expected(self.experience, ticket, of_requester=0)
            self.told.tell(ticket, event, by=ASSIGNMENT)

    def _settle(self, ticket: int, agent: int, worked: dict[int, int]) -> None:
        stream = ticket_id(ticket)
        self.told.worked(ticket, agent, worked.get(agent, 0))
        self.told.judged(ticket, self.world.asks[ticket].toughness)
        self.told.resolved(ticket, agent)
        if stream in self.experience.uncounted:
            self._count(stream)

    def _count(self, ticket: TicketId) -> None:
        booking = self.told.situation.tickets[ticket].booking
        found = verdicts.counted(self.experience, ticket, booking, moment(self.told.now))
        self.told.tell(ticket, *found, by=ASSIGNMENT)


def judged_whole(document: Policy) -> Policy:
    """The same policy, under which nothing comes on top of what a ticket is judged to be.

    A world's true toughness has everything in it; hand-overs and late hours would count twice.
    """
    counting = msgspec.structs.replace(
        document.toughness, reopened=0, handed_over=0, after_hours=0, abusive=0, flagged=0
    )
    return msgspec.structs.replace(document, toughness=counting)

"""Why something about a ticket's giving is refused, each a statement."""

from shared.eventlog.port import Refusal
from shared.vocabulary.identity import PersonId


class SomebodyIsNamed(Refusal):
    """A refusal that speaks of somebody: `{who}` in its text stands for their name."""

    def __init__(self, text: str, *, who: PersonId | None = None) -> None:
        super().__init__(text)
        self.who = who


class TicketIsPinned(SomebodyIsNamed):
    """A pinned ticket goes to one agent only."""


class TakerIsKeptFromIt(Refusal):
    """A conflict of interest is set aside by nobody for themself."""


class OwnerStaysWhileHelped(Refusal):
    """In a team without tiers a ticket does not change hands over a question."""


class NothingIsOffered(Refusal):
    """There is no offer to answer; somebody may have been faster."""


class OfferIsNotYours(SomebodyIsNamed):
    """An offer is answered by whom it was made to."""


class OfferHasLapsed(Refusal):
    """The time of the offer is over."""


class HandIsRaised(Refusal):
    """One question at a time."""


class NoHandIsRaised(Refusal):
    """Nobody asks for help on the ticket."""


class HelperIsSomebodyElse(SomebodyIsNamed):
    """Somebody else was asked to sit there."""


class OwnerCannotHelpThemself(Refusal):
    """Help comes from somebody else."""


class NoDealToUndo(Refusal):
    """Only what a round dealt can be undone."""


class DealIsWorkedOn(Refusal):
    """Work that has begun is handed over, not undone."""


class DealIsTooOld(Refusal):
    """A deal can be undone for a while only."""


class TeamDoesNotPull(Refusal):
    """Only a team that pulls its tickets has a list to pull from."""


class NothingToPull(Refusal):
    """There is nothing that they may pull now."""


class TeamIsFrozen(Refusal):
    """A frozen team is given nothing."""

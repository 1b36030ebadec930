"""How tickets are offered, pulled and helped with, where a team chose another way than being dealt them."""

from typing import Annotated

import msgspec

from shared.vocabulary.policy.figures import figure


class GivingPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """How long people have to answer, and how long a supervisor has to change their mind."""

    offer_minutes: Annotated[
        int, figure("An offer that nobody answers lapses after {} minutes.", least=1, most=10_000)
    ] = 15
    """A look at one's queue between two tickets of half an hour; longer only adds to the wait."""
    again_minutes: Annotated[
        int,
        figure(
            "Who declined a ticket, or let its offer lapse, is not offered it for {} minutes.",
            most=100_000,
        ),
    ] = 60
    declined_price: Annotated[
        int,
        figure(
            "After that, offering it to them still costs {} minutes, so that others come first.",
            most=1_000_000_000,
            milli=True,
        ),
    ] = 10_000_000
    """More than any misfit comes to, less than leaving it: they get it where nobody else will do."""
    undo_minutes: Annotated[
        int,
        figure("A deal that nobody worked on can be undone for {} minutes.", least=1, most=10_000),
    ] = 30
    help_percent: Annotated[
        int,
        figure("Helping with a ticket takes {} % of its expected minutes.", least=1, most=100),
    ] = 25
    """As much as a helper in a swarm."""

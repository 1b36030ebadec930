"""What a ticket is taken to need before anybody judged it, and how much one agent carries."""

from typing import Annotated

import msgspec

from shared.vocabulary.policy.figures import figure, said
from shared.vocabulary.toughness import TOUGH_FROM


class WorkPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket is taken to need before anybody judged it, and how much one agent carries."""

    default_toughness: Annotated[
        int, figure("A ticket nobody judged counts {} tough points.", most=10_000, milli=True)
    ] = 1_000
    default_minutes: Annotated[
        int, figure("A ticket nobody judged takes {} minutes of work.", least=1, most=10_000)
    ] = 30
    tickets_in_work: Annotated[
        int, figure("Nobody has more than {} tickets in work at once.", least=1, most=1_000)
    ] = 1
    """Just in time, not a pile: a second ticket in hand cost five minutes of mean wait (assignment.md 3d)."""
    minutes_in_work: Annotated[
        int,
        figure("Nobody has more than {} expected minutes of work in hand.", least=1, most=100_000),
    ] = 480
    """A day's work; whoever has nothing in hand may begin any ticket, however long."""
    tough_from: Annotated[
        int,
        figure(
            "From {} tough points on a ticket is tough.",
            most=10_000,
            milli=True,
        ),
    ] = int(TOUGH_FROM)
    tough_in_work: Annotated[
        int, figure("Nobody has more than {} tough tickets in hand.", most=1_000)
    ] = 2
    """One that waits for its requester and one that is worked on; a third would be a pile of hard work."""
    heavy_from: Annotated[
        int, figure("From {} tough points on a ticket is heavy.", most=10_000, milli=True)
    ] = 5_000
    """The toughest seventh of tough work (assignment.md 3: one to three times what makes a ticket tough, at
    50, 35 and 15 %)."""
    recovery_minutes: Annotated[
        int,
        figure("After a heavy ticket nobody gets another tough one for {} minutes.", most=10_000),
    ] = 15
    """A break's length; longer costs tough tickets more wait than it spares anybody."""
    finish_in_shift: Annotated[
        bool,
        said("New work is given only where it can be finished before the shift ends: {}."),
    ] = True
    overrun_minutes: Annotated[
        int, figure("It may run over the end of the shift by {} minutes.", most=1_000)
    ] = 60
    """With 20 whoever's day ends soon stood idle beside a queue; with an hour nobody waits longer than
    with no limit, and a fifth fewer tickets are handed over (the guide's desk, tuning seed 1)."""

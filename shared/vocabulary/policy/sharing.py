"""How hard work is measured and shared out, and how people grow into it."""

from typing import Annotated

import msgspec

from shared.vocabulary.policy.figures import figure, said


class ToughnessPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """How tough a ticket is expected and found to be."""

    learn_from: Annotated[
        int,
        figure(
            "Toughness is forecast once {} tickets were resolved; before, the default counts.",
            least=1,
            most=100_000,
        ),
    ] = 30
    learn_every_hours: Annotated[
        int, figure("The forecast learns anew every {} hours.", least=1, most=8_760)
    ] = 24
    most: Annotated[
        int,
        figure(
            "By counting no ticket is found tougher than {} points; a person may judge it higher.",
            most=10_000,
            milli=True,
        ),
    ] = 5_000
    reopened: Annotated[
        int, figure("Each time it came back adds {} points.", most=10_000, milli=True)
    ] = 500
    handed_over: Annotated[
        int, figure("Each further owner adds {} points.", most=10_000, milli=True)
    ] = 500
    after_hours: Annotated[
        int, figure("Work outside its owner's shift adds {} points.", most=10_000, milli=True)
    ] = 500
    abusive: Annotated[
        int, figure("A requester flagged as abusive adds {} points.", most=10_000, milli=True)
    ] = 1_000
    flagged: Annotated[
        int, figure("A flag as hard or long adds {} points.", most=10_000, milli=True)
    ] = 500
    flags_per_mille: Annotated[
        int,
        figure(
            "Of an agent's tickets of 30 days, {} in a thousand flags count; more count nothing.",
            most=1_000,
        ),
    ] = 200
    appeal_days: Annotated[
        int,
        figure("An agent may appeal for {} days after a ticket was resolved.", most=3_650),
    ] = 14


class FairnessPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk guarantees about rotation."""

    cap: Annotated[
        int,
        figure(
            "No deal leaves anybody more than {} mean tough tickets ahead of their fair share.",
            most=1_000_000,
            milli=True,
        ),
    ] = 2_000
    """k = 2 (assignment.md 4.5)."""
    ramp_days: Annotated[
        int, figure("A new agent's share grows to its full weight within {} days.", most=3_650)
    ] = 28
    ramp_from: Annotated[
        int,
        figure("It begins at {} of it.", least=1, most=1_000, milli=True),
    ] = 250


class GrowthPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """How people learn by tickets: a level above their own, a mentor at hand, nothing that presses."""

    learning: Annotated[bool, said("Agents get tickets one level above their own: {}.")] = True
    price: Annotated[
        int, figure("Learning by a ticket is worth {} minutes.", most=10_000_000, milli=True)
    ] = 15_000
    """A bonus of 15 minutes raised learning by a sixth at no cost in wait (assignment.md 3)."""
    tickets_a_week: Annotated[
        int, figure("Nobody learns by more than {} tickets a week.", most=1_000)
    ] = 3
    """Hardly a tenth of a week's tickets, so that learning never becomes the work."""
    mentor_beside: Annotated[
        bool, said("A mentor is seated beside the learner, not only on shift: {}.")
    ] = False
    mentor_percent: Annotated[
        int,
        figure("Sitting beside a learner takes {} % of the ticket's minutes.", least=1, most=100),
    ] = 25

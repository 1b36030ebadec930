"""What the rules weigh, in one currency: minutes of somebody's time."""

from typing import Annotated

import msgspec

from shared.vocabulary.policy.figures import figure


class AssignmentPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules weigh, in one currency: minutes of somebody's time."""

    delay_price: Annotated[
        int,
        figure(
            "A minute of an ordinary ticket's waiting costs {} minutes.", most=1_000_000, milli=True
        ),
    ] = 500
    """Half a minute a minute (assignment.md 4.4)."""
    normal_factor: Annotated[
        int, figure("With normal priority it counts {} times.", least=1, most=100)
    ] = 2
    urgent_factor: Annotated[
        int, figure("With high priority, or called urgent, it counts {} times.", least=1, most=100)
    ] = 4
    critical_factor: Annotated[
        int, figure("With critical priority it counts {} times.", least=1, most=100)
    ] = 8
    """1, 2, 4 and 8: the four weights of urgency that assignment.md 3 was measured with."""
    late_factor: Annotated[
        int, figure("Minutes that fall behind the promise count {} times.", least=1, most=100)
    ] = 2
    begin_price: Annotated[
        int,
        figure(
            "Leaving a ticket though somebody could begin it costs {} minutes.",
            most=1_000_000_000,
            milli=True,
        ),
    ] = 100_000_000
    """More than any misfit comes to: holding a ticket back for a fairer or fitter agent was not worth
    it (assignment.md 3c); a lower figure lets it wait for them."""
    fit_price: Annotated[
        int,
        figure(
            "A minute that a poorer fit takes longer costs {} minutes.", most=1_000_000, milli=True
        ),
    ] = 600
    """0.6 (assignment.md 4.4)."""
    sticky_price: Annotated[
        int,
        figure(
            "Another helper than the requester's last one costs {} minutes.",
            most=10_000_000,
            milli=True,
        ),
    ] = 6_000
    """A fifth of an ordinary ticket's half hour: asking again what the last helper knows."""
    sticky_days: Annotated[
        int, figure("Who helped the requester is remembered for {} days.", most=3_650)
    ] = 30
    linked_price: Annotated[
        int,
        figure(
            "Another owner than that of a linked ticket costs {} minutes.",
            most=10_000_000,
            milli=True,
        ),
    ] = 15_000
    """Half of an ordinary ticket: two people would work into the same problem."""
    hand_over_price: Annotated[
        int,
        figure(
            "A new owner for what somebody had before costs {} minutes.",
            most=10_000_000,
            milli=True,
        ),
    ] = 3_000
    hand_over_percent: Annotated[
        int, figure("If work on it has begun, also {} % of its minutes.", most=1_000)
    ] = 10
    """Three minutes and a tenth of the rest: what a hand-over costs in assignment.md 3."""
    put_back_price: Annotated[
        int,
        figure("Giving a ticket to who put it back costs {} minutes.", most=10_000_000, milli=True),
    ] = 120_000
    """Two hours' wait for somebody else."""
    benefit_price: Annotated[
        int,
        figure(
            "While more waits than can begin, a minute of work costs {} minutes, so that short and "
            "pressing tickets come first.",
            most=1_000_000,
            milli=True,
        ),
    ] = 5_000
    """cµ = 5: on tuning seeds 1 to 5 a twentieth quicker than self-picking and tuned least loaded; on seeds
    31 to 35 as quick as the latter (`tests/bench/results.md`)."""
    overtaken_minutes: Annotated[
        int,
        figure(
            "Nothing waits longer than {} minutes while something younger is begun.",
            least=1,
            most=100_000,
        ),
    ] = 1_440
    """In hours in which somebody is on shift: two or three working days."""
    load_weight: Annotated[
        int, figure("A full day of work in hand costs {} minutes.", most=1_000_000, milli=True)
    ] = 40_000
    """λ_L = 40 (assignment.md 4.4)."""
    evenness_price: Annotated[
        int,
        figure(
            "A minute of work for who was busy all of the last seven days costs {} minutes.",
            most=1_000_000,
            milli=True,
        ),
    ] = 1_300
    """λ_L = 40 for half an hour's ticket (assignment.md 3)."""
    rotation_weight: Annotated[
        int,
        figure(
            "Being a mean tough ticket ahead of a fair share costs half of {} minutes.",
            most=1_000_000,
            milli=True,
        ),
    ] = 240_000
    """λ_T = 240: less tough work misplaced than with 120, at the same wait (tuning seed 1)."""
    reserve_price: Annotated[
        int,
        figure(
            "For each mean tough ticket somebody is behind, a minute of ordinary work costs {} minutes.",
            most=1_000_000,
            milli=True,
        ),
    ] = 300
    """0.3: worst lag 4.2 instead of 5.2 mean tickets at the same wait (30 days, tuning seeds 1 to 5); 0.1 did
    little, and prices by the ticket nothing."""
    change_price: Annotated[
        int,
        figure(
            "Naming another tentative owner for a ticket that waits costs {} minutes.",
            most=1_000_000_000,
            milli=True,
        ),
    ] = 15_000
    """As much as another owner for linked tickets: who was named should not change for a trifle."""
    half_life_days: Annotated[
        int, figure("What was booked counts half after {} days.", least=1, most=3_650)
    ] = 30
    """Works on reading and is never stored; 30 days lost nothing in wait (assignment.md 3f)."""
    round_every_ms: Annotated[
        int, figure("Rounds are at most {} milliseconds apart.", least=10, most=60_000)
    ] = 250
    exact_up_to: Annotated[
        int,
        figure(
            "Rounds of up to {} tickets are proven before they count, where few agents could take them.",
            most=1_000,
        ),
    ] = 20
    """Few: up to `PROVABLE_ARCS` pairs of ticket and agent; other rounds are proven later, or bounded."""
    kernel_steps: Annotated[
        int, figure("A round may take {} steps of search.", most=10_000_000)
    ] = 2_000
    """Work units, never time."""

"""Counting what a resolved ticket was: from the work it took and what befell it, with a cap.

What a person judged is kept as its ground; else the effort is: where its minutes stood among the desk's
recent tickets, each measured against what was expected of it. Half of them were harder, so the middle is an
ordinary ticket, and none comes to more than two. On top comes what no estimate can know (assignment.md 4.5).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from services.assignment.toughness.course import Course
from shared.vocabulary.identity import Plain
from shared.vocabulary.policy import Policy
from shared.vocabulary.toughness import ORDINARY, MilliPoints
from shared.vocabulary.words import ToughBecause
from shared.vocabulary.working_time import Seconds

ENOUGH = 20
"""Tickets from which their order says more than a plain ratio to what was expected."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket was found to be."""

    toughness: MilliPoints
    parts: dict[Plain, MilliPoints]
    """By cause; the sum before the cap."""
    effort: Seconds | None
    """Seconds of work seen; None where none was."""


def found(course: Course, policy: Policy, *, efforts: Sequence[int], flags_count: bool) -> Found:
    """What the ticket counts. `efforts`: those of recent tickets, relative and rising."""
    ground, amount = ground_of(course, policy, efforts)
    parts = {ground: amount} | befell(course, policy, flags_count=flags_count)
    most = max(policy.toughness.most, course.judged or 0)
    return Found(
        toughness=MilliPoints(min(most, sum(parts.values()))),
        parts={Plain(cause): MilliPoints(each) for cause, each in parts.items() if each},
        effort=Seconds(course.effort) or None,
    )


def ground_of(course: Course, policy: Policy, efforts: Sequence[int]) -> tuple[str, int]:
    """What it counts before anything befell it: as judged, else by effort, else as it was taken for."""
    if course.judged is not None:
        return "judged", course.judged
    own = relative_effort(course, policy)
    if own is not None:
        return "effort", of_effort(own, efforts)
    taken_for = course.expected if course.expected is not None else course.booked
    return "as expected", policy.work.default_toughness if taken_for is None else taken_for


def relative_effort(course: Course, policy: Policy) -> int | None:
    """Thousandths of the expected minutes that were worked; None where no work was seen."""
    if not course.effort:
        return None
    return 1_000 * course.effort // (60 * (course.minutes or policy.work.default_minutes))


def of_effort(own: int, efforts: Sequence[int]) -> int:
    """Milli-points of an effort: twice its rank among the recent ones, ties in the middle."""
    if len(efforts) < ENOUGH:
        return min(2 * ORDINARY, ORDINARY * own // 1_000)
    below, up_to = bisect_left(efforts, own), bisect_right(efforts, own)
    return ORDINARY * (below + up_to) // len(efforts)


def befell(course: Course, policy: Policy, *, flags_count: bool) -> dict[str, int]:
    """What came on top, by cause, in milli-points."""
    rates, flags = policy.toughness, course.flags.values() if flags_count else ()
    return {
        "reopened": rates.reopened * course.reopened,
        "handed over": rates.handed_over * course.handed_over,
        "after hours": rates.after_hours if course.after_hours else 0,
        "abusive": rates.abusive if ToughBecause.ABUSIVE in flags else 0,
        "flagged": rates.flagged if {*flags} - {ToughBecause.ABUSIVE} else 0,
    }

"""What deals, forecasts, counts, flags and appeals add to whose sums.

Sums are told by person, by pool (`pool/team/level/skill`) and by band of forecasts (`forecast/03`), so that
the figures of any thirty days cost no fold.
"""

from collections.abc import Iterator
from typing import Any

from services.projections.view import Deed
from services.projections.views.fairness.row import FairnessRow
from shared.eventlog.recorded import Recorded
from shared.events import toughness as weighed
from shared.events.assignment import EntitlementBooked
from shared.events.roster import AgentFocusTimeSet, AgentSkillWithdrawn
from shared.vocabulary.identity import TeamId, person_of
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import AppealAnswer

MEASURES = (
    "deals", "points", "people", "thin_deals", "thin_points",
    "found", "error", "within", "expected_points", "found_points",
    "exceptions", "flags", "flags_counted", "appeals", "upheld", "skills_dropped", "after_hours",
    "focus_minutes",
)  # fmt: skip
"""By pool, by band of forecasts, and by person; points and errors in milli-points."""
THIN = 5
"""A pool of fewer people breaks any promise about rotation (assignment.md 5, risk 2)."""
BAND, LAST_BAND = 500, 11
"""Milli-points of a band of forecasts; the last one holds all above."""
FULL_TIME = 1_000


def deeds(row: FairnessRow | None, told: Recorded[Any]) -> Iterator[Deed]:
    """What the event adds to whose sums."""
    before = row or FairnessRow(stream=told.stream)
    match told.event:
        case EntitlementBooked(taker=taker, dealt_at=None) as event if taker:
            yield from dealt(before, event)
        case weighed.ToughnessTruedUp() as event:
            yield from counted(before, event)
        case weighed.CapExceeded(agent=agent):
            yield Deed(agent, "exceptions")
        case weighed.TicketFlaggedTough(agent=agent):
            yield Deed(agent, "flags")
        case weighed.JudgementAppealed(agent=agent):
            yield Deed(agent, "appeals")
        case weighed.AppealAnswered(agent=agent, answer=AppealAnswer.UPHELD):
            yield Deed(agent, "upheld")
        case AgentSkillWithdrawn():
            yield Deed(person_of(told.stream), "skills_dropped")
        case AgentFocusTimeSet(start=start, end=end):
            minutes = int((end - start).total_seconds()) // 60
            yield Deed(person_of(told.stream), "focus_minutes", max(0, minutes))


def dealt(row: FairnessRow, event: EntitlementBooked) -> Iterator[Deed]:
    """A first deal: how many could have had it."""
    people = sum(event.weights.get(share.agent, FULL_TIME) > 0 for share in event.shares)
    pool = pool_named(row.team, row.need)
    yield Deed(pool, "deals")
    yield Deed(pool, "points", event.toughness)
    yield Deed(pool, "people", people)
    if people < THIN:
        yield Deed(pool, "thin_deals")
        yield Deed(pool, "thin_points", event.toughness)


def counted(row: FairnessRow, event: weighed.ToughnessTruedUp) -> Iterator[Deed]:
    """A resolved ticket: what its forecast was worth; a later count takes the place of an earlier one."""
    if row.expected is not None:
        if row.found is not None:
            yield from judged(row, row.found, -1)
        yield from judged(row, event.toughness, 1)
    if row.credited and "after hours" in event.parts and not row.late:
        yield Deed(row.credited, "after_hours")
    if flag_counted(event) and not row.counted:
        for agent in row.flagged:
            yield Deed(agent, "flags_counted")


def judged(row: FairnessRow, found: int, times: int) -> Iterator[Deed]:
    """How far a forecast was from what the ticket turned out to be."""
    assert row.expected is not None, "only a forecast is judged"
    band = f"forecast/{min(row.expected // BAND, LAST_BAND):02}"
    yield Deed(band, "found", times)
    yield Deed(band, "error", times * abs(row.expected - found))
    yield Deed(band, "within", times * (row.low <= found <= row.high))
    yield Deed(band, "expected_points", times * row.expected)
    yield Deed(band, "found_points", times * found)


def flag_counted(event: weighed.ToughnessTruedUp) -> bool:
    """Whether what an agent flagged counts in it."""
    return bool({"flagged", "abusive"} & {*event.parts})


def pool_named(team: TeamId | None, need: SkillNeed | None) -> str:
    """The pool of a ticket, as its sums are told by."""
    known = need if need and need.name else None
    return f"pool/{team or ''}/{known.level if known else 0}/{known.name if known else ''}"

"""An event that cannot be folded parks itself and its ticket; everything else goes on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from services.projections.catalogue import LINE_VIEWS
from services.projections.fold import BEHIND, Parked
from services.projections.rows.lines import Lines
from services.projections.view import View
from services.projections.views.people.view import PEOPLE
from services.projections.views.queue.view import QUEUE
from services.projections.views.ticket.view import TICKET
from services.projections.views.work.view import WORK
from shared.eventlog.memory import MemoryLog
from shared.eventlog.recorded import Recorded, Unreadable
from shared.events import ticket as said
from shared.events.roster import TeamJoined
from shared.vocabulary.identity import Personal
from shared.vocabulary.words import Work
from tests.cases import cases
from tests.views.histories import (
    ADA,
    CY,
    START,
    TEAMS,
    TICKETS,
    added,
    cursor_after,
    folded,
    followed,
    histories,
    log_of,
    moments,
    tell,
    told,
)

VIEWS = pytest.mark.parametrize("view", LINE_VIEWS, ids=lambda view: view.name)
SOME = cases(40)
SIZES = st.lists(st.integers(1, 12), max_size=20)


class CannotBeFolded(Exception):
    """What a view says of an event it was not written for."""


@dataclass
class Cause:
    """Why a view fails, for as long as it does."""

    positions: frozenset[int] = frozenset()
    gone: bool = False

    def of(self, view: View[Any]) -> View[Any]:
        """The view, failing at these positions."""

        def evolve(row: Any, told: Recorded[Any]) -> Any:
            if told.position in self.positions and not self.gone:
                raise CannotBeFolded(f"event {told.position}")
            return view.evolve(row, told)

        return replace(view, evolve=evolve)


def before_any(view: View[Any], events: Sequence[Any], poisons: frozenset[int]) -> list[Any]:
    """The events that stand before the first poisonous one of their key."""
    stopped: set[str | None] = set()
    kept = []
    for each in events:
        key = view.key(each) if isinstance(each.event, view.reads) else None
        if key and each.position in poisons:
            stopped.add(key)
        if key not in stopped:
            kept.append(each)
    return kept


def parked_in(lines: Lines[Any]) -> list[Parked]:
    """Everything parked, as the fold says it."""
    return [
        Parked(each.key, each.position, each.stream, each.why) for each in lines.parking.events()
    ]


@VIEWS
@SOME
@given(history=histories, sizes=SIZES, moment=moments, poisons=st.frozensets(st.integers(1, 43)))
def test_a_line_stands_as_before_its_first_poison_and_all_others_go_on(
    view: View[Any], history: Any, sizes: list[int], moment: datetime, poisons: frozenset[int]
) -> None:
    log = log_of(history)
    lines, good = (
        followed(Cause(poisons).of(view), log, sizes),
        before_any(view, told(log), poisons),
    )
    assert lines.everything() == folded(view, good)
    assert lines.everything(moment) == folded(view, [e for e in good if e.at <= moment])
    lost = {each.position for each in told(log)} - {each.position for each in good}
    assert {each.position for each in lines.parking.events()} == lost
    marked = {each.key for each in lines.parking.events()}
    assert {key for key in folded(view, told(log)) if lines.parking.is_parked(key)} <= marked


@SOME
@given(history=histories, sizes=SIZES, moment=moments, poisons=st.frozensets(st.integers(1, 43)))
def test_sums_count_what_was_folded_and_no_more(
    history: Any, sizes: list[int], moment: datetime, poisons: frozenset[int]
) -> None:
    log = log_of(history)
    lines, good = (
        followed(Cause(poisons).of(WORK), log, sizes),
        before_any(WORK, told(log), poisons),
    )
    for at, known in ((None, good), (moment, [each for each in good if each.at <= moment])):
        found = lines.sums.since(START, at)
        named = {who: dict(zip(WORK.measures, found[who], strict=True)) for who in found}
        kept = {who: {m: n for m, n in sorted(all_.items()) if n} for who, all_ in named.items()}
        assert {who: sums for who, sums in kept.items() if sums} == added(WORK, known, since=START)


@VIEWS
@SOME
@given(history=histories, sizes=SIZES, moment=moments, poisons=st.frozensets(st.integers(1, 43)))
def test_once_the_cause_is_gone_retrying_makes_every_line_as_if_it_had_never_been(
    view: View[Any], history: Any, sizes: list[int], moment: datetime, poisons: frozenset[int]
) -> None:
    log, cause = log_of(history), Cause(poisons)
    lines = followed(cause.of(view), log, sizes)
    cause.gone = True
    for key in {each.key for each in lines.parking.events()}:
        lines.retry(key)
    assert lines.parking.events() == []
    assert lines.everything() == folded(view, told(log))
    assert lines.everything(moment) == folded(view, [e for e in told(log) if e.at <= moment])
    for position in range(log.head()):
        assert lines.everything(position) == folded(view, told(log)[:position])
    if view is WORK:
        for at in (None, moment):
            assert lines.sums.since(START, at) == followed(WORK, log).sums.since(START, at)


def test_retrying_while_the_cause_is_still_there_changes_nothing() -> None:
    log = log_of([(TICKETS[0], said.TicketResumed(), 1, ADA)] * 3)
    lines = followed(Cause(frozenset({5})).of(TICKET), log)
    before = (lines.everything(), parked_in(lines))
    lines.retry(TICKETS[0])
    assert (lines.everything(), parked_in(lines)) == before
    assert [each.why for each in lines.parking.events()] == ["CannotBeFolded: event 5", BEHIND]


def places_of(lines: Lines[Any]) -> list[tuple[str, int]]:
    """Which events are parked; of the reason, which neighbour it names hangs on what came together."""
    return [(each.key, each.position) for each in lines.parking.events()]


def in_one_piece(row: Any, told: Recorded[Any]) -> Any:
    """A view that wrongly relies on the event before each; it breaks where times go back."""
    if row is not None and told.version > row.version + 1:
        raise CannotBeFolded(f"version {told.version} after {row.version}")
    return TICKET.evolve(row, told)


@SOME
@given(history=histories, sizes=SIZES, moment=moments)
def test_a_line_whose_past_cannot_be_told_stops_at_the_same_event_in_batches_of_any_size(
    history: Any, sizes: list[int], moment: datetime
) -> None:
    log, view = log_of(history), replace(TICKET, evolve=in_one_piece)
    small, whole = followed(view, log, sizes), followed(view, log, [999])
    assert small.everything() == whole.everything()
    assert small.everything(moment) == whole.everything(moment)
    assert places_of(small) == places_of(whole)
    for key in {each.key for each in whole.parking.events()}:
        first = min(each.position for each in whole.parking.events() if each.key == key)
        good = [each for each in told(log) if each.stream == key and each.position < first]
        assert whole.everything().get(key) == folded(TICKET, good).get(key)


def unread(log: MemoryLog, position: int) -> list[Any]:
    """The log as a version reads it to which one event says nothing."""
    riddle = Unreadable(topic="ticket.charmed.v1", data=b"{}", why="TopicIsUnknown: no such topic")
    return [
        changed(each, event=riddle) if each.position == position else each for each in told(log)
    ]


def known_otherwise(view: View[Any], log: MemoryLog, position: int) -> Lines[Any]:
    """The lines of a version that cannot read one event, over a log that others can read."""
    lines: Lines[Any] = Lines(view, None, log.history)
    events = unread(log, position)
    lines.fold(events, cursor_after(log, events))
    return lines


def test_an_event_of_an_unknown_topic_parks_its_ticket_in_every_view_that_reads_tickets() -> None:
    log = log_of(
        [(TICKETS[0], said.TicketClosed(), 1, ADA), (TICKETS[1], said.TicketClosed(), 1, ADA)]
    )
    for view in (QUEUE, TICKET, WORK):
        lines = known_otherwise(view, log, 4)
        assert [(e.key, e.position) for e in lines.parking.events()] == [(TICKETS[0], 4)]
        assert "TopicIsUnknown: no such topic" in lines.parking.events()[0].why
        assert lines.get(TICKETS[1]) == folded(view, told(log))[TICKETS[1]]
        assert lines.get(TICKETS[0]) == folded(view, told(log)[:3])[TICKETS[0]]


def test_an_event_of_a_team_that_says_nothing_is_parked_until_it_is_known_who_joined() -> None:
    log = log_of([(TEAMS[0], TeamJoined(agent=ADA), 1, CY)])
    lines = known_otherwise(PEOPLE, log, 4)
    assert [(each.key, each.position) for each in lines.parking.events()] == [(TEAMS[0], 4)]
    assert lines.get(ADA) is None
    lines.retry(TEAMS[0])
    assert lines.parking.events() == []
    assert lines.get(ADA) == folded(PEOPLE, told(log))[ADA]


def test_a_number_no_row_can_keep_parks_its_ticket_and_not_the_whole_view() -> None:
    log = log_of([])
    long = said.TicketWorkLogged(agent=ADA, seconds=2**70, work=Work.HELPED)
    tell(log, TICKETS[0], long, 1, ADA)
    tell(log, TICKETS[1], said.TicketReplied(text=Personal("hello")), 2, ADA)
    lines = followed(WORK, log)
    assert [each.why.partition(":")[0] for each in lines.parking.events()] == ["NumberIsTooLarge"]
    assert lines.get(TICKETS[1]) == folded(WORK, told(log))[TICKETS[1]]

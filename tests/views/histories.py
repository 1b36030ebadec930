"""Random histories of a small desk, in any order real desks produce, and what folding them means."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from services.projections.instants import DAY, instant
from services.projections.rows.lines import Lines
from services.projections.view import View
from shared.clock import SteppedClock, SystemChance
from shared.eventlog.memory import MemoryLog
from shared.eventlog.port import Change, Cursor, Write
from shared.events import people, roster
from shared.events import ticket as said
from shared.events.assignment import EntitlementBooked, Share
from shared.events.declaration import Event
from shared.events.toughness import (
    AppealAnswered,
    CapExceeded,
    CreditMoved,
    JudgementAppealed,
    TicketFlaggedTough,
    ToughnessForecast,
    ToughnessTruedUp,
)
from shared.sealing.cipher import Cipher
from shared.sealing.keys_memory import MemoryKeys
from shared.vocabulary.identity import (
    Actor,
    Personal,
    PersonId,
    Plain,
    StreamId,
    TeamId,
    roster_stream,
)
from shared.vocabulary.skill import Skill
from shared.vocabulary.toughness import MilliPoints
from shared.vocabulary.words import (
    AppealAnswer,
    CapReason,
    Channel,
    CreditReason,
    Origin,
    Resolution,
    Role,
    ToughBecause,
    WaitingOn,
    Work,
)

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADA, BEN, CY = (PersonId(StreamId("person-" + digit * 32)) for digit in "abc")
TEAMS = [TeamId(StreamId("team-" + digit * 32)) for digit in "de"]
TICKETS = [StreamId("ticket-" + digit * 32) for digit in "123"]
Happening = tuple[StreamId, Event, int, PersonId]
"""Stream, event, minutes after the start (times may go back), and who did it."""


def booked(
    taker: PersonId | None, *, moved: int = 1_000, dealt_at: datetime | None = None
) -> EntitlementBooked:
    """A booking that moves so many milli-points between Ada and Ben."""
    sign = -1 if taker == BEN else 1
    shares = (
        Share(agent=ADA, milli_points=MilliPoints(sign * moved)),
        Share(agent=BEN, milli_points=MilliPoints(-sign * moved)),
    )
    return EntitlementBooked(
        taker=taker, origin=Origin.DEALT, toughness=MilliPoints(2_000), shares=shares,
        dealt_at=dealt_at,
    )  # fmt: skip


ON_TICKETS: list[Event] = [
    *(
        said.TicketAssigned(agent=a, origin=o)
        for a in (ADA, BEN)
        for o in (Origin.DEALT, Origin.GIVEN)
    ),
    *(said.TicketRouted(team=team) for team in TEAMS),
    *(booked(taker) for taker in (ADA, BEN, None)),
    booked(BEN, dealt_at=START),
    CreditMoved(
        because=CreditReason.TRUED_UP,
        before=MilliPoints(2_000),
        toughness=MilliPoints(3_000),
        credits={ADA: MilliPoints(1_000), BEN: MilliPoints(2_000)},
        dealt_at=START,
        shares=(
            Share(agent=ADA, milli_points=MilliPoints(500)),
            Share(agent=BEN, milli_points=MilliPoints(-500)),
        ),
    ),
    *(
        ToughnessForecast(
            toughness=MilliPoints(points),
            low=MilliPoints(points // 2),
            high=MilliPoints(2 * points),
            model=Plain("ab"),
        )
        for points in (900, 2_400)
    ),
    *(
        ToughnessTruedUp(
            toughness=MilliPoints(points),
            before=MilliPoints(1_000),
            parts={Plain(part): MilliPoints(points) for part in parts},
        )
        for points, parts in ((1_000, ["effort"]), (3_000, ["after hours", "flagged"]))
    ),
    TicketFlaggedTough(agent=ADA, because=ToughBecause.HARD),
    JudgementAppealed(agent=ADA, toughness=MilliPoints(900), reason=Personal("no")),
    AppealAnswered(agent=ADA, answer=AppealAnswer.UPHELD, reason=Personal("yes")),
    CapExceeded(agent=BEN, lead=MilliPoints(5_000), cap=MilliPoints(4_000), why=CapReason.PROMISE),
    said.TicketReleased(agent=ADA),
    said.TicketReplied(text=Personal("hello")),
    said.TicketNoted(text=Personal("hm")),
    said.TicketTriaged(toughness=MilliPoints(3_000)),
    said.TicketTriaged(reason=Personal("looked at it")),
    said.TicketPromiseSet(resolve_by=START + timedelta(days=2)),
    said.TicketSetWaiting(on=WaitingOn.VENDOR),
    said.TicketResumed(),
    said.TicketResolved(code=Resolution.SOLVED),
    said.TicketResolved(code=Resolution.SELF_RESOLVED),
    said.TicketReopened(),
    said.TicketConfirmed(),
    said.TicketClosed(),
    said.TicketTagged(added=(Plain("vpn"),)),
    said.TicketWorkLogged(agent=BEN, seconds=600, work=Work.HELPED),
    said.TicketUpdatedElsewhere(what=Plain("priority")),
]
ON_PEOPLE: list[Event] = [
    people.PersonIntroduced(name=Personal("somebody")),
    people.PersonRoleGranted(role=Role.AGENT),
    people.PersonRoleWithdrawn(role=Role.AGENT),
    people.PersonErased(reason=Plain("asked to be"), keys=1),
]
ON_ROSTER: list[Event] = [
    roster.AgentJoined(agent=ADA),
    roster.AgentLeft(),
    roster.AgentSkillGranted(skill=Skill(name=Plain("network"), level=2), tier=2),
    roster.AgentSkillWithdrawn(name=Plain("network")),
    roster.AgentWorkingTimeSet(zone=Plain("Europe/Berlin")),
    roster.AgentFocusTimeSet(start=START, end=START + timedelta(hours=2)),
]
IN_TEAMS: list[Event] = [
    *(roster.TeamJoined(agent=agent) for agent in (ADA, BEN)),
    *(roster.TeamLeft(agent=agent) for agent in (ADA, BEN)),
]


def happenings(streams: Sequence[StreamId], events: list[Event]) -> st.SearchStrategy[Happening]:
    """Anything of a kind, at any time, by anybody."""
    return st.tuples(
        st.sampled_from(streams),
        st.sampled_from(events),
        st.integers(-300, 6_000),
        st.sampled_from([ADA, BEN, CY]),
    )


histories = st.lists(
    st.one_of(
        happenings(TICKETS, ON_TICKETS),
        happenings(TICKETS, ON_TICKETS),
        happenings(TICKETS, ON_TICKETS),
        happenings([ADA, BEN], ON_PEOPLE),
        happenings([roster_stream(ADA), roster_stream(BEN)], ON_ROSTER),
        happenings(TEAMS, IN_TEAMS),
    ),
    max_size=40,
)
moments = st.integers(-400, 6_100).map(lambda minutes: START + timedelta(minutes=minutes))


def log_of(history: Iterable[Happening]) -> MemoryLog:
    """A log in which three tickets of Cy's are raised and then things happen."""
    chance = SystemChance()
    keys = MemoryKeys(chance)
    keys.make_all([(stream, None) for stream in (*TICKETS, ADA, BEN, CY)])
    log = MemoryLog(seals=Cipher(keys, chance), clock=SteppedClock(START), chance=chance)
    for number, stream in enumerate(TICKETS, 1):
        tell(
            log, stream, said.TicketRaised(number=number, channel=Channel.FORM, requester=CY), 0, CY
        )
    for stream, event, minutes, by in history:
        tell(log, stream, event, minutes, by)
    return log


def tell(log: MemoryLog, stream: StreamId, event: Event, minutes: int, by: PersonId) -> None:
    """One event at the end of its stream."""
    version = len(log.history(stream))
    write = Write(stream=stream, expected=version, events=(event,))
    at = START + timedelta(minutes=minutes)
    command = f"{stream}/{version}"
    log.append(Change(command=command, by=Actor(by), at=at, writes=(write,)))


def told(log: MemoryLog) -> list[Any]:
    """Everything in the log."""
    return log.read(after=0, limit=10_000)


def folded(view: View[Any], events: Iterable[Any]) -> dict[str, Any]:
    """The lines by folding each key's events one after another: what a view means."""
    rows: dict[str, Any] = {}
    for each in events:
        if isinstance(each.event, view.reads) and (key := view.key(each)):
            rows[key] = view.evolve(rows.get(key), each)
    return {key: row for key, row in rows.items() if row is not None}


def added(view: View[Any], events: Iterable[Any], *, since: datetime) -> dict[str, dict[str, int]]:
    """The sums by person from a day on, counted deed by deed: what sums mean."""
    rows: dict[str, Any] = {}
    sums: dict[str, Counter[str]] = {}
    for each in events:
        if not isinstance(each.event, view.reads) or not (key := view.key(each)):
            continue
        before, rows[key] = rows.get(key), view.evolve(rows.get(key), each)
        for who, measure, amount in view.deeds(before, each):
            if instant(each.at) // DAY >= instant(since) // DAY:
                sums.setdefault(who, Counter())[measure] += amount
    kept = {who: {m: n for m, n in sorted(found.items()) if n} for who, found in sums.items()}
    return {who: found for who, found in kept.items() if found}


def cursor_after(log: MemoryLog, events: Sequence[Any]) -> Cursor:
    """The cursor of somebody who has seen these first events of a log."""
    positions = [0] * 64
    for each in events:
        positions[each.shard] = each.position
    through = events[-1].position if events else 0
    return Cursor(
        log=log.id, generation=log.generation, positions=tuple(positions), through=through
    )


def followed(view: View[Any], log: MemoryLog, sizes: Sequence[int] = ()) -> Lines[Any]:
    """The lines after the log came in batches of these sizes, then of seven."""
    lines: Lines[Any] = Lines(view, None, log.history)
    events, left, begun = told(log), list(sizes), 0
    while begun < len(events):
        size = left.pop() if left else 7
        lines.fold(events[begun : begun + size], cursor_after(log, events[: begun + size]))
        begun += size
    return lines

"""Work: what everybody did on each ticket, by day, and what each booking owed and credited them.

Credit goes to whoever did it, never to the owner field. Sums by person and day are kept with the lines, so
that an agent's day and the supervision page cost no fold.
"""

from datetime import datetime
from typing import Any

import msgspec

from services.projections.view import View
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events.assignment import EntitlementBooked
from shared.vocabulary.identity import PersonId, Plain, TeamId, TicketId, is_person
from shared.vocabulary.toughness import is_tough

MEASURES = (
    "taken", "dealt", "resolved", "replies", "notes", "reopened", "handed_over", "logged_seconds",
    "touch_seconds", "received", "entitled", "tough_taken",
)  # fmt: skip
"""What is summed by person and day; points are milli-points."""
PLACE = {name: place for place, name in enumerate(MEASURES)}
TOUCH_CAP = 900
"""Seconds. Between two acts of one agent on one ticket at most so much counts as touch time: a longer
pause was other work (effort is active intervals, never open duration; product.md 1, no. 70)."""

Deeds = dict[str, list[int]]
"""`<person>|<day>` to the measures of that person on that day, for one ticket."""


class WorkRow(msgspec.Struct, frozen=True, kw_only=True):
    """One ticket's work."""

    ticket: TicketId
    number: int
    raised_at: datetime
    changed_at: datetime
    team: TeamId | None = None
    owner: PersonId | None = None
    resolver: PersonId | None = None
    resolved_at: datetime | None = None
    settled: bool = False
    toughness: int = 0
    reopened: int = 0
    handed_over: int = 0
    adopted: bool = True
    last_act: dict[str, datetime] = {}
    """When each person last did something on it."""
    deeds: Deeds = {}


READS = (
    said.TicketRaised,
    said.TicketRouted,
    said.TicketTriaged,
    said.TicketAssigned,
    said.TicketReleased,
    said.TicketReplied,
    said.TicketNoted,
    said.TicketWorkLogged,
    said.TicketResolved,
    said.TicketReopened,
    said.TicketClosed,
    EntitlementBooked,
)


def evolve(row: WorkRow | None, told: Recorded[Any]) -> WorkRow | None:
    """The ticket's work after the event."""
    event = told.event
    if isinstance(event, said.TicketRaised):
        return WorkRow(
            ticket=TicketId(told.stream), number=event.number, raised_at=told.at,
            changed_at=told.at, adopted=event.adopted,
        )  # fmt: skip
    if row is None:
        return None
    deeds = {place: list(amounts) for place, amounts in row.deeds.items()}
    changes = changed(row, event, told, deeds)
    last_act = touched(row, told, deeds)
    return msgspec.structs.replace(
        row, **changes, changed_at=told.at, deeds=deeds, last_act=last_act
    )


def changed(row: WorkRow, event: Any, told: Recorded[Any], deeds: Deeds) -> dict[str, Any]:
    """What an event changes of the line; deeds are counted on the way."""
    match event:
        case said.TicketRouted():
            return {"team": event.team}
        case said.TicketTriaged():
            return {"toughness": row.toughness if event.toughness is None else event.toughness}
        case said.TicketAssigned():
            return assigned(row, event, told, deeds)
        case said.TicketReleased():
            return {"owner": None}
        case said.TicketReplied():
            count(deeds, told.by, told.at, "replies")
        case said.TicketNoted():
            count(deeds, told.by, told.at, "notes")
        case said.TicketWorkLogged():
            count(deeds, event.agent, told.at, "logged_seconds", event.seconds)
        case said.TicketResolved():
            return resolved(row, told, deeds)
        case said.TicketReopened():
            if row.resolver:
                count(deeds, row.resolver, told.at, "reopened")
            return {"settled": False, "resolved_at": None, "reopened": row.reopened + 1}
        case said.TicketClosed():
            return {"settled": True}
        case EntitlementBooked():
            booked(event, told, deeds)
    return {}


def assigned(
    row: WorkRow, event: said.TicketAssigned, told: Recorded[Any], deeds: Deeds
) -> dict[str, Any]:
    """The owner changed: who took it, and who let it go."""
    count(deeds, event.agent, told.at, "taken")
    if event.origin == "dealt":
        count(deeds, event.agent, told.at, "dealt")
    if is_tough(row.toughness):
        count(deeds, event.agent, told.at, "tough_taken")
    moved = row.owner is not None and row.owner != event.agent
    if moved and row.owner:
        count(deeds, row.owner, told.at, "handed_over")
    return {"owner": event.agent, "handed_over": row.handed_over + moved}


def resolved(row: WorkRow, told: Recorded[Any], deeds: Deeds) -> dict[str, Any]:
    """The work is credited to whoever resolved it."""
    resolver = event_resolver(told)
    if resolver:
        count(deeds, resolver, told.at, "resolved")
    return {"settled": True, "resolved_at": told.at, "resolver": resolver or row.resolver}


def event_resolver(told: Recorded[Any]) -> PersonId | None:
    """Who resolved it: as the source says, else who did it."""
    stated = told.event.row.resolver if told.event.row else None
    return stated or (PersonId(Plain(told.by)) if is_person(told.by) else None)  # type: ignore[arg-type]


def booked(event: EntitlementBooked, told: Recorded[Any], deeds: Deeds) -> None:
    """A booking: the taker received the toughness, everyone is owed what they did not get."""
    for share in event.shares:
        received = event.toughness if share.agent == event.taker else 0
        count(deeds, share.agent, told.at, "received", received)
        count(deeds, share.agent, told.at, "entitled", received - share.milli_points)


def touched(row: WorkRow, told: Recorded[Any], deeds: Deeds) -> dict[str, datetime]:
    """Time between an agent's own acts counts as touch time, up to the cap."""
    if not is_person(told.by):
        return row.last_act
    before = row.last_act.get(told.by)
    if before is not None:
        pause = int((told.at - before).total_seconds())
        if pause > 0:
            count(deeds, told.by, told.at, "touch_seconds", min(pause, TOUCH_CAP))
    return row.last_act | {told.by: told.at}


def count(deeds: Deeds, who: str, at: datetime, measure: str, amount: int = 1) -> None:
    """Add to one person's measures of the day (UTC)."""
    place = f"{who}|{at:%Y-%m-%d}"
    amounts = deeds.setdefault(place, [0] * len(MEASURES))
    amounts[PLACE[measure]] += amount


def amounts(row: WorkRow) -> dict[tuple[str, str], tuple[int, ...]]:
    """What the ticket adds to the sums by person and day."""
    return {
        (who, day): tuple(values)
        for place, values in row.deeds.items()
        for who, _, day in [place.partition("|")]
    }


WORK = View(
    name="work",
    version=1,
    reads=READS,
    row=WorkRow,
    evolve=evolve,
    amounts=amounts,
    columns=lambda row: {
        "live": 0 if row.settled else 1,
        "raised": row.raised_at.isoformat(),
        "changed": row.changed_at.isoformat(),
    },
    column_kinds={"live": "INTEGER", "raised": "TEXT", "changed": "TEXT"},
    indexes=("live, raised", "live, changed"),
)

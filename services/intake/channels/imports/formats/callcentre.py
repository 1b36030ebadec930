"""A bank's call centre (Anonymous Bank, Technion): every call is a ticket that is over within the hour.

Days have no century and times no day: a call that goes on past midnight ends on the next one. A caller
who is 0 and an agent who is NO_SERVER are nobody.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from services.intake.channels.imports.format import (
    Format,
    Instant,
    Row,
    Table,
    named,
    nobody,
    told,
    whole,
)
from services.intake.channels.imports.statement import Named, Phase, Statement

SERVED = "AGENT"
NEVER = "0:00:00"
URGENT = "2"
"""The priority of the bank's best customers, who jump the queue."""
AN_HOUR = timedelta(hours=1)


def yymmdd(text: str) -> datetime:
    """A day and time such as `990131 23:59:07`."""
    return datetime.strptime(text, "%y%m%d %H:%M:%S")  # noqa: DTZ007


def call(row: Row, instant: Instant) -> Iterator[Statement]:
    """The call as it ended, and when an agent answered."""
    key, agent = key_of(row), agent_of(row)
    if agent and row["ser_start"] != NEVER:
        yield Statement(
            key=key, at=moment(row, instant, "ser_start"), counts=False, owner=agent,
            owner_said=True,
        )  # fmt: skip
    served, ended = row["outcome"] == SERVED, moment(row, instant, end_of(row))
    yield Statement(
        key=key,
        at=ended,
        kind="call",
        state=nobody(row["outcome"]),
        phase=Phase.CLOSED,
        resolution="unstated" if served else None,
        resolved_at=ended if served else None,
        actor=agent if served else caller_of(row),
        owner=agent,
        owner_said=agent is not None,
        priority=nobody(row["priority"]),
        seconds=(whole(row, "ser_time") or None) if served else None,
    )


def opening(row: Row, instant: Instant) -> Statement:
    """Who called, and about what."""
    return Statement(
        key=key_of(row),
        at=moment(row, instant, "vru_entry"),
        actor=caller_of(row),
        requester=caller_of(row),
        service=nobody(row["type"]),
        urgent=row["priority"] == URGENT,
    )


def key_of(row: Row) -> str:
    """Calls are counted anew on each line and, in time, from the start again."""
    return f"{row['vru+line']}-{row['call_id']}-{row['date']}"


def agent_of(row: Row) -> Named:
    """Who served the call."""
    return None if row["server"] == "NO_SERVER" else named("server", row["server"])


def caller_of(row: Row) -> Named:
    """The customer, where the bank could tell."""
    return None if row["customer_id"] == "0" else named("customer_id", row["customer_id"])


def end_of(row: Row) -> str:
    """The column of the last thing that happened: served, queued, or heard by the machine only."""
    return next(
        column for column in ("ser_exit", "q_exit", "vru_exit") if row[column] != NEVER
        or column == "vru_exit"
    )  # fmt: skip


def moment(row: Row, instant: Instant, column: str) -> str:
    """The moment in a column, on the day of the call or, past midnight, on the next."""
    when = told_on(row, instant, column)
    entry = told_on(row, instant, "vru_entry")
    if when >= entry:
        return when
    late = datetime.fromisoformat(entry) - datetime.fromisoformat(when) > AN_HOUR
    if not late:
        return entry
    return (datetime.fromisoformat(when) + timedelta(days=1)).isoformat(timespec="microseconds")


def told_on(row: Row, instant: Instant, column: str) -> str:
    """The time in a column on the day of the call."""
    return told(instant, {column: f"{row['date']} {row[column]}"}, column)


CALLCENTRE = Format(
    tables=(
        Table(
            kind="call",
            key="call_id",
            needed=(
                "call_id", "vru+line", "customer_id", "priority", "type", "date", "vru_entry",
                "vru_exit", "q_exit", "outcome", "ser_start", "ser_exit", "ser_time", "server",
            ),
            state=call,
            opening=opening,
        ),
    ),
    moment=yymmdd,
)  # fmt: skip

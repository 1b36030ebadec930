"""A comparison as people read it, on the page and on the command line alike: sentences, then tables."""

from collections.abc import Iterator
from typing import NamedTuple

from services.assignment.shadow.figures import Figures
from services.assignment.shadow.report import Report
from shared.events.shadow import PlanCost
from shared.vocabulary.counting import counted
from shared.vocabulary.milli import MILLI

NOTHING = "–"
WAITS = "waits"
LIVE, TRIED = "The desk's own", "In the shadow"
MOST_SHOWN = 30
"""Rows of a table; how many more there are is said below it."""

Row = tuple[str, str, str]


class Table(NamedTuple):
    """Both policies beside each other, in three columns."""

    title: str
    columns: Row
    rows: list[Row]
    figures: bool
    """Whether the last two columns are figures; else they name who gets a ticket."""
    more: str
    """What is not shown; empty where that is nothing."""


def opening(report: Report) -> str:
    """Who tries what since when, and what became of it."""
    state = "It is running."
    if report.ended_at:
        state = f"It ended on {report.ended_at:%Y-%m-%d %H:%M} UTC: {report.ended}."
    return (
        f"Since {report.since:%Y-%m-%d %H:%M} UTC, beside version {report.against} of the policy, "
        f"by {report.by}: {report.reason}. {state}"
    )


def figures(report: Report) -> list[Row]:
    """Every figure of a comparison, in the order in which they matter; none where nothing was compared."""
    if not report.tickets:
        return []
    live, tried = report.live, report.tried
    told = zip(lines(live), lines(tried), strict=True)
    return [
        *((name, one, other) for (name, one), (_, other) in told),
        under_live(report),
        costs("The same under the one in the shadow", live.under_tried, tried.under_tried),
    ]


def tables(report: Report) -> list[Table]:
    """Figures first, then whoever would get what instead; none where nothing was compared or differs."""
    everything = [
        table("Over everything that was compared", "figure", figures(report), figures=True),
        table("Who instead of whom", "tickets", exchanged(report)),
        table("The last tickets with another outcome", "ticket", otherwise(report),
              of=report.tickets - report.tickets_alike),
        table("Whose lead would differ", "tough points ahead of a fair share since it began",
              leads(report), figures=True),
    ]  # fmt: skip
    return [each for each in everything if each.rows]


def table(
    title: str, about: str, rows: list[Row], *, figures: bool = False, of: int | None = None
) -> Table:
    """The first rows of a table, and how many more there are of so many."""
    shown = rows[:MOST_SHOWN]
    left = (len(rows) if of is None else of) - len(shown)
    more = f"… and {left:,} more" if left else ""
    return Table(title, (about, LIVE, TRIED), shown, figures, more)


def exchanged(report: Report) -> list[Row]:
    """How often one would get a ticket in the place of another."""
    return [
        (f"{each.tickets:,}", each.live or WAITS, each.tried or WAITS) for each in report.exchanges
    ]


def otherwise(report: Report) -> list[Row]:
    """The tickets one by one, the last first."""
    return [(each.name, each.live or WAITS, each.tried or WAITS) for each in report.otherwise]


def leads(report: Report) -> list[Row]:
    """Whose lead would be another, furthest ahead in the shadow first."""
    return [(each.agent, f"{each.live:+.1f}", f"{each.tried:+.1f}") for each in report.leads]


def lines(side: Figures) -> Iterator[tuple[str, str]]:
    """The figures of one of the two, but costs."""
    yield "Tickets given to somebody, counted in each round", str(side.given)
    yield "Left waiting, counted in each round", str(side.waiting)
    yield "Of these, their promise about to break", str(side.imminent)
    yield "Minutes of work in hand before a ticket, on average", decimal(side.minutes_ahead)
    yield "Deals past the fairness cap", str(side.exceptions)
    yield "Furthest ahead since it began, in mean tough tickets", decimal(side.worst_lead, 2)
    yield "Furthest behind since it began, in mean tough tickets", decimal(side.worst_lag, 2)
    yield "Tough work on the wrong shoulders since it began", percent(side.misplaced)


def under_live(report: Report) -> Row:
    """What both cost under the policy in force, and in how many of the rounds, where these are not all."""
    priced, rounds = report.rounds_priced, counted(report.rounds, "round")
    part = f", in {priced:,} of {rounds}" if priced < report.rounds else ""
    name = f"Cost of the plans under the policy in force{part}"
    if not priced:
        return name, NOTHING, NOTHING
    return costs(name, report.live.under_live, report.tried.under_live)


def costs(name: str, live: PlanCost, tried: PlanCost) -> Row:
    """A cost of the desk's own plans, and by how much those in the shadow differ."""
    more = (tried.minutes - live.minutes) / MILLI
    differs = f"{abs(more):,.1f} minutes {'more' if more > 0 else 'fewer'}" if more else "the same"
    return (
        name,
        ", ".join([f"{live.minutes / MILLI:,.1f} minutes", *upper(live)]),
        ", ".join([differs, *upper(tried)]),
    )


def upper(cost: PlanCost) -> Iterator[str]:
    """What counts before minutes, and what is broken, where there is any."""
    if cost.risk:
        yield f"risk {cost.risk:,}"
    if cost.overflow:
        yield f"{cost.overflow / MILLI:,.1f} points past caps"
    if cost.breaches:
        yield f"breaks a ban {counted(cost.breaches, 'time')}"


def decimal(value: float | None, digits: int = 1) -> str:
    """A figure, or a dash where there was nothing to measure."""
    return NOTHING if value is None else f"{value:.{digits}f}"


def percent(share: float | None) -> str:
    """A share in per cent."""
    return NOTHING if share is None else f"{100 * share:.1f} %"

"""The figures of fairness as a terminal and JSON show them."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from services.projections.fairness.figures import Fairness
from services.projections.fairness.forecasts import Forecasts
from services.projections.fairness.pools import Pool
from shared.people.directory import Directory
from shared.vocabulary.toughness import points


def in_plain(figures: Fairness, name_of: Callable[[str], str]) -> dict[str, Any]:
    """The figures as JSON tells them: names beside the ids of people and teams."""
    plain: dict[str, Any] = msgspec.to_builtins(figures)
    for each in plain["conduct"]:
        each["name"] = name_of(each["agent"])
    for pool in (*plain["thin_pools"], *filter(None, [plain["teach"]])):
        pool["team_name"] = name_of(pool["team"]) if pool["team"] else None
    return plain


def fairness_lines(figures: Fairness, names: Directory) -> Iterator[str]:
    """One fact a line."""
    yield from forecast_lines(figures.forecasts)
    yield f"tickets past the fairness cap: {figures.exceptions}"
    if figures.teach:
        yield f"teaching {pool_in_words(figures.teach, names)} would help most"
    for pool in figures.thin_pools:
        yield (
            f"thin: {pool_in_words(pool, names)}: {pool.thin_deals} of {pool.deals} tickets, "
            f"{points(pool.thin_points)} points, {pool.mean_people:.1f} people on average"
        )
    for each in figures.burdens:
        ratio = "–" if each.ratio is None else f"{each.ratio:.2f}"
        yield (
            f"{each.kind}, {each.group}: {each.agents} people, received ÷ share {ratio}, share of "
            f"one {points(each.entitled_each)}, after hours {each.after_hours}"
        )
    for line in figures.conduct:
        yield (
            f"{names.name_of(line.agent)}: {line.flags} flags ({line.flags_counted} counted), "
            f"{line.appeals} appeals ({line.upheld} upheld), {line.put_back} put back, "
            f"{line.declined} offers declined, {line.lapsed} lapsed, "
            f"{line.skills_dropped} skills dropped, {line.focus_minutes // 60} h of focus time, "
            f"{line.exceptions} tickets past the cap"
        )


def forecast_lines(told: Forecasts) -> Iterator[str]:
    """How good forecasts are."""
    if told.mean_absolute_error is None or told.mean_error is None or told.within_range is None:
        yield "forecasts: none of them was resolved yet"
        return
    yield (
        f"forecasts: {told.tickets} resolved, off by {points(told.mean_absolute_error)} points on "
        f"average ({told.mean_error / 1000:+.1f} on the whole), {100 * told.within_range:.0f} % "
        "within their range, of which 80 % is promised"
    )
    for band in told.calibration:
        yield (
            f"  expected {points(band.mean_expected)}, turned out {points(band.mean_found)} "
            f"({band.tickets} tickets)"
        )


def pool_in_words(pool: Pool, names: Directory) -> str:
    """What its tickets need, and in which queue they stand."""
    need = f"{pool.skill}, level {pool.level}" if pool.skill else "no special skill"
    return f"{need} in {names.name_of(pool.team)}" if pool.team else need

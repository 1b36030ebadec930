"""How good forecasts of toughness are: their error, and whether what they say is what turns out."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from services.projections.views.fairness.deeds import BAND
from services.projections.views.fairness.row import FairnessRow

PREFIX = "forecast/"


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """Tickets whose forecasts lay close together."""

    expected_from: int
    """Milli-points."""
    tickets: int
    mean_expected: int
    """Milli-points."""
    mean_found: int
    """Milli-points they turned out to be; the same as expected where forecasts are calibrated."""


class Forecasts(msgspec.Struct, frozen=True, kw_only=True):
    """The forecasts of tickets that were counted in the window."""

    tickets: int
    mean_absolute_error: int | None
    """Milli-points: Σ |expected − found| / tickets."""
    mean_error: int | None
    """Milli-points: Σ (expected − found) / tickets; above 0 where tickets are made out tougher."""
    within_range: float | None
    """Share of tickets that turned out within their range; 0.8 is what the range promises."""
    calibration: tuple[Band, ...]
    model: str | None
    """Digest of the model in force."""
    learned_from: int
    """Resolved tickets it was learned from."""
    learned_at: datetime | None


def forecasts(sums: Mapping[str, Mapping[str, int]], model: FairnessRow | None) -> Forecasts:
    """The figures from sums by band, and the model in force."""
    bands = {name: m for name, m in sums.items() if name.startswith(PREFIX) and m["found"] > 0}
    tickets = sum(m["found"] for m in bands.values())
    error = sum(m["error"] for m in bands.values())
    over = sum(m["expected_points"] - m["found_points"] for m in bands.values())
    within = sum(m["within"] for m in bands.values())
    return Forecasts(
        tickets=tickets,
        mean_absolute_error=error // tickets if tickets else None,
        mean_error=over // tickets if tickets else None,
        within_range=within / tickets if tickets else None,
        calibration=tuple(band(name, bands[name]) for name in sorted(bands)),
        model=model.digest if model else None,
        learned_from=model.learned_from if model else 0,
        learned_at=model.learned_at if model else None,
    )


def band(name: str, measures: Mapping[str, int]) -> Band:
    """One band from its sums."""
    tickets = measures["found"]
    return Band(
        expected_from=BAND * int(name.removeprefix(PREFIX)),
        tickets=tickets,
        mean_expected=measures["expected_points"] // tickets,
        mean_found=measures["found_points"] // tickets,
    )

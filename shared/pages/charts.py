"""Charts drawn on the server as SVG: they print, need no script, and say in words what they show."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

ROW, LEFT, WIDTH, RIGHT = 24, 150, 520, 56
MOST_RATIO, A_QUARTER = 2.0, 0.25


@dataclass(frozen=True, slots=True)
class Ratio:
    """One person's ratio to their fair share."""

    name: str
    value: float | None


def dot_plot(ratios: Sequence[Ratio], *, says: str) -> Markup:
    """Dots around the fair share at 1; further right carries more. `says` is the chart in words."""
    height = ROW * (len(ratios) + 1) + 14
    axis = [(0.0, "0"), (0.5, "½×"), (1.0, "fair share"), (1.5, "1½×"), (2.0, "2× or more")]
    lines = [tick(value, words, height) for value, words in axis]
    lines += [dot(index, ratio) for index, ratio in enumerate(ratios)]
    return framed(height, says, lines)


def place(ratio: float) -> float:
    """Where a ratio stands from left to right."""
    return LEFT + min(ratio, MOST_RATIO) / MOST_RATIO * (WIDTH - LEFT - RIGHT)


def tick(value: float, words: str, height: int) -> Markup:
    """One line of the axis."""
    kind = "fair" if value == 1.0 else "rule"
    return Markup(
        '<line class="{}" x1="{:.1f}" x2="{:.1f}" y1="20" y2="{}"/>'
        '<text class="quiet-text" x="{:.1f}" y="12" text-anchor="middle">{}</text>'
    ).format(kind, place(value), place(value), height, place(value), words)


def dot(index: int, ratio: Ratio) -> Markup:
    """One person's line: a round dot near the fair share, a diamond beyond it."""
    y = ROW * (index + 1) + 12
    name = Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(
        LEFT - 14, y + 4, ratio.name
    )
    if ratio.value is None:
        none = Markup('<text class="quiet-text" x="{}" y="{}">no share yet</text>')
        return name + none.format(place(0), y + 4)
    x, fair = place(ratio.value), place(1.0)
    far = is_far(ratio.value)
    kind = ("over" if ratio.value > 1 else "under") if far else "dot"
    shape = diamond(x, y, kind) if far else circle(x, y)
    return (
        name
        + Markup('<line class="stem" x1="{:.1f}" x2="{:.1f}" y1="{}" y2="{}"/>').format(
            fair, x, y, y
        )
        + shape
        + Markup('<text x="{}" y="{}" text-anchor="end">{:.2f}×</text>').format(
            WIDTH, y + 4, ratio.value
        )
    )


def is_far(ratio: float) -> bool:
    """Whether somebody is more than a quarter away from their fair share."""
    return abs(ratio - 1) > A_QUARTER


def circle(x: float, y: float) -> Markup:
    """A dot near the fair share."""
    return Markup('<circle class="dot" cx="{:.1f}" cy="{}" r="4.5"/>').format(x, y)


def diamond(x: float, y: float, kind: str) -> Markup:
    """A dot far from the fair share; told apart by shape as well as colour."""
    return Markup('<path class="{}" d="M{:.1f} {}l6 6-6 6-6-6z"/>').format(kind, x, y - 6)


def bars(amounts: Sequence[tuple[str, int]], *, says: str) -> Markup:
    """Bars from left to right, each with its words and number."""
    most = max((amount for _, amount in amounts), default=0) or 1
    lines = []
    for index, (words, amount) in enumerate(amounts):
        y = ROW * index + 4
        width = amount / most * (WIDTH - LEFT - RIGHT)
        lines.append(
            Markup(
                '<text x="{}" y="{}" text-anchor="end">{}</text>'
                '<rect class="bar" x="{}" y="{}" width="{:.1f}" height="14" rx="3"/>'
                '<text x="{:.1f}" y="{}">{}</text>'
            ).format(LEFT - 14, y + 12, words, LEFT, y, width, LEFT + width + 8, y + 12, amount)
        )
    return framed(ROW * len(amounts) + 6, says, lines)


def columns(amounts: Sequence[int], *, until: int) -> Markup:
    """Columns over a slider, one for each of its steps; those up to `until` are lit."""
    most = max(amounts, default=0) or 1
    drawn = [
        Markup('<line class="{}" x1="{}" x2="{}" y1="{:.1f}" y2="20"/>').format(
            "lit" if index < until else "unlit", index, index, 20 - 20 * amount / most
        )
        for index, amount in enumerate(amounts)
        if amount
    ]
    return Markup(
        '<svg class="over-slider" viewBox="0 0 {} 20" preserveAspectRatio="none" '
        'stroke-width="{:.1f}" aria-hidden="true">{}</svg>'
    ).format(
        max(1, len(amounts) - 1), max(1, min(6, 400 / (len(amounts) or 1))), Markup("").join(drawn)
    )


def stacked(terms: Sequence[tuple[str, float]], whole: float) -> Markup:
    """One bar of terms side by side, to the scale of `whole`; what lowers the cost is left out."""
    x, parts = 0.0, []
    for name, amount in terms:
        if amount > 0 and whole > 0:
            width = 100 * amount / whole
            parts.append(
                Markup(
                    '<rect class="term-{}" x="{:.2f}" y="1" width="{:.2f}" height="10"/>'
                ).format(name, x, width)
            )
            x += width
    return Markup(
        '<svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
    ).format(Markup("").join(parts))


def framed(height: int, says: str, lines: Sequence[Markup]) -> Markup:
    """A drawing with its sentence."""
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, height, escape(says), Markup("").join(lines))

"""How certain a plan is, in words: what was proven of it, for people who never saw a bound."""

from shared.vocabulary.words import RoundStatus

NOTICEABLE = 100
"""Millionths of a plan's cost below which a gap is not worth a figure."""


def certainty(status: RoundStatus, gap: int | None) -> str:
    """What is known of a better plan, as a sentence. `gap`: (minutes − bound) / bound in millionths."""
    if status is RoundStatus.PROVEN:
        return "No plan is better: that is proven."
    if gap is None:
        return "It is not known how much better another plan could be."
    if gap < NOTICEABLE:
        return "No plan is better by as much as 0.01 %: that is proven."
    return f"No plan is better by more than {gap / 10_000:.2f} %: that is proven."

"""Differences as a supervisor would say them aloud: the swap first, then what it costs, by whose rule."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from services.assignment.explaining.whole_round import Difference, Swap
from shared.vocabulary.toughness import points
from shared.vocabulary.words import RoundStatus

NameOf = Callable[[str], str]
TELLING = 2
"""Tickets that a sentence names; the answer has them all."""


def outcome(told: Difference) -> str:
    """What the round would have come to, in a clause after `the round`."""
    if told.risk > 0:
        return "would have left a ticket waiting whose promise is about to break"
    if told.risk < 0:
        return "would have left less waiting whose promise is about to break"
    if told.overflow > 0:
        return f"would have led somebody {points(told.overflow)} points past the fairness cap"
    if told.overflow < 0:
        return f"would have kept {points(-told.overflow)} points more within the fairness caps"
    if told.milli_minutes == 0:
        return "would have cost just as much"
    more = "more" if told.milli_minutes > 0 else "less"
    return f"would have cost {minutes(abs(told.milli_minutes))} {more}{causes(told.by_rule)}"


def causes(by_rule: Mapping[str, int]) -> str:
    """The rules that make a tenth of it or more, net over everybody; silent where nothing differs."""
    whole = sum(map(abs, by_rule.values()))
    named = [f"{rule} {signed(cost)}" for rule, cost in by_rule.items() if 10 * abs(cost) >= whole]
    return f" ({', '.join(named)})" if named else ""


def signed(cost: int) -> str:
    """Milli-minutes as minutes with their sign: `+18.0`, `−3.5`."""
    return f"{cost / 1000:+.1f}".replace("-", "−")


def swapped(swaps: Sequence[Swap], name_of: NameOf) -> str:
    """The other tickets that would have gone elsewhere, in a clause; silent where there is none."""
    told = [f"{name_of(each.ticket)} {moved(each, name_of)}" for each in swaps[:TELLING]]
    if len(swaps) > TELLING:
        told.append(f"{len(swaps) - TELLING} more would have changed hands")
    return listed(told)


def moved(swap: Swap, name_of: NameOf) -> str:
    """Where one of them would have gone."""
    if swap.after is None:
        return "would have waited"
    instead = f" instead of {name_of(swap.before)}" if swap.before else " instead of waiting"
    return f"would have gone to {name_of(swap.after)}{instead}"


def proof(status: RoundStatus) -> str:
    """What has to be said where the other plan may not be the best of its kind."""
    return "" if status is RoundStatus.PROVEN else " (as far as the search found)"


def minutes(amount: int) -> str:
    """Milli-minutes for people."""
    return f"{amount / 1000:.1f} {'minute' if amount == 1_000 else 'minutes'}"


def either(words: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last

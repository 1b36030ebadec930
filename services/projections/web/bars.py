"""Candidates for a ticket side by side: what each rule asks of them, drawn as bars with a legend."""

from collections.abc import Sequence
from typing import Any

from shared.pages.charts import stacked
from shared.vocabulary.identity import PersonId

COLOURED, OTHER = ("delay", "fit", "load", "rotation"), "other"
"""Rules with a colour of their own, as they turn up most; the rarer ones share one."""


def more_than_chosen(weighed: Sequence[Any], owner: PersonId | None) -> dict[str, float]:
    """By candidate: minutes that the whole round would have cost more; alone where no more is known."""
    mine = min((each.minutes for each in weighed if each.agent == owner), default=0.0)
    return {
        each.agent: each.whole.milli_minutes / 1000 if each.whole else each.minutes - mine
        for each in weighed
    }


def bars(weighed: Sequence[Any]) -> dict[str, Any]:
    """A bar for each candidate: what each rule asks of them above the least it asks of anybody."""
    rules = differing(weighed)
    least = {rule: min(each.terms[rule] for each in weighed) for rule in rules}
    above = {each.agent: [(colour(r), each.terms[r] - least[r]) for r in rules] for each in weighed}
    whole = max((sum(amount for _, amount in terms) for terms in above.values()), default=0)
    return {agent: stacked(terms, whole) for agent, terms in above.items()}


def legend(weighed: Sequence[Any]) -> dict[str, str]:
    """By colour: the rules that the bars show in it, parted by commas."""
    named: dict[str, list[str]] = {}
    for rule in differing(weighed):
        named.setdefault(colour(rule), []).append(rule)
    return {term: ", ".join(rules) for term, rules in named.items()}


def differing(weighed: Sequence[Any]) -> list[str]:
    """Rules that ask more of one candidate than of another; those that share a colour last."""
    rules = {rule for each in weighed for rule in each.terms}
    found = (rule for rule in rules if len({each.terms[rule] for each in weighed}) > 1)
    return sorted(found, key=lambda rule: (rule not in COLOURED, rule))


def colour(rule: str) -> str:
    """The rule's own colour, or the one that the rarer rules share."""
    return rule if rule in COLOURED else OTHER

"""Reads what goes wrong at the sample desk from `problems.toml`."""

import tomllib
from pathlib import Path

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of request: how it is told, what it takes, and how it ends."""

    service: str
    subject: str
    told: str
    skill: str
    level: int
    minutes: int
    """Usual minutes of work."""
    toughness: int
    """Milli-points a triager gives it."""
    asked: str
    """What the agent asks back."""
    answered: str
    """What the requester answers."""
    done: str
    """What was done in the end."""
    weight: int
    """How often it comes, beside the others."""
    tier: int = 1


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is said at the sample desk."""

    problem: tuple[Problem, ...]
    thanks: tuple[str, ...]
    still_wrong: tuple[str, ...]
    notes: tuple[str, ...]
    handed_over: str
    """When a shift ends."""
    asked_again: str
    """The second question about anything."""
    answered_again: str
    declined: tuple[str, ...]
    """Why somebody does not take what they are offered."""
    not_begun: str
    """When a shift ends before somebody came to it."""
    beyond_me: str
    """When somebody else knows more."""
    put_back: str
    """When there is nobody to hand it to."""


def script() -> Script:
    """The script as written; refuses a field that is missing or misspelt."""
    text = (Path(__file__).parent / "problems.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Script)

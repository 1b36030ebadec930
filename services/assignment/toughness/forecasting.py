"""Forecasts: a model and what is known of a ticket give what it will turn out to be, with a range."""

import hashlib
import re
from collections.abc import Iterable

import msgspec

from services.assignment.toughness.features import Features
from services.assignment.toughness.learning import Lesson
from shared.events.toughness import Factor, ForecastModelLearned, Learned, Step
from shared.vocabulary.identity import Plain, StreamId
from shared.vocabulary.toughness import MilliPoints

LEARNED = re.compile(r"\d+ tickets, ([+-]\d+) milli-points")


class Expected(msgspec.Struct, frozen=True):
    """What a ticket is expected to be, in milli-points; eight of ten turn out within the range."""

    toughness: MilliPoints
    low: MilliPoints
    high: MilliPoints


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """What forecasts are made with, but for what is known of requesters."""

    digest: str
    mean: int
    effects: dict[str, dict[str, int]]
    """Milli-points by feature and value."""
    steps: tuple[Step, ...]


def forecast(model: Model, features: Features, *, of_requester: int = 0) -> Expected:
    """The forecast; `of_requester` is what was learned of the requester, 0 where nothing is known."""
    raw = model.mean + of_requester
    for name, by_value in model.effects.items():
        raw += by_value.get(getattr(features, name) or "", 0)
    reached = [step for step in model.steps if step.raw_from <= raw]
    step = reached[-1] if reached else model.steps[0]
    return Expected(step.toughness, step.low, step.high)


def model_of(event: ForecastModelLearned) -> Model:
    """The model a snapshot tells."""
    return Model(
        digest=event.digest, mean=event.mean, effects=effects_of(event.factors), steps=event.steps
    )


def effects_of(factors: Iterable[Factor]) -> dict[str, dict[str, int]]:
    """What each value adds, by feature."""
    return {factor.name: {v.value: v.effect for v in factor.values} for factor in factors}


def snapshot(lesson: Lesson, *, through: int) -> ForecastModelLearned:
    """What was learned, as it is recorded; requesters are only counted."""
    return ForecastModelLearned(
        digest=Plain(digest(lesson)),
        tickets=lesson.tickets,
        through=through,
        mean=MilliPoints(lesson.mean),
        factors=lesson.factors,
        requesters=len(lesson.requesters),
        steps=lesson.steps,
    )


def digest(lesson: Lesson) -> str:
    """A fingerprint of all that was learned, requesters included."""
    return hashlib.sha256(msgspec.json.encode(lesson, order="deterministic")).hexdigest()


def stream_of(model: str) -> StreamId:
    """The stream of the model with that digest."""
    return StreamId(f"model-{model[:32]}")


def in_words(learned: Learned) -> str:
    """What was learned of a requester, to be sealed under their key: `12 tickets, +250 milli-points`."""
    return f"{learned.tickets} tickets, {learned.effect:+d} milli-points"


def read_back(words: str) -> int | None:
    """The milli-points such words tell; None where they are erased or cannot be read any more."""
    told = LEARNED.fullmatch(words)
    return int(told.group(1)) if told else None

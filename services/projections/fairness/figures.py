"""All of it together, over the thirty days up to a moment: for the page, the report and the API alike."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from services.projections.catalogue import Views
from services.projections.fairness.burdens import Burden, burdens
from services.projections.fairness.conduct import Conduct, conduct
from services.projections.fairness.forecasts import Forecasts, forecasts
from services.projections.fairness.pools import Pool, pools, worth_teaching
from services.projections.instants import instant
from services.projections.rows.lines import Bounds
from services.projections.views.fairness import deeds as fair
from services.projections.views.fairness.row import FairnessRow
from services.projections.views.fairness.view import MODELS
from services.projections.views.people import query as people
from services.projections.views.work import deeds as work
from shared.eventlog.moment import At
from shared.people.linked import One, itself
from shared.vocabulary.identity import PersonId, StreamId

WINDOW = 30
"""Days."""


class Fairness(msgspec.Struct, frozen=True, kw_only=True):
    """What supervisors look after beside the ledger itself."""

    until: datetime
    forecasts: Forecasts
    thin_pools: tuple[Pool, ...]
    """Most tough work first."""
    teach: Pool | None
    """The pool whose skill is worth teaching most."""
    burdens: tuple[Burden, ...]
    conduct: tuple[Conduct, ...]
    """Most flags first."""
    exceptions: int
    """Tickets that led somebody past the fairness cap, dealt, given or taken."""


def fairness(views: Views, *, now: datetime, at: At = None, one: One = itself) -> Fairness:
    """The figures over the thirty days up to now, or up to the moment asked for.

    `one`: which identity stands for a person.
    """
    first = now - timedelta(days=WINDOW)
    told = by_name(views.fairness.sums.since(first, at), fair.MEASURES, one)
    carried = by_name(views.work.sums.since(first, at), work.MEASURES, one)
    agents = people.as_persons(people.agents(views.people, at=at), one)
    thin, lines = pools(told, agents), conduct(carried, told)
    return Fairness(
        until=now,
        forecasts=forecasts(told, newest_model(views, now, at)),
        thin_pools=thin,
        teach=worth_teaching(thin),
        burdens=burdens(agents, carried, told, now=now),
        conduct=lines,
        exceptions=sum(each.exceptions for each in lines),
    )


def newest_model(views: Views, now: datetime, at: At) -> FairnessRow | None:
    """The model in force; None before anything was learned."""
    until = Bounds(high=instant(now) + 1)
    models = views.fairness.select(MODELS, True, within=until, limit=1, falling=True, at=at)
    return models[0] if models else None


def by_name(
    sums: Mapping[str, Sequence[int]], measures: Sequence[str], one: One
) -> dict[str, dict[str, int]]:
    """Sums by whom they are told of, linked identities together, with the measures' names."""
    told: dict[str, dict[str, int]] = {}
    for who, amounts in sums.items():
        line = told.setdefault(one(PersonId(StreamId(who))), dict.fromkeys(measures, 0))
        for measure, amount in zip(measures, amounts, strict=True):
            line[measure] += amount
    return told

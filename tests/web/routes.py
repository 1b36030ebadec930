"""Walks every route of an application and finds those without a row in the policy table."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import Mount

from shared.people.policy_table import ALLOWED, WITHOUT_SIGN_IN

FILES = frozenset({"/static"})
"""Folders of files that are part of every page; named on purpose."""


def every_route(app: FastAPI) -> Iterator[RouteContext]:
    """All routes, those of included routers too."""
    return iter_route_contexts(app.routes)


def actions_of(route: RouteContext) -> list[Any]:
    """What the route's dependencies say it needs."""
    dependant = getattr(route, "dependant", None)
    needs = (getattr(each.call, "action", None) for each in getattr(dependant, "dependencies", ()))
    return [each for each in needs if each is not None]


def rowless(app: FastAPI, *, files: frozenset[str] = FILES) -> list[str]:
    """Addresses that do not say exactly one action with a row in the table."""
    known = ALLOWED.keys() | WITHOUT_SIGN_IN
    found = []
    for route in every_route(app):
        if isinstance(route.original_route, Mount) and route.path in files:
            continue
        actions = actions_of(route)
        if len(actions) != 1 or actions[0] not in known:
            found.append(f"{sorted(route.methods or ())} {route.path}")
    return found

"""Whether the desk is alive and whether it is ready: the one thing anybody may ask."""

from collections.abc import Callable, Mapping

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from shared.people.policy_table import Action
from shared.web.asking import open_route

Check = Callable[[], str | None]
"""What is wrong, in words without anything personal; None while nothing is."""


def router(checks: Mapping[str, Check]) -> APIRouter:
    """`/healthz` tells that the process answers, `/readyz` that everything it needs does."""
    routes = APIRouter(
        include_in_schema=False, dependencies=[Depends(open_route(Action.SEE_HEALTH))]
    )

    @routes.get("/healthz")
    def alive() -> dict[str, str]:
        return {"status": "alive"}

    @routes.get("/readyz")
    def ready() -> JSONResponse:
        wrong = {name: found for name, check in checks.items() if (found := check())}
        told = {"status": "not ready" if wrong else "ready", "wrong": wrong}
        return JSONResponse(told, 503 if wrong else 200)

    return routes

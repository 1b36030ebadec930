"""Whether the desk is alive and whether it is ready: the one thing anybody may ask."""

from collections.abc import Callable, Sequence

from fastapi import APIRouter, Depends, Response

from shared.people.policy_table import Action
from shared.web.asking import open_route


def router(not_ready: Callable[[], Sequence[str]]) -> APIRouter:
    """`/healthz` tells that the process answers, `/readyz` that everything it needs does.

    `not_ready` tells what is wrong, in words without anything personal; nothing while all is well.
    """
    routes = APIRouter(
        include_in_schema=False, dependencies=[Depends(open_route(Action.SEE_HEALTH))]
    )

    @routes.get("/healthz")
    def alive() -> dict[str, str]:
        return {"status": "alive"}

    @routes.get("/readyz")
    def ready(response: Response) -> dict[str, object]:
        reasons = not_ready()
        response.status_code = 503 if reasons else 200
        return {"status": "not ready" if reasons else "ready", "reasons": reasons}

    return routes

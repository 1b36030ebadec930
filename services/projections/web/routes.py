"""All of the views' routes, for the composition to serve."""

from pathlib import Path

from fastapi import APIRouter

from services.projections.web import (
    api,
    api_people,
    audit,
    day,
    history,
    live,
    parked,
    queues,
    report,
    reviews,
    tickets,
)
from services.projections.web.showing import Shown

TEMPLATES = Path(__file__).parent / "templates"


def router(desk: Shown) -> APIRouter:
    """Pages, JSON, live positions and static files."""
    routes = APIRouter()
    for part in (
        queues,
        tickets,
        history,
        audit,
        reviews,
        day,
        live,
        api,
        api_people,
        report,
        parked,
    ):
        routes.routes += part.router(desk).routes
    return routes

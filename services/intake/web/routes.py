"""All of intake's routes, for the composition to serve."""

from fastapi import APIRouter

from services.intake.people import People
from services.intake.web import asking_for_help, people, posting, roster, signing_in, tickets
from shared.people.access import Access


def router(desk: People, access: Access) -> APIRouter:
    """The API of tickets, roster, people and policy, and the pages of asking and signing in."""
    routes = APIRouter()
    for each in (
        tickets.router(desk.intake),
        roster.router(desk),
        people.router(desk, access),
        posting.router(desk.intake),
        asking_for_help.router(desk.intake),
        signing_in.router(access, desk.intake.directory),
    ):
        routes.include_router(each)
    return routes

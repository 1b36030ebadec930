"""All of intake's routes, for the composition to serve."""

from pathlib import Path

from fastapi import APIRouter

from services.intake.people import People
from services.intake.web import (
    asking_for_help,
    people,
    people_page,
    policy,
    posting,
    roster,
    signing_in,
    tickets,
)
from shared.people.access import Access

TEMPLATES = Path(__file__).parent
"""A folder of templates, for the composition's renderer."""


def router(desk: People, access: Access, in_shell: asking_for_help.InShell) -> APIRouter:
    """The API of tickets, roster, people and policy, and the pages of asking, people and signing in."""
    routes = APIRouter()
    for each in (
        tickets.router(desk.intake),
        roster.router(desk),
        people.router(desk, access),
        policy.router(desk),
        posting.router(desk.intake),
        asking_for_help.router(desk, in_shell),
        people_page.router(desk, access, in_shell),
        signing_in.router(access, desk.intake.directory),
    ):
        routes.routes += each.routes
    return routes

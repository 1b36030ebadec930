"""An agent's day: what they did, act by act, from one midnight of their time zone to the next."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from services.projections.views.people import query as people
from services.projections.views.work import query as work
from services.projections.views.work.query import Day, Did
from services.projections.views.work.standing import Stands, stands
from services.projections.web.showing import Shown
from shared.eventlog.moment import At
from shared.pages.words import span
from shared.people.policy_table import Action
from shared.people.unknown import AgentIsUnknown
from shared.people.viewer import Viewer
from shared.vocabulary.identity import PersonId, StreamId
from shared.vocabulary.toughness import points
from shared.vocabulary.working_time import zone_named
from shared.web.asking import NotAllowed, route_needs

SEES_DAY = Annotated[Viewer, Depends(route_needs(Action.SEE_OWN_DAY))]
A_PAGE = 50
ACTS = {
    "dealt": "was dealt it", "picked": "took it", "given": "was given it",
    "put_back": "put it back", "handed_over": "had it go to somebody else", "resolved": "resolved it",
    "offered": "was offered it", "declined": "declined it", "lapsed": "let its offer lapse",
    "helped": "helped with it",
    "replies": "replied", "notes": "noted something", "reopened": "had it come back",
}  # fmt: skip
"""What an act is called; what it weighed is told beside it."""


def router(desk: Shown) -> APIRouter:
    """The page of a day."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/agents/{agent}")
    def day(
        agent: str,
        request: Request,
        viewer: SEES_DAY,
        day: str | None = None,
        at: str | None = None,
        skip: Annotated[int, Query(ge=0)] = 0,
    ) -> HTMLResponse:
        refuse_others(viewer, agent)
        desk.catch_up(request)
        moment = desk.moment(at)
        done = day_of(desk, agent, day, moment)
        acts = done.done[skip : skip + A_PAGE]
        return desk.page(
            request, viewer, "agent_day.html", at=moment, done=done, agent=agent,
            acts=[(each, desk.name(each.ticket), act_of(each)) for each in acts],
            later=skip + A_PAGE if len(done.done) > skip + A_PAGE else None,
            agent_name=desk.name(agent), local=zone_named(done.zone),
            stands=standing_of(desk, request, viewer, PersonId(StreamId(agent)), moment),
            name=desk.name,
        )  # fmt: skip

    return routes


def day_of(desk: Shown, agent: str, day: str | None, at: At) -> Day:
    """An agent's day in their own zone; the one the clock shows if none is named.

    Raises `AgentIsUnknown`, `DayIsMalformed`.
    """
    who = PersonId(StreamId(agent))
    known = people.person(desk.views.people, who)
    if known is None:
        raise AgentIsUnknown(f"nobody here goes by {agent[:60]!r}; follow a name on a page")
    chosen = day or f"{desk.clock_at(at).astimezone(zone_named(known.zone)):%Y-%m-%d}"
    also = [each for each in desk.directory.linked.identities(who) if each != who]
    return work.day_of(desk.views.work, who, chosen, zone=known.zone, at=at, also=also)


def act_of(did: Did) -> str:
    """One act in words, with what it weighed."""
    said = [words for name, words in ACTS.items() if did.measures.get(name)]
    if did.measures.get("taken") and not said:
        said = ["got it in the source it came from"]
    amounts = [
        f"{span(did.measures[name])} {words}"
        for name, words in (("logged_seconds", "logged"), ("touch_seconds", "at it"))
        if did.measures.get(name)
    ]
    if received := did.measures.get("received"):
        amounts.append(f"{points(received)} tough points")
    elif owed := did.measures.get("entitled"):
        amounts.append(f"fair share {points(owed)}")
    return ", ".join([*said, *amounts]) or "was there for it"


def standing_of(
    desk: Shown, request: Request, viewer: Viewer, agent: PersonId, at: At
) -> Stands | None:
    """How the agent stands among the others; who they are is told to whoever may see anybody's."""
    if not viewer.may(Action.SEE_STANDING):
        return None
    identities = desk.directory.linked.identities(agent)
    return stands(
        desk.views.work, agent, desk.supervision(request, at).agents,
        now=desk.clock_at(at), named=viewer.limited_to(Action.SEE_STANDING) is None, at=at,
        also=[each for each in identities if each != agent],
    )  # fmt: skip


def refuse_others(viewer: Viewer, agent: str) -> None:
    """Agents look at their own day only."""
    if viewer.limited_to(Action.SEE_OWN_DAY) not in (None, agent):
        raise NotAllowed("you may see your own day; ask a supervisor for anybody else's")

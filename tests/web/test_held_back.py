"""A ticket of which a view cannot show everything says so wherever it stands; the others are as ever."""

from dataclasses import replace
from typing import Any

import pytest

from services.projections import catalogue
from services.projections.views.queue.view import QUEUE
from services.projections.views.ticket.view import TICKET
from shared.events.ticket import TicketTriaged
from shared.vocabulary.words import Role
from tests.web.site import Site, raised


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    """A desk whose views fail on judgements; the first of two tickets was judged."""
    for name, view in (("TICKET", TICKET), ("QUEUE", QUEUE)):

        def evolve(row: Any, told: Any, well: Any = view.evolve) -> Any:
            if isinstance(told.event, TicketTriaged):
                raise ValueError("nobody told me of judgements")
            return well(row, told)

        monkeypatch.setattr(catalogue, name, replace(view, evolve=evolve))
    site = Site()
    cy = site.signed_in("Cy")
    raised(cy, "VPN drops")
    raised(cy, "Printer on fire")
    ada = site.signed_in("Ada", Role.AGENT)
    assert ada.post("/tickets/1/triage", data={"toughness": "2000"}).status_code == 303
    return site


def test_the_ticket_says_that_not_everything_is_shown_and_why(site: Site) -> None:
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    page = ben.get("/tickets/1").text
    assert "Not everything is shown." in page
    assert "ValueError: nobody told me of judgements" in page
    assert "evenhand parked --retry ticket" in page
    assert "Not everything is shown." not in ben.get("/tickets/2").text


def test_its_line_in_a_list_is_marked_and_no_other(site: Site) -> None:
    page = site.signed_in("Ben", Role.SUPERVISOR).get("/teams").text
    assert page.count('class="line"') == 2
    assert page.count("not everything of it is shown") == 1


def test_supervision_tells_how_many_are_held_back(site: Site) -> None:
    page = site.signed_in("Ben", Role.SUPERVISOR).get("/supervision").text
    assert "1 ticket or person shows less than happened" in page


def test_before_the_event_nothing_is_held_back(site: Site) -> None:
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    judged = next(
        each.position
        for each in site.desk.log.read(after=0, limit=99)
        if isinstance(each.event, TicketTriaged)
    )
    assert "Not everything is shown." not in ben.get(f"/tickets/1?at={judged - 1}").text
    assert "Not everything is shown." in ben.get(f"/tickets/1?at={judged}").text


def test_the_api_tells_which_tickets_are_held_back_since_when_and_why(site: Site) -> None:
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    told = ben.get("/api/v1/parked").json()
    assert (told["keys"], {each["name"] for each in told["held_back"]}) == (1, {"#1"})
    assert {each["view"] for each in told["held_back"]} == {"queue", "ticket"}
    assert site.signed_in("Cy").get("/api/v1/parked").status_code == 403

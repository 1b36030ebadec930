"""The views over the API: everyone sees what their role allows, now and at any moment."""

import pytest

from services.projections.replay import cloud_event
from shared.vocabulary.words import Role
from tests.desks import MONDAY, Desk
from tests.web.site import Site, raised


@pytest.fixture
def site() -> Site:
    """A desk where Ada of the network team was dealt Cy's ticket after an hour."""
    site = Site()
    desk: Desk = site.desk
    ada, cy = desk.agent("Ada", network=3), desk.person("Cy")
    desk.team("Network", ada, services=("VPN",))
    desk.ticket("VPN drops", by=cy, service="VPN")
    desk.later(hours=1)
    desk.assignment.catch_up()
    desk.assignment.run_round()
    return site


def id_of(site: Site, name: str) -> str:
    (person,) = site.desk.directory.up_to_date().person_called(name)
    return person


def test_requesters_get_what_they_asked_and_nobody_elses(site: Site) -> None:
    cy, dee = site.visit(id_of(site, "Cy")), site.signed_in("Dee")  # type: ignore[arg-type]
    (mine,) = cy.get("/api/v1/requests").json()["tickets"]
    assert (mine["number"], mine["settled"]) == (1, False)
    assert dee.get("/api/v1/requests").json()["tickets"] == []
    assert dee.get("/api/v1/tickets").status_code == 403


def test_a_ticket_tells_what_was_known_of_its_requester(site: Site) -> None:
    nora = site.signed_in("Nora", Role.SUPERVISOR)
    known = {"department": "Payroll", "email": "ed@desk.test", "phone": "17"}
    ed = nora.post("/api/v1/people", json={"name": "Ed", **known}).json()["person"]
    number = raised(nora, requester=ed)["number"]
    told = nora.get(f"/api/v1/tickets/{number}").json()
    assert {name: told[name] for name in known} == known
    page = nora.get(f"/tickets/{number}").text
    assert all(words in page for words in known.values())


def test_the_roster_tells_skills_teams_and_what_is_in_hand(site: Site) -> None:
    (ada,) = site.signed_in("Ben", Role.SUPERVISOR).get("/api/v1/agents").json()["agents"]
    assert (ada["name"], ada["in_hand"], ada["teams"][0]["name"]) == ("Ada", 1, "Network")
    assert ada["skills"] == [{"name": "network", "level": 3}]


def test_the_roster_of_a_moment_is_of_then(site: Site) -> None:
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    at = MONDAY.strftime("%Y-%m-%dT%H:%M")
    (ada,) = ben.get(f"/api/v1/agents?at={at}").json()["agents"]
    assert ada["in_hand"] == 0


def test_teams_tell_how_much_is_open(site: Site) -> None:
    told = site.signed_in("Ben", Role.SUPERVISOR).get("/api/v1/teams").json()
    assert [(each["name"], each["open"]) for each in told["teams"]] == [("Network", 1)]
    assert told["open_without_team"] == 0


def test_tickets_can_be_asked_for_by_their_owner(site: Site) -> None:
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    ada = id_of(site, "Ada")
    assert len(ben.get(f"/api/v1/tickets?owner={ada}").json()["tickets"]) == 1
    assert ben.get("/api/v1/tickets?owner=nobody").json()["tickets"] == []
    assert ben.get("/api/v1/tickets?owner=person-none").status_code == 404


def test_the_record_of_a_round_can_be_read(site: Site) -> None:
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    why = ben.get("/api/v1/tickets/1/why").json()
    record = ben.get(f"/api/v1/rounds/{why['round']}").json()
    assert record["tickets"][0]["agent"] == id_of(site, "Ada")
    assert ben.get("/api/v1/rounds/round-none").status_code == 404


def test_a_line_of_the_trail_names_who_did_what_to_what(site: Site) -> None:
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    events = ben.get("/api/v1/audit").json()["events"]
    line = next(each for each in events if "became the owner" in each["sentence"])
    assert (line["by_name"], line["about"]) == ("The assignment service", "#1")
    assert line["recorded_at"] >= line["at"]


def test_every_replayed_event_keeps_the_schema_it_names(site: Site) -> None:
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    told = cloud_event(site.desk.log, site.desk.log.read(after=0, limit=1)[0])
    schema = ben.get(told["dataschema"])
    assert schema.status_code == 200
    kinds = schema.json()["$defs"].values()
    assert told["type"] in {each.get("x-topic") for each in kinds}


def test_an_empty_search_leads_to_the_open_tickets() -> None:
    site = Site()
    raised(site.signed_in("Cy"))
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    assert ben.get("/find?ticket=").headers["location"] == "/teams"
    assert ben.get("/find?ticket=1").headers["location"] == "/tickets/1"

"""Adding people, letting them in and changing what they may do, from a page."""

import re

import pytest

from shared.vocabulary.identity import PersonId
from shared.vocabulary.words import Role
from tests.web.site import PAGE, Site

LINK = re.compile(r'value="http://testserver(/sign-in/[^"]+)" readonly')


def called(site: Site, name: str) -> PersonId:
    (person,) = site.desk.directory.up_to_date().person_called(name)
    return person


def test_an_empty_desk_leads_its_supervisor_to_add_the_first_agent() -> None:
    ben = Site().signed_in("Ben", Role.SUPERVISOR)
    assert 'href="/people">' in ben.get("/teams").text
    assert "Nobody works here yet" in ben.get("/people").text


def test_an_agent_who_is_added_gets_a_link_signs_in_and_is_dealt_tickets() -> None:
    site = Site()
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    page = ben.post("/people", data={"request": "k1", "name": "Ada", "roles": "agent"}).text
    (link,) = LINK.findall(page)
    ada = site.anybody()
    assert ada.post(link).status_code == 303
    assert ada.get("/queue").status_code == 200
    assert called(site, "Ada") in site.desk.directory.agents
    assert "Nobody works here yet" not in ben.get("/people").text


def test_a_form_sent_twice_adds_one_person() -> None:
    site = Site()
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    for _ in range(2):
        form = {"request": "k1", "name": "Ada", "roles": "agent"}
        assert ben.post("/people", data=form).status_code == 200
    assert len(site.desk.directory.up_to_date().person_called("Ada")) == 1


def test_a_team_is_formed_and_joined_with_the_first_day_or_later() -> None:
    site = Site()
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    ben.post("/people/teams", data={"name": "Network", "services": "VPN, Wi-Fi"})
    team = site.desk.directory.up_to_date().team_called("Network")
    assert team is not None
    assert site.desk.directory.services() == ["VPN", "Wi-Fi"]
    ben.post("/people", data={"name": "Ada", "roles": "agent", "team": team})
    ben.post("/people", data={"name": "Cy", "roles": "agent"})
    ben.post(f"/people/{called(site, 'Cy')}/team", data={"team": team})
    members = site.desk.directory.up_to_date().teams[team].members
    assert members == {called(site, "Ada"), called(site, "Cy")}


def test_roles_are_given_and_taken_and_whoever_becomes_an_agent_works() -> None:
    site = Site()
    ben, cy = site.signed_in("Ben", Role.SUPERVISOR), site.desk.person("Cy")
    ben.post(f"/people/{cy}/roles", data={"role": "agent"})
    ben.post(f"/people/{cy}/roles/withdraw", data={"role": "requester"})
    assert site.desk.directory.roles_of(cy) == {Role.AGENT}
    assert cy in site.desk.directory.agents


def test_somebody_erased_stands_there_no_longer_and_cannot_sign_in() -> None:
    site = Site()
    ben, cy = site.signed_in("Ben", Role.SUPERVISOR), site.desk.person("Cy")
    visitor = site.visit(cy)
    assert ben.post(f"/people/{cy}/erase", data={"reason": "asked to be"}).status_code == 303
    assert "Cy" not in ben.get("/people").text
    assert visitor.get("/mine").status_code == 401


def test_people_are_found_by_a_part_of_their_name() -> None:
    site = Site()
    site.desk.person("Cy Tanaka")
    ben = site.signed_in("Ben", Role.SUPERVISOR)
    assert "Cy Tanaka" in ben.get("/people?named=tana").text
    assert "Nobody goes by that name" in ben.get("/people?named=zoe").text


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER])
def test_who_may_not_manage_people_only_looks(role: Role) -> None:
    site = Site()
    visitor, cy = site.signed_in("Ada", role), site.desk.person("Cy")
    page = visitor.get("/people")
    assert (page.status_code, "Add somebody" in page.text) == (200, False)
    assert visitor.post(f"/people/{cy}/sign-in-link", headers=PAGE).status_code == 403
    assert visitor.post("/people", data={"name": "Dee"}).status_code == 403


def test_requesters_do_not_see_who_else_is_here() -> None:
    assert Site().signed_in("Cy").get("/people").status_code == 403

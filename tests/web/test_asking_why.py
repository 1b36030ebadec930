"""Asking against a decision on pages and over the API, and seeing how one stands among the others."""

import re
from pathlib import Path

from services.intake.requests.absence import GoAway
from services.intake.requests.course import ResolveTicket
from services.intake.requests.working_time import SetWorkingTime
from shared.pages import render
from shared.vocabulary.identity import SETUP, Actor, PersonId, TicketId
from shared.vocabulary.words import Role
from shared.vocabulary.working_time import zone_named
from tests.web.site import Site, raised


def dealt(room: int = 1) -> tuple[Site, PersonId, PersonId]:
    """Two tickets that went to Ada and Ben, one each."""
    site = Site()
    ada, ben = site.desk.agent("Ada", tickets=room), site.desk.agent("Ben", tickets=room)
    visitor = site.signed_in("Rita", Role.REQUESTER)
    raised(visitor), raised(visitor)
    site.desk.assignment.run_round()
    return site, ada, ben


def test_the_page_and_the_api_answer_why_not_somebody_alike() -> None:
    site, ada, ben = dealt()
    site.desk.directory.up_to_date()
    sam = site.signed_in("Sam", Role.SUPERVISOR)
    owner = sam.get("/api/v1/tickets/1/why").json()["agent"]
    other = ben if owner == ada else ada
    told = sam.get("/api/v1/tickets/1/why", params={"agent": other}).json()
    page = sam.get(f"/tickets/1?why_not={other}").text
    assert told["sentence"] in page
    assert told["instead"] == ["#2"]
    assert sum(told["by_rule"].values()) == told["minutes_more"]
    assert "No plan is better: that is proven." in page


def test_the_page_and_the_api_answer_why_nobody_alike() -> None:
    site = Site()
    ada = site.desk.agent("Ada")
    site.desk.intake.ask_agent(ada, GoAway(), site.desk.intake.call(SETUP))
    raised(site.signed_in("Rita", Role.REQUESTER))
    site.desk.assignment.run_round()
    sam = site.signed_in("Sam", Role.SUPERVISOR)
    told = sam.get("/api/v1/tickets/1/why?waiting=true").json()
    page = sam.get("/tickets/1?why_nobody=true").text
    assert told["hurdles"][0]["agents"][0]["words"] == "is away (break)"
    assert "Ada is away (break)" in page
    assert "why_nobody" in sam.get("/tickets/1").text


def test_every_rule_of_a_bar_has_its_colour_and_stands_in_the_legend() -> None:
    site, *_ = dealt(room=3)
    sam = site.signed_in("Sam", Role.SUPERVISOR)
    first = sam.get("/api/v1/tickets/1").json()
    call = site.desk.intake.call(Actor(first["owner"]))
    site.desk.intake.ask(TicketId(first["ticket"]), ResolveTicket(), call)
    raised(site.visit(first["requester"]))
    site.desk.assignment.run_round()
    page = sam.get("/tickets/3").text
    drawn = set(re.findall(r'class="term-([^"]+)"', page))
    sheet = (Path(render.__file__).parent / "styles" / "ticket.css").read_text()
    assert "other" in drawn <= set(re.findall(r"\.term-(\w+)", sheet))
    assert re.search(r"</svg>[^<]*stickiness", page)


def test_an_agent_sees_the_own_standing_and_the_others_without_names() -> None:
    site, ada, ben = dealt()
    address = f"/api/v1/agents/{ada}/standing"
    own = site.visit(ada).get(address).json()
    assert own["lead"] == own["received"] - own["entitled"]
    assert {each["ticket"] for each in own["tickets"]}
    assert own["others"] == [{"lead": -own["lead"]}]
    assert site.visit(ben).get(address).status_code == 403
    assert "Ben" not in site.visit(ada).get(f"/agents/{ada}").text


def test_a_supervisor_sees_every_standing_with_names() -> None:
    site, ada, ben = dealt()
    sam = site.signed_in("Sam", Role.SUPERVISOR)
    others = sam.get(f"/api/v1/agents/{ada}/standing").json()["others"]
    assert [each["agent"] for each in others] == [ben]
    assert "Ben" in sam.get(f"/agents/{ada}").text


def test_a_requester_can_ask_neither() -> None:
    site, ada, _ = dealt()
    rita = site.signed_in("Rita", Role.REQUESTER)
    assert rita.get("/api/v1/tickets/1/why").status_code == 403
    assert rita.get(f"/api/v1/agents/{ada}/standing").status_code == 403


def test_a_day_is_told_in_the_agents_own_zone_and_says_so_once() -> None:
    site, ada, _ = dealt(room=2)
    tokyo = SetWorkingTime(zone="Asia/Tokyo")
    site.desk.intake.ask_agent(ada, tokyo, site.desk.intake.call(SETUP))
    page = site.signed_in("Sam", Role.SUPERVISOR).get(f"/agents/{ada}").text
    day = page.partition("<main")[2]
    assert day.count("Asia/Tokyo") == 1
    assert "UTC" not in day
    there = site.desk.clock.now().astimezone(zone_named("Asia/Tokyo"))
    assert f"<td>{there:%-d %b %Y, %H:%M}</td>" in day

"""The tentative owner on pages, over the API and on the command line, to those who may see reasons."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from typer.testing import CliRunner

from services.assignment.carrying_out.hands import Hands
from services.assignment.commands import tentative
from services.assignment.tentative.following import Following
from services.assignment.tentative.kept import KeptPlan
from shared.vocabulary.words import Role
from tests.web.site import Site, raised

WORDS = "would go to Ada as things stand, in about 30 minutes"


def left_waiting(file: Path) -> Site:
    """Ada has one ticket, and one waits for her."""
    site = Site(KeptPlan(file))
    site.desk.agent("Ada", tickets=1)
    visitor = site.signed_in("Rita", Role.REQUESTER)
    for _ in range(2):
        raised(visitor)
        site.desk.assignment.run_round()
    look_ahead(site, file)
    return site


def look_ahead(site: Site, file: Path) -> None:
    following = Following(site.desk.feed, site.desk.clock, KeptPlan(file))
    while following.read_on():
        pass
    following.plan()


def test_queue_ticket_and_api_name_who_would_get_it(tmp_path: Path) -> None:
    site = left_waiting(tmp_path / "plan.json")
    sam = site.signed_in("Sam", Role.SUPERVISOR)
    told = sam.get("/api/v1/tentative").json()
    assert [each["words"] for each in told["tickets"]] == [WORDS]
    assert sam.get("/teams?owner=nobody").text.count(WORDS) == 1
    assert f"It {WORDS}." in sam.get("/tickets/2").text
    assert sam.get("/api/v1/tickets/2/why?waiting=true").json()["tentative"]["name"] == "Ada"
    assert sam.get("/tickets/2?why_nobody=true").text.count(WORDS) == 1


def test_nothing_is_named_where_the_past_is_shown_or_to_requesters(tmp_path: Path) -> None:
    site = left_waiting(tmp_path / "plan.json")
    sam = site.signed_in("Sam", Role.SUPERVISOR)
    head = site.desk.log.head()
    assert WORDS not in sam.get(f"/teams?owner=nobody&at={head}").text
    assert WORDS not in sam.get(f"/tickets/2?at={head}").text
    rita = site.visit(sam.get("/api/v1/tickets/2").json()["requester"])
    page = rita.get("/tickets/2")
    assert page.status_code == 200
    assert "would go to" not in page.text
    assert rita.get("/api/v1/tentative").status_code == 403


def test_the_command_tells_the_plan_and_its_changes(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    site = left_waiting(file)

    @contextmanager
    def reading() -> Iterator[Hands]:
        yield site.hands

    app = typer.Typer()
    app.callback()(lambda: None)
    tentative.add_commands(app, reading)
    told = CliRunner().invoke(app, ["tentative"]).output
    assert f"#2 {WORDS}\n" in told
    assert "UTC: 1; changes of the tentative owner: 0.00 a ticket, 0 at worst." in told
    file.unlink()
    assert "Nothing was planned yet" in CliRunner().invoke(app, ["tentative"]).output

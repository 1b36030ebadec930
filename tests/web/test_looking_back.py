"""Every page shows a moment of the past as it was, and leads on within that moment."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from services.intake.requests.policy import SetPolicy
from shared.vocabulary.identity import SETUP, PersonId
from shared.vocabulary.words import Role
from tests.desks import MONDAY, id_of
from tests.web.site import Site


class Past:
    """A ticket that was raised, dealt to Ada an hour later, and resolved by her after two more."""

    def __init__(self) -> None:
        self.site = Site()
        desk = self.site.desk
        self.ada, self.ben = desk.agent("Ada"), desk.person("Ben", Role.SUPERVISOR)
        self.cy = desk.person("Cy")
        self.team = desk.team("Network", self.ada, services=("VPN",))
        self.ticket = desk.ticket("VPN drops", by=self.cy, service="VPN")
        self.raised = desk.log.head()
        desk.later(hours=1)
        desk.assignment.catch_up()
        desk.assignment.run_round()
        self.dealt = desk.log.head()
        desk.later(hours=2)
        ada = self.site.visit(self.ada)
        answer = ada.post("/tickets/1/resolve", data={"code": "solved", "done": "new cable"})
        assert answer.status_code == 303, answer.text

    def page(self, address: str, who: PersonId | None = None) -> str:
        """What somebody sees there; the supervisor if nobody is named."""
        answer = self.visitor(who).get(address)
        assert answer.status_code == 200, answer.text
        return answer.text

    def visitor(self, who: PersonId | None = None) -> TestClient:
        return self.site.visit(who or self.ben)


@pytest.fixture(scope="module")
def past() -> Past:
    """For those who only look; who goes on with it makes one of their own."""
    return Past()


def rows(page: str) -> int:
    return page.count('class="line"')


def test_a_ticket_of_the_past_has_the_owner_and_the_reasons_of_then(past: Past) -> None:
    before, dealt = past.page(f"/tickets/1?at={past.raised}"), past.page("/tickets/1")
    assert "Why Ada?" not in before
    assert "Why Ada?" in dealt
    assert "Decision record" not in before
    assert "new cable" not in past.page(f"/tickets/1?at={past.dealt}")


def test_what_an_unjudged_ticket_of_the_past_counted_is_what_the_policy_of_then_said() -> None:
    past = Past()
    desk = past.site.desk
    desk.people.set_policy(
        SetPolicy(policy={"work": {"default_toughness": 3_000}}), desk.intake.call(SETUP)
    )
    for address in ("/tickets/1", "/tickets/1/history"):
        assert "counts as 3.0 points" in past.page(address)
        assert "counts as 1.0 points" in past.page(f"{address}?at={past.raised}")


def test_nothing_of_the_past_can_be_changed(past: Past) -> None:
    page = past.page(f"/tickets/1?at={past.dealt}")
    assert 'action="/tickets/1/' not in page
    assert "data-live" not in page


def test_a_queue_of_the_past_judges_promises_by_the_clock_of_then() -> None:
    past = Past()
    past.site.desk.later(days=30)
    moment = (MONDAY + timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M")
    page = past.page(f"/teams?at={moment}")
    assert rows(page) == 1
    assert "Past its promise" not in page
    assert rows(past.page("/teams")) == 0


def test_counts_beside_a_page_of_the_past_are_of_then(past: Past) -> None:
    counted = re.compile(r'Unowned<span class="count[^"]*">(\d+)</span>')
    assert counted.findall(past.page(f"/teams?at={past.raised}")) == ["1"]
    assert counted.findall(past.page(f"/teams?at={past.dealt}")) == ["0"]


def test_links_of_the_past_stay_in_it(past: Past) -> None:
    page = past.page(f"/teams/{past.team}?at={past.raised}")
    assert f'href="/tickets/1?at={past.raised}"' in page
    assert f'href="/audit?at={past.raised}"' in page
    assert f'href="/teams/{past.team}"' in page, "and one leads back to now"


def test_my_queue_and_my_requests_are_of_then(past: Past) -> None:
    assert rows(past.page(f"/queue?at={past.raised}", past.ada)) == 0
    assert rows(past.page(f"/queue?at={past.dealt}", past.ada)) == 1
    assert "settled" not in past.page(f"/mine?at={past.dealt}", past.cy)
    assert "settled" in past.page("/mine", past.cy)


def test_the_trail_of_the_past_ends_at_its_moment(past: Past) -> None:
    page = past.page(f"/audit?at={past.raised}")
    assert "resolved" not in page
    assert f'<span class="quiet number">{past.raised} events</span>' in page


def test_a_day_of_the_slider_shows_the_trail_up_to_its_end() -> None:
    past = Past()
    ada = past.site.visit(past.ada)
    past.site.desk.later(days=1)
    ada.post("/tickets/1/notes", data={"text": "thanked"})
    assert "noted" not in past.page("/audit?step=1")
    assert "noted" in past.page("/audit?step=2")


def test_a_time_that_has_not_come_yet_is_refused(past: Past) -> None:
    answer = past.visitor(None).get("/teams?at=2027-01-01T00:00:00Z")
    assert (answer.status_code, "has not come yet" in answer.text) == (422, True)


def test_while_looking_back_nothing_is_asked_and_people_are_of_now(past: Past) -> None:
    page = past.page(f"/teams?at={past.raised}")
    assert 'href="/people"' in page
    assert "Ask for help" not in page


def test_supervision_and_a_day_are_of_then(past: Past) -> None:
    assert "No work to compare yet" in past.page(f"/supervision?at={past.raised}")
    assert f"/agents/{past.ada}?at={past.dealt}" in past.page(f"/supervision?at={past.dealt}")
    assert "resolved it" not in past.page(f"/agents/{past.ada}?at={past.dealt}")
    assert "resolved it" in past.page(f"/agents/{past.ada}")


def test_a_desk_of_one_is_compared_with_nobody(past: Past) -> None:
    assert "Only Ada had a share of the tough work." in past.page("/supervision")
    assert "furthest below" not in past.page("/supervision")


def test_the_history_shows_how_it_stood_after_any_event_and_what_that_one_changed(
    past: Past,
) -> None:
    page = past.page("/tickets/1/history?step=1")
    stood = page.partition('aria-label="As it stood"')[2]
    assert "<dt>Owner</dt><dd>nobody</dd>" not in page
    assert 'class="fresh">Owner</dt>' in stood
    assert "<ins>Ada</ins>" in page, "what comes later stays in sight"
    assert page.count('class="ahead"') == len(past.site.desk.log.history(id_of(past.ticket))) - 1


def test_the_slider_tells_its_place_in_words_and_works_without_a_script(past: Past) -> None:
    page = past.page("/tickets/1/history?step=2")
    assert re.search(
        r'<input type="range"[^>]*min="1"[^>]*value="2"[^>]*aria-valuetext="[^"]*2 of', page
    )
    assert re.search(r'<form class="slider" method="get" action="/tickets/1/history"', page)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/teams?at=99999", "at=99999 is ahead of the newest event"),
        ("/teams?at=yesterday", "is no moment; expected a position such as 1200"),
        ("/teams?after=zzz", "names no page"),
        ("/audit?step=400", "step=400 is no day"),
        ("/tickets/1/history?step=99", "step=99 is no event of it"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_by_name(past: Past, address: str, said: str) -> None:
    answer = past.visitor().get(address, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


@pytest.mark.parametrize("address", ["/agents/person-nobody", "/teams/team-none", "/rounds/x"])
def test_what_never_was_is_not_found(past: Past, address: str) -> None:
    assert past.visitor().get(address).status_code == 404

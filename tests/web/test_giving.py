"""Offers, raised hands and a team's way of giving on the pages and over the API."""

from typing import Any

from services.assignment.requests.teams import SetGiving
from shared.people.policy_table import Scope
from shared.vocabulary.identity import SETUP, PersonId
from shared.vocabulary.words import Role, Way
from tests.web.site import PAGE, Site, raised


class Offering(Site):
    """A desk of one team that is given its tickets in some way, its supervisor, and Cy who asks."""

    def __init__(self, way: Way = Way.OFFERED) -> None:
        super().__init__()
        self.ada, self.ben = self.desk.agent("Ada"), self.desk.agent("Ben")
        self.network = self.desk.team("Network", self.ada, self.ben)
        self.nora = self.desk.person("Nora", Role.SUPERVISOR)
        self.teams.ask(self.network, SetGiving(way=way), by=SETUP, command="way")

    def asked(self, problem: str = "VPN drops", **more: Any) -> int:
        """Cy asks for help, and a round follows."""
        number: int = raised(self.signed_in("Cy"), problem, **more)["number"]
        self.desk.assignment.run_round()
        return number

    def offered(self, number: int) -> PersonId:
        """To whom the ticket is offered, as the API tells it."""
        told = self.visit(self.nora).get(f"/api/v1/tickets/{number}").json()
        return PersonId(told["offered_to"])

    def page(self, person: PersonId, address: str) -> str:
        """What a page shows somebody."""
        answer = self.visit(person).get(address, headers=PAGE)
        assert answer.status_code == 200, answer.text
        return answer.text

    def posts(self, person: PersonId, address: str, **words: Any) -> Any:
        """A form that somebody sends."""
        return self.visit(person).post(address, data=words)


def test_ones_queue_shows_what_one_is_offered_with_the_time_left_and_takes_the_answer() -> None:
    site = Offering()
    number = site.asked()
    asked = site.offered(number)
    page = site.page(asked, "/queue")
    assert "Offered to you" in page
    assert "15m left to answer" in page
    answer = site.posts(asked, f"/tickets/{number}/accept")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/tickets/{number}")
    assert "Offered to you" not in site.page(asked, "/queue")
    assert "accepted the offer" in site.page(asked, f"/tickets/{number}")


def test_an_offer_is_declined_with_a_reason_that_the_trail_tells() -> None:
    site = Offering()
    number = site.asked()
    asked = site.offered(number)
    assert site.posts(asked, f"/tickets/{number}/decline").status_code == 422
    site.posts(asked, f"/tickets/{number}/decline", reason="I am about to leave")
    site.desk.assignment.run_round()
    assert "declined the offer: I am about to leave" in site.page(site.nora, f"/tickets/{number}")
    assert site.offered(number) == (site.ben if asked == site.ada else site.ada)


def test_others_see_to_whom_it_is_offered_and_may_take_it_all_the_same() -> None:
    site = Offering()
    number = site.asked()
    other = site.ben if site.offered(number) == site.ada else site.ada
    page = site.page(other, f"/tickets/{number}")
    assert "Offered to" in page
    assert "Anybody may take it meanwhile." in page
    assert site.posts(other, f"/tickets/{number}/take").status_code == 303


def test_an_answer_to_somebody_elses_offer_names_them() -> None:
    site = Offering()
    number = site.asked()
    other = site.ben if site.offered(number) == site.ada else site.ada
    answer = site.visit(other).post(f"/api/v1/tickets/{number}/accept")
    assert (answer.status_code, answer.json()["title"]) == (409, "Offer is not yours")
    assert "{who}" not in answer.json()["detail"]


def test_a_hand_is_raised_found_an_answer_and_counted_on_the_pages() -> None:
    site = Offering(Way.MANUAL)
    number = site.asked()
    site.posts(site.ada, f"/tickets/{number}/take")
    site.posts(site.ada, f"/tickets/{number}/raise-hand", question="Which router is ours?")
    site.desk.assignment.run_round()
    assert "You are asked to help" in site.page(site.ben, "/queue")
    page = site.page(site.ben, f"/tickets/{number}")
    assert "Which router is ours?" in page
    assert "You were found to help." in page
    site.posts(site.ben, f"/tickets/{number}/answer-hand", minutes="12", advice="The blue one")
    page = site.page(site.ada, f"/tickets/{number}")
    assert "Ben helped: The blue one" in page
    assert "Ben worked 12 minutes on the ticket (helped)" in page


def test_a_requester_sees_nothing_of_how_their_ticket_is_given() -> None:
    site = Offering()
    cy = site.desk.person("Cyd")
    number = raised(site.visit(cy))["number"]
    site.desk.assignment.run_round()
    page = site.page(cy, f"/tickets/{number}")
    assert "ffered" not in page
    assert "Pin it" not in page


def test_a_supervisor_sets_the_way_freezes_and_thaws_a_team_on_its_page() -> None:
    site = Offering(Way.DEALT)
    address = f"/teams/{site.network}"
    site.posts(site.nora, f"{address}/giving", way="pulled", helping="tiered")
    assert "Agents pull the next ticket from the list" in site.page(site.nora, address)
    site.posts(site.nora, f"{address}/freeze", reason="The phone system is down")
    page = site.page(site.ada, address)
    assert "The team is frozen: nothing is dealt." in page
    assert "The phone system is down" in page
    assert "Freeze the team" not in page
    site.posts(site.nora, f"{address}/thaw")
    assert "frozen" not in site.page(site.ada, address)


def test_agents_pull_the_next_of_their_teams_list() -> None:
    site = Offering(Way.PULLED)
    first, second = site.asked(urgent=True), site.asked("Wi-Fi is slow")
    page = site.page(site.ada, f"/teams/{site.network}")
    assert f"Pull the next: {first}" in page
    answer = site.posts(site.ada, f"/teams/{site.network}/pull")
    assert answer.headers["location"] == f"/tickets/{first}"
    listed = site.visit(site.ada).get("/api/v1/teams/Network/next").json()["tickets"]
    assert [each["number"] for each in listed] == [second]
    page = site.page(site.nora, f"/tickets/{first}")
    assert f"Ada pulled #{first}, the first of 2 on Network’s list" in page
    assert "What came next on the list" in page
    assert "Due a share of it: " in page
    asked = site.page(site.nora, f"/tickets/{first}?why_not={site.ben}")
    assert "Ben could have pulled it too, but Ada asked first" in asked
    assert 'name="why_not"' in asked


def test_the_api_tells_and_sets_how_a_team_is_given_its_tickets() -> None:
    site = Offering(Way.DEALT)
    nora = site.visit(site.nora)
    told = nora.post("/api/v1/teams/Network/giving", json={"way": "offered"})
    assert (told.status_code, told.json()["way"]) == (200, "offered")
    assert nora.get("/api/v1/teams/Network/giving").json()["helping"] == "tierless"
    assert nora.post("/api/v1/teams/Nowhere/freeze", json={"reason": "x"}).status_code == 404
    assert nora.post("/api/v1/teams/Network/giving", json={"way": "thrown"}).status_code == 422


def test_only_supervisors_steer() -> None:
    site = Offering()
    number = site.asked()
    ada = site.visit(site.ada)
    for address, body in (
        ("/api/v1/teams/Network/freeze", {"reason": "lunch"}),
        (f"/api/v1/tickets/{number}/pin", {"agent": site.ada, "reason": "mine"}),
        (f"/api/v1/tickets/{number}/undo-deal", {"reason": "no"}),
    ):
        assert ada.post(address, json=body).status_code == 403
    machine = site.machine(site.nora, Scope.READ)
    assert machine.get("/api/v1/teams/Network/giving").status_code == 200
    assert machine.post("/api/v1/teams/Network/freeze", json={"reason": "x"}).status_code == 403


def test_a_deal_is_undone_pinned_and_overridden_on_the_tickets_page() -> None:
    site = Offering(Way.DEALT)
    number = site.asked()
    owner = PersonId(site.visit(site.nora).get(f"/api/v1/tickets/{number}").json()["owner"])
    other = site.ben if owner == site.ada else site.ada
    page = site.page(site.nora, f"/tickets/{number}")
    assert "Undo the deal" in page
    assert "Override: give it to somebody else" in page
    site.posts(site.nora, f"/tickets/{number}/undo-deal", reason="Wrong office")
    site.posts(site.nora, f"/tickets/{number}/pin", agent=other, reason="They sit there")
    site.desk.assignment.run_round()
    page = site.page(site.nora, f"/tickets/{number}")
    assert "undid the deal" in page
    assert "Pinned to" in page
    assert site.visit(site.nora).get(f"/api/v1/tickets/{number}").json()["owner"] == other

"""Requests over HTTP: by whom, on which version, and told what became of them."""

from services.intake.requests.people import ErasePerson
from shared.eventlog.port import LogIsUnavailable
from shared.eventlog.references import ticket_named
from shared.vocabulary.identity import SETUP, Actor
from shared.vocabulary.words import Role
from shared.web.problems import meanings
from tests.web.site import Site, raised

PROBLEM = "application/problem+json"


def head(site: Site) -> int:
    return site.desk.log.head()


def test_a_ticket_is_raised_and_can_be_spoken_of_by_its_number() -> None:
    site = Site()
    cy = site.signed_in("Cy")
    answer = cy.post("/api/v1/tickets", json={"problem": "VPN drops", "urgent": True})
    told = answer.json()
    assert (answer.status_code, told["number"], told["version"]) == (201, 1, 2)
    assert answer.headers["location"] == "/api/v1/tickets/1"
    assert answer.headers["etag"] == '"v2"'
    assert answer.headers["evenhand-position"] == str(told["position"]) == str(head(site))
    for name in ("1", "%231", told["ticket"]):
        reply = cy.post(f"/api/v1/tickets/{name}/replies", json={"text": "since noon"})
        assert reply.json()["ticket"] == told["ticket"]


def test_a_stale_version_is_told_what_happened_since() -> None:
    site = Site()
    cy, ada = site.signed_in("Cy"), site.signed_in("Ada", Role.AGENT)
    number = raised(cy)["number"]
    ada.post(f"/api/v1/tickets/{number}/replies", json={"text": "which room?"})
    answer = ada.post(f"/api/v1/tickets/{number}/resolve", json={}, headers={"if-match": '"v2"'})
    assert (answer.status_code, answer.headers["content-type"]) == (412, PROBLEM)
    (since,) = answer.json()["since"]
    assert (since["version"], since["sentence"]) == (3, "Ada wrote: which room?")
    assert site.desk.intake.ticket(ticket_named(site.desk.log, str(number))).version == 3


def test_requesters_are_not_told_the_desks_own_notes() -> None:
    site = Site()
    cy, ada = site.signed_in("Cy"), site.signed_in("Ada", Role.AGENT)
    number = raised(cy)["number"]
    ada.post(f"/api/v1/tickets/{number}/notes", json={"text": "he always forgets the cable"})
    ada.post(f"/api/v1/tickets/{number}/triage", json={"toughness": 10, "reason": "easy"})
    answer = cy.post(
        f"/api/v1/tickets/{number}/replies", json={"text": "?"}, headers={"if-match": '"v2"'}
    )
    assert (answer.status_code, answer.json()["since"]) == (412, [])


def test_the_newest_version_is_taken() -> None:
    site = Site()
    cy = site.signed_in("Cy")
    ticket = raised(cy)
    answer = cy.post(
        f"/api/v1/tickets/{ticket['number']}/replies",
        json={"text": "since noon"},
        headers={"if-match": f'"v{ticket["version"]}"'},
    )
    assert (answer.status_code, answer.headers["etag"]) == (200, '"v3"')


def test_nobody_sees_or_touches_the_ticket_of_another() -> None:
    site = Site()
    cy, ben = site.signed_in("Cy"), site.signed_in("Ben")
    number = raised(cy)["number"]
    before = head(site)
    for path in ("replies", "reopen", "confirm", "follow-up", "resolve"):
        body = (
            {"text": "?"} if path == "replies" else {"problem": "?"} if path == "follow-up" else {}
        )
        answer = ben.post(f"/api/v1/tickets/{number}/{path}", json=body)
        assert (answer.status_code, answer.json()["title"]) == (404, "Ticket is unknown")
    for path in ("notes", "triage", "tags", "route", "waiting", "work", "links", "close"):
        assert ben.post(f"/api/v1/tickets/{number}/{path}", json={}).status_code in (403, 422)
        assert cy.post(f"/api/v1/tickets/{number}/{path}", json={}).status_code in (403, 422)
    assert head(site) == before


def test_a_request_without_required_fields_needs_no_body() -> None:
    site = Site()
    cy, ada = site.signed_in("Cy"), site.signed_in("Ada", Role.AGENT)
    number = raised(cy)["number"]
    assert ada.post(f"/api/v1/tickets/{number}/resolve").status_code == 200
    assert cy.post(f"/api/v1/tickets/{number}/confirm").status_code == 200
    answer = cy.post(f"/api/v1/tickets/{number}/reopen")
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "ticket 1 is closed; follow it up with a new one",
    )
    second = cy.post(f"/api/v1/tickets/{number}/follow-up", json={"problem": "it is back"})
    assert (second.status_code, second.json()["number"]) == (201, 2)


def test_a_policy_is_replaced_only_by_who_saw_the_one_in_force() -> None:
    site = Site()
    nora = site.signed_in("Nora", Role.SUPERVISOR)
    seen = nora.get("/api/v1/policy")
    change = {"policy": {"closing": {"grace_hours": 24}}, "reason": "they answer sooner"}
    assert nora.put("/api/v1/policy", json=change).status_code == 428
    match = {"if-match": seen.headers["etag"]}
    assert nora.put("/api/v1/policy", json=change, headers=match).status_code == 200
    assert nora.put("/api/v1/policy", json=change, headers=match).status_code == 412
    assert nora.get("/api/v1/policy").json()["closing"] == {"grace_hours": 24}
    wrong = nora.put("/api/v1/policy", json={"policy": {"closng": {}}}, headers={"if-match": "*"})
    assert wrong.status_code in (422, 428)


def test_agents_say_themselves_that_they_are_away_and_supervisors_for_them() -> None:
    site = Site()
    ada, ben = site.desk.agent("Ada"), site.desk.agent("Ben")
    visitor, nora = site.visit(ada), site.signed_in("Nora", Role.SUPERVISOR)
    assert visitor.post(f"/api/v1/agents/{ada}/away", json={"why": "sick"}).status_code == 200
    assert visitor.post(f"/api/v1/agents/{ben}/away").status_code == 403
    assert nora.post(f"/api/v1/agents/{ben}/away").status_code == 200
    assert visitor.post(f"/api/v1/agents/{ada}/skills", json={"skill": "vpn"}).status_code == 403


def test_a_supervisor_sets_up_a_desk_through_the_api() -> None:
    site = Site()
    nora = site.signed_in("Nora", Role.SUPERVISOR)
    ada = nora.post("/api/v1/people", json={"name": "Ada"}).json()["person"]
    assert nora.post(f"/api/v1/agents/{ada}/welcome", json={"tier": 2}).status_code == 200
    assert nora.post(f"/api/v1/agents/{ada}/skills", json={"skill": "network"}).status_code == 200
    assert nora.post("/api/v1/teams", json={"name": "Network"}).status_code == 201
    assert nora.post("/api/v1/teams/network/join", json={"agent": ada}).status_code == 200
    assert nora.post("/api/v1/teams/netwrok/join", json={"agent": ada}).status_code == 404
    assert nora.post("/api/v1/teams", json={"name": "NETWORK"}).status_code == 409
    listed = nora.get("/api/v1/people?limit=200").json()["people"]
    assert {"person": ada, "name": "Ada", "roles": ["agent", "requester"]} in listed


def test_people_are_listed_in_pages() -> None:
    site = Site()
    nora = site.signed_in("Nora", Role.SUPERVISOR)
    everyone = {site.desk.person(f"Person {n}") for n in range(5)}
    seen, after = set(), ""
    while after is not None:
        page = nora.get(f"/api/v1/people?limit=2&after={after}").json()
        seen |= {each["person"] for each in page["people"]}
        after = page["next"]
    assert seen > everyone
    assert nora.get("/api/v1/people?limit=500").status_code == 422


def test_what_cannot_be_recorded_now_can_be_sent_again_later() -> None:
    site = Site()
    cy = site.signed_in("Cy")

    class Full(type(site.desk.log)):  # type: ignore[misc]
        def append(self, change: object) -> None:
            raise LogIsUnavailable("the disk is full; make room", retry_after=30)

    site.desk.log.__class__ = Full
    answer = cy.post("/api/v1/tickets", json={"problem": "VPN drops"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert answer.json()["detail"] == "the disk is full; make room"


def test_an_unknown_address_or_method_is_a_problem_too() -> None:
    site = Site()
    cy = site.signed_in("Cy")
    assert cy.get("/api/v1/nowhere").json()["type"] == "/problems/address-is-unknown"
    assert cy.delete("/api/v1/tickets").json()["type"] == "/problems/method-is-not-allowed"


def test_every_answer_keeps_itself_to_itself() -> None:
    site = Site()
    cy = site.signed_in("Cy")
    for answer in (cy.get("/new"), cy.get("/nowhere"), cy.post("/api/v1/tickets", json={})):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_type_of_a_problem_leads_to_what_it_means() -> None:
    site = Site()
    cy = site.signed_in("Cy")
    for answer in (
        cy.post("/api/v1/tickets", json={}),
        cy.post("/api/v1/tickets/17/confirm"),
        cy.get("/api/v1/nowhere"),
    ):
        problem = answer.json()
        meaning = cy.get(problem["type"])
        assert (meaning.status_code, problem["title"] in meaning.text) == (200, True)
    assert cy.get("/problems/of-another-kind").status_code == 404


def test_every_refusal_says_what_it_means() -> None:
    assert [slug for slug, meaning in meanings().items() if len(meaning) < 20] == []


def test_the_api_describes_itself_to_who_is_signed_in() -> None:
    site = Site()
    described = site.signed_in("Cy").get("/api/v1/openapi.json").json()
    reply = described["paths"]["/api/v1/tickets/{ticket}/replies"]["post"]
    assert reply["description"] == "Say something that the requester and the desk both read."
    assert "ReplyToTicket" in described["components"]["schemas"]
    assert not [path for path in described["paths"] if not path.startswith("/api/v1/")]
    assert site.anybody().get("/api/v1/openapi.json").status_code == 401


def test_an_erased_ticket_is_worked_on_without_words() -> None:
    site = Site()
    cy, ada = site.desk.person("Cy"), site.signed_in("Ada", Role.AGENT)
    number = site.desk.ticket("VPN drops", by=cy).number
    call = site.desk.intake.call(Actor(SETUP))
    site.desk.people.erase(cy, ErasePerson(reason="asked for it"), call)
    note = ada.post(f"/api/v1/tickets/{number}/notes", json={"text": "gone"})
    assert (note.status_code, "erased" in note.json()["detail"]) == (409, True)
    assert ada.post(f"/api/v1/tickets/{number}/resolve").status_code == 200

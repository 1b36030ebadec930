"""Who gets in, how, and how far."""

import pytest

from services.intake.requests.people import ErasePerson, WithdrawRole
from shared.people.access import LinkIsSpent, PersonHasNoRole, TokenIsUnknown
from shared.people.passes import Kind, SqlitePasses
from shared.people.policy_table import ALLOWED, WITHOUT_SIGN_IN, Action, Scope
from shared.vocabulary.identity import SETUP
from shared.vocabulary.words import Role
from tests.web.routes import actions_of, every_route, rowless
from tests.web.site import PAGE, Site, raised


def test_every_action_has_a_row_and_managers_change_nothing() -> None:
    assert ALLOWED.keys() | WITHOUT_SIGN_IN == set(Action)
    changing = {Scope.RAISE, Scope.WORK, Scope.MANAGE}
    assert not [
        a for a, row in ALLOWED.items() if Role.MANAGER in row.roles and row.scope in changing
    ]


def test_every_route_has_a_row_in_the_policy_table() -> None:
    site = Site()
    assert rowless(site.app) == []
    assert len(list(every_route(site.app))) > 60


def test_a_route_without_a_row_is_found() -> None:
    site = Site()
    site.app.get("/forgotten")(lambda: "anyone may read this")
    assert rowless(site.app) == ["['GET'] /forgotten"]


def test_anonymous_visitors_get_nothing_but_health_and_the_way_in() -> None:
    site = Site()
    visitor = site.anybody()
    for route in every_route(site.app):
        (action,) = actions_of(route)
        address = route.path.replace("{", "").replace("}", "")
        for method in route.methods:
            status = visitor.request(method, address, json={}).status_code
            assert (status == 401) == (action not in WITHOUT_SIGN_IN), (method, route.path, status)


def test_the_desk_tells_that_it_is_alive_and_why_it_is_not_ready() -> None:
    site = Site()
    assert site.anybody().get("/healthz").json() == {"status": "alive"}
    assert site.anybody().get("/readyz").status_code == 200
    site.wrong = "the log cannot be read"
    answer = site.anybody().get("/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["the log cannot be read"])


def test_looking_at_a_sign_in_link_does_not_use_it_up() -> None:
    site = Site()
    ada = site.desk.person("Ada <b>", Role.AGENT)
    link = f"/sign-in/{site.access.invite(ada)}"
    for _ in range(2):
        assert "Welcome, Ada &lt;b&gt;" in site.anybody().get(link).text
    visitor = site.anybody()
    answer = visitor.post(link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=lax"} <= set(answer.headers["set-cookie"].split("; "))
    assert visitor.get("/new").status_code == 200


def test_a_sign_in_link_works_once_and_not_for_long() -> None:
    site = Site()
    ada = site.desk.person("Ada")
    used, old = site.access.invite(ada), site.access.invite(ada)
    assert site.anybody().post(f"/sign-in/{used}").status_code == 303
    assert site.anybody().post(f"/sign-in/{used}").status_code == 410
    site.desk.later(hours=25)
    answer = site.anybody().get(f"/sign-in/{old}", headers=PAGE)
    assert (answer.status_code, "ask your supervisor" in answer.text) == (410, True)


def test_signing_out_ends_the_session_everywhere() -> None:
    site = Site()
    visitor = site.signed_in("Ada")
    session = visitor.cookies["evenhand"]
    assert visitor.post("/sign-out").headers["location"] == "/sign-in"
    assert site.access.in_session(session) is None


def test_a_session_ends_and_a_withdrawn_role_counts_at_once() -> None:
    site = Site()
    ada = site.desk.person("Ada", Role.AGENT)
    visitor = site.visit(ada)
    assert visitor.get("/api/v1/people").status_code == 200
    site.desk.people.ask(ada, WithdrawRole(role=Role.AGENT), site.desk.intake.call(SETUP))
    assert visitor.get("/api/v1/people").status_code == 401
    other = site.signed_in("Ben", Role.AGENT)
    site.desk.clock.move_to(site.desk.clock.now().replace(year=2027))
    assert other.get("/api/v1/people").status_code == 401


def test_an_erased_person_is_shut_out() -> None:
    site = Site()
    cy, nora = site.desk.person("Cy"), site.signed_in("Nora", Role.SUPERVISOR)
    visitor = site.visit(cy)
    assert (
        nora.post(f"/api/v1/people/{cy}/erase", json={"reason": "asked for it"}).status_code == 200
    )
    assert visitor.get("/new").status_code == 401
    with pytest.raises(PersonHasNoRole, match="has no role"):
        site.access.invite(cy)


def test_another_site_cannot_use_a_visitors_session() -> None:
    site = Site()
    visitor = site.signed_in("Cy")
    body = {"problem": "I never wrote this"}
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}):
        answer = visitor.post("/api/v1/tickets", json=body, headers=headers)
        assert (answer.status_code, answer.json()["title"]) == (403, "Not from our pages")
    assert site.desk.log.named("number", "1") is None


def test_an_older_browser_is_known_by_its_origin() -> None:
    site = Site()
    visitor = site.signed_in("Cy")
    del visitor.headers["sec-fetch-site"]
    new = {"problem": "VPN drops"}
    assert visitor.post("/api/v1/tickets", json=new).status_code == 403
    for origin, status in (("http://elsewhere", 403), ("null", 403), ("http://testserver", 201)):
        answer = visitor.post("/api/v1/tickets", json=new, headers={"origin": origin})
        assert answer.status_code == status


def test_a_token_is_good_for_its_scopes_and_no_more_than_its_person() -> None:
    site = Site()
    robot = site.desk.person("Monitoring", Role.SERVICE)
    raises = site.machine(robot, Scope.RAISE)
    ticket = raised(raises)["ticket"]
    refused = raises.post(f"/api/v1/tickets/{ticket}/resolve")
    assert (refused.status_code, "--scope work" in refused.text) == (403, True)
    assert raises.get("/api/v1/people").status_code == 403
    manages = site.machine(robot, Scope.MANAGE)
    assert manages.post("/api/v1/teams", json={"name": "Network"}).status_code == 403


def test_a_token_ends_by_its_date_or_by_hand() -> None:
    site = Site()
    robot = site.desk.person("Monitoring", Role.SERVICE)
    first, second = site.machine(robot, Scope.READ), site.machine(robot, Scope.READ)
    listed = site.access.tokens()[0].digest
    site.access.revoke(listed[:12])
    assert sorted(each.get("/api/v1/people").status_code for each in (first, second)) == [200, 401]
    site.desk.later(days=31)
    assert second.get("/api/v1/people").status_code == 401
    with pytest.raises(TokenIsUnknown, match="eight or more digits"):
        site.access.revoke("")


def test_what_is_kept_lets_nobody_in() -> None:
    site = Site()
    secret = site.access.invite(site.desk.person("Ada"))
    passes = SqlitePasses(None)
    kept = str(site.access._passes._db.execute("SELECT * FROM passes").fetchall())
    assert secret not in kept
    assert passes.valid(secret, Kind.LINK, site.desk.clock.now()) is None
    with pytest.raises(LinkIsSpent):
        site.access.sign_in(kept.split("'")[1])


def test_a_supervisor_makes_sign_in_links_and_others_do_not() -> None:
    site = Site()
    cy, nora = site.desk.person("Cy"), site.signed_in("Nora", Role.SUPERVISOR)
    answer = nora.post("/api/v1/sign-in-links", json={"person": cy})
    secret = answer.json()["link"].rpartition("/sign-in/")[2]
    assert site.access.invited(secret) == cy
    assert site.visit(cy).post("/api/v1/sign-in-links", json={"person": cy}).status_code == 403


def test_erasure_is_for_supervisors_alone() -> None:
    site = Site()
    cy = site.desk.person("Cy")
    for role in (Role.REQUESTER, Role.AGENT, Role.MANAGER, Role.SERVICE):
        body = ErasePerson(reason="asked for it").model_dump()
        answer = site.signed_in("Ben", role).post(f"/api/v1/people/{cy}/erase", json=body)
        assert answer.status_code == 403
    assert site.desk.directory.name_of(cy) == "Cy"


def test_a_visitor_whom_nobody_knows_is_told_why() -> None:
    site = Site()
    wrong = site.anybody(authorization="Bearer wrong").get("/api/v1/tickets")
    assert (wrong.status_code, "this token lets nobody in" in wrong.text) == (401, True)
    ended = site.anybody()
    ended.cookies.set("evenhand", "long-gone")
    assert "your session has ended" in ended.get("/api/v1/tickets").text
    page = ended.get("/teams", headers={"accept": "text/html"}).text
    assert 'href="/sign-in"' in page
    assert "Back to the desk" not in page, "that is where they were refused"

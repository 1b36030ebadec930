"""Asking for help and answering from a browser, with and without mistakes."""

import re

from services.intake.requests.absence import GoAway
from shared.events import ticket as said
from shared.vocabulary.identity import SETUP, TicketId
from shared.vocabulary.words import Channel, Role
from tests.web.site import PAGE, Site, raised


def last(site: Site, ticket: TicketId) -> object:
    return site.desk.log.history(ticket)[-1].event


def test_the_form_shows_three_fields_and_the_rest_behind_more() -> None:
    site = Site()
    site.desk.team("Network", services=("VPN",))
    text = site.signed_in("Cy").get("/new").text
    shown, more = text.partition('action="/new"')[2].split("<details")
    assert re.findall(r'name="(\w+)"', shown) == ["request", "urgent", "urgent", "problem"]
    assert 'value="Cy" autocomplete="name" readonly' in shown
    assert re.findall(r'name="(\w+)"', more) == ["availability", "contact", "service"]


def test_a_form_sent_twice_makes_one_ticket_and_leads_to_its_page() -> None:
    site = Site()
    site.desk.team("Network", services=("VPN",))
    cy = site.signed_in("Cy")
    (key,) = re.findall(r'name="request" value="(\w+)"', cy.get("/new").text)
    form = {
        "request": key,
        "urgent": "true",
        "problem": "VPN drops",
        "contact": "",
        "service": "VPN",
    }
    for _ in range(2):
        answer = cy.post("/new", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/tickets/1")
    told = site.desk.log.read(after=0, limit=99)
    (event,) = [each.event for each in told if isinstance(each.event, said.TicketRaised)]
    assert (event.channel, event.urgent, event.service) == (Channel.FORM, True, "VPN")
    assert event.contact is None
    assert answer.cookies["evenhand-position"] == str(site.desk.log.head())


def test_a_form_with_a_mistake_comes_back_with_everything_in_it() -> None:
    site = Site()
    cy = site.signed_in("Cy")
    form = {"problem": " ", "contact": "<call me>", "service": "x" * 300}
    answer = cy.post("/new", data=form)
    assert answer.status_code == 422
    assert 'href="#problem"' in answer.text
    assert 'href="#service"' in answer.text
    assert "&lt;call me&gt;" in answer.text
    assert site.desk.log.named("number", "1") is None


def test_a_reply_from_the_page_is_taken_and_shown() -> None:
    site = Site()
    cy = site.signed_in("Cy")
    ticket = raised(cy)
    answer = cy.post("/tickets/1/replies", data={"text": "since noon", "reopen": "false"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/tickets/1")
    assert isinstance(last(site, ticket["ticket"]), said.TicketReplied)


def test_a_ticket_that_nobody_judged_says_what_it_weighs_until_then() -> None:
    site = Site()
    number = raised(site.signed_in("Cy"))["number"]
    page = site.signed_in("Ben", Role.SUPERVISOR).get(f"/tickets/{number}").text
    assert "not judged; counts as 1.0 points" in page


def test_a_refused_form_gives_the_words_back_with_what_happened_since() -> None:
    site = Site()
    cy, ada = site.signed_in("Cy"), site.signed_in("Ada", Role.AGENT)
    ticket = raised(cy)
    ada.post("/tickets/1/replies", data={"text": "which room?"})
    form = {"text": "I have <been> writing for long", "version": str(ticket["version"])}
    answer = cy.post("/tickets/1/replies", data=form, headers=PAGE)
    assert (answer.status_code, "text/html" in answer.headers["content-type"]) == (412, True)
    assert "Ada wrote: which room?" in answer.text
    assert "I have &lt;been&gt; writing for long" in answer.text


def test_labels_and_moments_are_told_as_a_browser_tells_them() -> None:
    site = Site()
    cy, ada = site.signed_in("Cy"), site.signed_in("Ada", Role.AGENT)
    ticket = raised(cy)["ticket"]
    ada.post("/tickets/1/tags", data={"add": "vpn, laptop,"})
    assert last(site, ticket) == said.TicketTagged(added=("vpn", "laptop"))  # type: ignore[arg-type]
    ada.post("/tickets/1/waiting", data={"on": "vendor", "until": "2026-03-05T10:30"})
    waits = last(site, ticket)
    assert isinstance(waits, said.TicketSetWaiting)
    assert str(waits.until) == "2026-03-05 10:30:00+00:00"
    wrong = ada.post("/tickets/1/waiting", data={"on": "vendor", "until": "soon"}, headers=PAGE)
    assert (wrong.status_code, "until" in wrong.text) == (422, True)


def test_an_agent_goes_away_and_comes_back_from_a_page() -> None:
    site = Site()
    ada = site.desk.agent("Ada")
    visitor = site.visit(ada)
    assert visitor.post(f"/agents/{ada}/away", data={"why": "sick"}).status_code == 303
    assert site.desk.intake.agent(ada).away is not None
    visitor.post(f"/agents/{ada}/back")
    assert site.desk.intake.agent(ada).away is None
    other = site.desk.agent("Ben")
    assert visitor.post(f"/agents/{other}/away").status_code == 403


def test_a_second_round_from_the_page_leads_to_the_new_ticket() -> None:
    site = Site()
    cy, ada = site.signed_in("Cy"), site.signed_in("Ada", Role.AGENT)
    raised(cy)
    ada.post("/tickets/1/resolve", data={"done": "new cable"})
    answer = cy.post("/tickets/1/follow-up", data={"problem": "it is back"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/tickets/2")


def test_who_is_not_signed_in_is_told_how_to() -> None:
    site = Site()
    answer = site.anybody().get("/new", headers=PAGE)
    assert (answer.status_code, "open your sign-in link" in answer.text) == (401, True)
    assert "Open the sign-in link" in site.anybody().get("/sign-in").text


def test_a_mistake_of_ours_tells_nothing_personal() -> None:
    site = Site()
    cy = site.signed_in("Cy")
    site.app.state.access = None
    answer = cy.get("/new", headers=PAGE)
    assert (answer.status_code, "Desk is mistaken" in answer.text) == (500, True)
    assert "AttributeError" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_form_that_came_too_late_can_be_sent_all_the_same() -> None:
    site = Site()
    cy, ada = site.signed_in("Cy"), site.signed_in("Ada", Role.AGENT)
    ticket = raised(cy)
    ada.post("/tickets/1/notes", data={"text": "looking"})
    form = {"code": "solved", "done": "new cable", "version": str(ticket["version"])}
    page = ada.post("/tickets/1/resolve", data=form, headers=PAGE).text
    assert f"ticket-{ticket['ticket'][-8:]}" not in page
    assert 'href="/tickets/1">Back to the ticket' in page
    again = dict(re.findall(r'<input (?:type="hidden" )?name="(\w+)" value="([^"]*)"', page))
    again |= dict(re.findall(r'<textarea name="(\w+)">([^<]*)', page))
    assert ada.post("/tickets/1/resolve", data=again).status_code == 303
    assert isinstance(last(site, ticket["ticket"]), said.TicketResolved)


def test_what_somebody_asked_for_stands_by_when_it_changed_last() -> None:
    site = Site()
    cy = site.signed_in("Cy", Role.REQUESTER)
    for subject in ("The printer", "The lift"):
        raised(cy, subject=subject)
        site.desk.later(hours=1)
    assert in_order(cy.get("/mine").text, "The lift", "The printer")
    cy.post("/api/v1/tickets/1/replies", json={"text": "It still does"})
    assert in_order(cy.get("/mine").text, "The printer", "The lift")


def test_what_was_taken_while_nobody_was_on_shift_says_that_it_was_not_booked() -> None:
    site = Site()
    ada = site.desk.agent("Ada")
    raised(site.signed_in("Cy", Role.REQUESTER))
    site.desk.intake.ask_agent(ada, GoAway(), site.desk.intake.call(SETUP))
    visitor = site.visit(ada)
    visitor.post("/api/v1/tickets/1/take")
    assert (
        "No fair share was booked: nobody could have been given it"
        in visitor.get("/tickets/1").text
    )
    ben = site.desk.agent("Ben")
    raised(site.signed_in("Di", Role.REQUESTER))
    site.visit(ben).post("/api/v1/tickets/2/take")
    assert "No fair share was booked" not in visitor.get("/tickets/2").text


def in_order(page: str, *words: str) -> bool:
    """Whether the page shows these words one after the other."""
    places = [page.index(each) for each in words]
    return places == sorted(places)

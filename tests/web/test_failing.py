"""What pages and the API say when keys or links cannot be read: the rest is read on."""

from shared.vocabulary.identity import StreamId
from shared.vocabulary.words import Role
from tests.web.site import Site, raised


def lose_key(site: Site, owner: str) -> None:
    """As a store put back from an older backup would."""
    del site.desk.keys._keys[StreamId(owner)]


def test_a_lost_key_hides_the_words_of_its_ticket_and_no_others() -> None:
    site = Site()
    cy, ada = site.signed_in("Cy"), site.signed_in("Ada", Role.SUPERVISOR)
    lost, kept = raised(cy, "VPN drops"), raised(cy, "Printer on fire")
    lose_key(site, lost["ticket"])
    for address in ("/teams", "/audit", "/api/v1/tickets", "/api/v1/audit"):
        answer = ada.get(address)
        assert answer.status_code == 200, answer.text
        assert "(key missing)" in answer.text
        assert "Printer on fire" in answer.text
    assert "(key missing)" in ada.get(f"/tickets/{lost['number']}").text
    assert "Printer on fire" in ada.get(f"/tickets/{kept['number']}").text


def test_a_lost_key_of_a_person_hides_their_name_and_no_others() -> None:
    site = Site()
    cy = site.desk.person("Cy")
    raised(site.visit(cy), "VPN drops")
    ada = site.signed_in("Ada", Role.SUPERVISOR)
    lose_key(site, cy)
    answer = ada.get("/audit")
    assert answer.status_code == 200, answer.text
    assert "(key missing) raised ticket" in answer.text


def test_nothing_is_said_to_a_ticket_whose_key_is_lost() -> None:
    site = Site()
    cy = site.signed_in("Cy")
    ticket = raised(cy)
    head = site.desk.log.head()
    lose_key(site, ticket["ticket"])
    answer = cy.post(f"/api/v1/tickets/{ticket['number']}/replies", json={"text": "hello?"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3600")
    assert site.desk.log.head() == head


def test_links_that_cannot_be_read_are_told_with_when_to_try_again() -> None:
    site = Site()
    ada = site.signed_in("Ada", Role.SUPERVISOR)
    site.passes.close()
    answer = ada.get("/teams", headers={"accept": "application/json"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "the store of links and tokens cannot be read or written" in answer.json()["detail"]

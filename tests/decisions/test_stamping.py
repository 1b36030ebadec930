"""What is known of whoever asks stands on the ticket, so that nobody has to type it again."""

from services.intake.requests.people import IntroducePerson
from shared.vocabulary.identity import SETUP, PersonId, StreamId
from tests.desks import Desk, id_of


def cy_of_payroll(desk: Desk) -> PersonId:
    """A requester of whom everything is known."""
    asked = IntroducePerson(name="Cy", department="Payroll", email="cy@desk.test", phone="17")
    return PersonId(StreamId(desk.people.introduce(asked, desk.intake.call(SETUP)).id))


def test_what_is_known_of_a_requester_stands_on_their_ticket_whoever_raises_it() -> None:
    desk = Desk()
    cy, ada = cy_of_payroll(desk), desk.agent("Ada")
    for ticket in (desk.ticket("VPN", by=cy), desk.ticket("VPN", by=ada, requester=cy)):
        raised = desk.log.history(id_of(ticket))[0].event
        known = (raised.department, raised.email, raised.phone)
        assert [desk.seals.open(each) for each in known] == ["Payroll", "cy@desk.test", "17"]
        assert "Payroll" not in known, "sealed, as everything about a person"


def test_of_whom_nothing_is_known_nothing_is_said() -> None:
    desk = Desk()
    raised = desk.log.history(id_of(desk.ticket("VPN", by=desk.person("Ben"))))[0].event
    assert (raised.department, raised.email, raised.phone) == (None, None, None)


def test_what_cannot_be_read_any_more_is_not_said_again() -> None:
    desk = Desk()
    cy = cy_of_payroll(desk)
    sealed = desk.intake.person(cy).department
    assert desk.directory.told(sealed) == "Payroll"
    desk.keys.destroy(cy)
    assert desk.directory.told(sealed) is None

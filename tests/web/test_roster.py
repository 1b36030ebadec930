"""A working life over the API: read by supervisors and by the agent, changed on what was seen."""

from shared.vocabulary.words import Role
from tests.web.site import Site


def test_what_was_set_of_an_agent_is_read_and_changed_on_the_version_that_was_seen() -> None:
    site = Site()
    ada, ben = site.desk.agent("Ada", vpn=2), site.desk.agent("Ben")
    nora, own = site.signed_in("Nora", Role.SUPERVISOR), site.visit(ada)
    seen = nora.get(f"/api/v1/agents/{ada}")
    assert (seen.json()["skills"], seen.json()["tickets"]) == ([{"name": "vpn", "level": 2}], 3)
    change, match = {"tickets": 1}, {"if-match": seen.headers["etag"]}
    address = f"/api/v1/agents/{ada}/capacity"
    assert nora.post(address, json=change, headers=match).status_code == 200
    assert nora.post(address, json={"tickets": 2}, headers=match).status_code == 412
    assert own.get(f"/api/v1/agents/{ada}").json()["tickets"] == 1
    assert own.get(f"/api/v1/agents/{ben}").status_code == 403
    assert nora.get(f"/api/v1/agents/{site.desk.person('Cy')}").status_code == 404

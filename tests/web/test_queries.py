"""What stands after the question mark of the API is known, in range, or refused by name."""

import pytest
from starlette.testclient import TestClient

from shared.vocabulary.words import Role
from tests.web.site import Site


@pytest.fixture(scope="module")
def nora() -> TestClient:
    """A supervisor who only looks."""
    return Site().signed_in("Nora", Role.SUPERVISOR)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (
            "/api/v1/tickets?teem=network",
            "has no parameter 'teem'; expected after, at, limit, owner",
        ),
        ("/api/v1/policy?at=3", "has no parameter 'at'; it takes none"),
        ("/api/v1/tickets?limit=0", "limit"),
        ("/api/v1/audit?limit=201", "limit"),
        ("/api/v1/people?limit=-1", "limit"),
    ],
)
def test_what_no_route_knows_is_refused_by_name(nora: TestClient, address: str, why: str) -> None:
    answer = nora.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert why in answer.json()["detail"]


def test_a_page_takes_what_links_add_to_its_address(nora: TestClient) -> None:
    assert nora.get("/people?utm=mail").status_code == 200


@pytest.mark.parametrize("page", ["/people", "/policy", "/new"])
def test_a_page_that_shows_only_now_refuses_a_moment(nora: TestClient, page: str) -> None:
    answer = nora.get(f"{page}?at=2026-11-20")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(f"{page} has no parameter 'at'; ")


def test_who_is_not_signed_in_learns_no_names() -> None:
    assert Site().anybody().get("/api/v1/tickets?teem=network").status_code == 401

"""The API's description says what the API does: its refusals, its headers, and who may ask."""

from typing import Any

import pytest

from shared.vocabulary.words import Role
from tests.web.site import Site


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    site = Site()
    described: dict[str, Any] = (
        site.signed_in("Ada", Role.SUPERVISOR).get("/api/v1/openapi.json").json()
    )
    return described


def operations(told: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    ]


def test_no_operation_claims_a_refusal_that_is_never_sent(told: dict[str, Any]) -> None:
    assert "HTTPValidationError" not in str(told)


def test_every_operation_names_its_refusals_and_its_door(told: dict[str, Any]) -> None:
    problem = {"$ref": "#/components/responses/Problem"}
    for path, method, operation in operations(told):
        assert {"401", "403", "503"} <= operation["responses"].keys(), path
        assert operation["security"], path
        if method == "post":
            assert operation["responses"]["409"] == problem, path


def test_every_change_takes_an_idempotency_key(told: dict[str, Any]) -> None:
    key = {"$ref": "#/components/parameters/IdempotencyKey"}
    changes = [o for _, method, o in operations(told) if method in ("post", "put")]
    assert len(changes) > 20
    assert all(key in operation["parameters"] for operation in changes)


def test_a_shadow_takes_the_version_its_sender_saw(told: dict[str, Any]) -> None:
    seen = {"$ref": "#/components/parameters/IfMatch"}
    for path in ("/api/v1/policy/shadow", "/api/v1/policy/shadow/stop"):
        assert seen in told["paths"][path]["post"]["parameters"]


def test_what_needs_no_body_says_so(told: dict[str, Any]) -> None:
    body = told["paths"]["/api/v1/tickets/{ticket}/take"]["post"].get("requestBody", {})
    assert not body.get("required")


def test_every_reference_leads_somewhere(told: dict[str, Any]) -> None:
    found = set(references(told))
    assert "#/components/responses/Problem" in found
    assert [each for each in sorted(found) if not leads_somewhere(each, told)] == []


def leads_somewhere(reference: str, told: Any) -> bool:
    """Whether something is described at the end of the reference's steps."""
    part = told
    for step in reference.removeprefix("#/").split("/"):
        part = part.get(step, {})
    return bool(part)


def references(part: Any) -> list[str]:
    if isinstance(part, dict):
        found = [part["$ref"]] if "$ref" in part else []
        return found + [each for value in part.values() for each in references(value)]
    return [each for value in part for each in references(value)] if isinstance(part, list) else []

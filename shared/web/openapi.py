"""The API's own description: what FastAPI reads from the routes, and what all of them share.

Refusals are problem+json everywhere, changes may carry an Idempotency-Key and the version their sender
saw, and everything wants a bearer token or a session: said here once, not at each route.
"""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from shared.web.asking import COOKIE
from shared.web.idempotency import HEADER, LONGEST
from shared.web.problems import STATUS, meanings

CHANGES = frozenset({"post", "put", "patch", "delete"})
NEVER_SENT = ("HTTPValidationError", "ValidationError")
"""FastAPI's own form of a refusal, which this desk does not use."""
OF_EVERY_ROUTE = (401, 403, 503)
OF_ONE_THING = (404,)
OF_A_CHANGE = (409, 412, 413, 422)
OF_A_REPLACEMENT = (428,)
PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "enum": [], "description": "Address of the problem's meaning."},
        "title": {"type": "string", "description": "The type in words."},
        "status": {"type": "integer", "enum": []},
        "detail": {"type": "string", "description": "The thing, its state, and the next step."},
        "errors": {
            "type": "array",
            "description": "Each field that is not as declared.",
            "items": {
                "type": "object",
                "properties": {
                    name: {"type": "string"} for name in ("field", "problem", "found", "in")
                },
            },
        },
        "since": {
            "type": "array",
            "description": "What happened since the version that was named in If-Match.",
            "items": {"type": "object"},
        },
    },
}


def description(app: FastAPI, *, title: str, version: str) -> dict[str, Any]:
    """The OpenAPI document of the application."""
    told = get_openapi(title=title, version=version, routes=app.routes)
    parts = told.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for name in NEVER_SENT:
        schemas.pop(name, None)
    schemas["Problem"] = problem()
    parts["responses"] = {"Problem": refusal()}
    parts["parameters"] = {"IdempotencyKey": idempotency_key(), "IfMatch": if_match()}
    parts["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
    }
    for path, operations in told["paths"].items():
        for method, operation in operations.items():
            share(path, method, operation)
    return told


def share(path: str, method: str, operation: dict[str, Any]) -> None:
    """Say of one operation what holds for all of its kind."""
    operation["security"] = [{"token": []}, {"session": []}]
    refused = [*OF_EVERY_ROUTE, *(OF_ONE_THING if "{" in path else ())]
    if method in CHANGES:
        refused += [*OF_A_CHANGE, *(OF_A_REPLACEMENT if method == "put" else ())]
        named = ["IdempotencyKey", *(["IfMatch"] if "{" in path or method == "put" else [])]
        operation.setdefault("parameters", []).extend(
            {"$ref": f"#/components/parameters/{name}"} for name in named
        )
    responses = operation.setdefault("responses", {})
    if "422" in responses:
        refused.append(422)
    for status in refused:
        responses[str(status)] = {"$ref": "#/components/responses/Problem"}


def problem() -> dict[str, Any]:
    """The schema of a refusal, with every type and status there is."""
    properties = dict(PROBLEM["properties"])
    types = [f"/problems/{slug}" for slug in meanings()]
    properties["type"] = properties["type"] | {"enum": types}
    properties["status"] = properties["status"] | {"enum": sorted({*STATUS.values(), 412, 413})}
    return {**PROBLEM, "properties": properties}


def refusal() -> dict[str, Any]:
    """A response that says why not."""
    return {
        "description": "Refused; the problem says why and what to do (RFC 9457).",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }


def idempotency_key() -> dict[str, Any]:
    """The header under which a request is carried out once."""
    return {
        "name": HEADER, "in": "header", "required": False,
        "description": "The same key with the same request is answered the same, and done once.",
        "schema": {"type": "string", "maxLength": LONGEST},
    }  # fmt: skip


def if_match() -> dict[str, Any]:
    """The header that names the version its sender saw."""
    return {
        "name": "If-Match", "in": "header", "required": False,
        "description": "The version you saw, as its ETag told it; 412 where it has moved on.",
        "schema": {"type": "string", "examples": ['"v17"']},
    }  # fmt: skip

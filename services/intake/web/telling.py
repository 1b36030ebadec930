"""How a web request becomes a call of intake, and how intake's answer is told."""

from typing import Any

import msgspec
from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from services.intake.carrying import Answer, Call
from services.intake.desk import Intake
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.web.idempotency import command_of
from shared.web.versions import stamp, version_seen

SEE_OTHER = 303


class Told(BaseModel):
    """What became of a request; the same for a repeat of it."""

    ticket: str | None = Field(None, description="Id of the ticket.")
    number: int | None = Field(None, description="The ticket's number.")
    person: str | None = Field(None, description="Id of the person.")
    team: str | None = Field(None, description="Id of the team.")
    version: int = Field(description="Version after the request; ETag and If-Match speak of it.")
    position: int = Field(description="Position in the log from which on it can be seen.")


TOLD: dict[int | str, dict[str, Any]] = {
    200: {"model": Told, "description": "Carried out, or nothing new to record."}
}


def called(
    intake: Intake,
    request: Request,
    viewer: Viewer,
    action: Action,
    *,
    key: str | None = None,
    version: str | None = None,
) -> Call:
    """The call: by whom, under which id, on which version, limited to what the visitor may touch.

    `key` and `version` are those of a form's hidden fields; headers count before them."""
    return intake.call(
        viewer.actor,
        command=command_of(request, viewer.actor, field=key),
        expected=version_seen(request, field=version),
        only=viewer.limited_to(action),
    )


def response_of(answer: Answer, *, status: int = 200) -> Response:
    """The answer as JSON, with its version and position in the headers."""
    response = Response(msgspec.json.encode(answer), status, media_type="application/json")
    if status == 201 and answer.number is not None:
        response.headers["Location"] = f"/api/v1/tickets/{answer.number}"
    stamp(response, answer)
    return response


def shown(answer: Answer, address: str) -> Response:
    """On to the page that shows what was done."""
    response = RedirectResponse(address, SEE_OTHER)
    stamp(response, answer)
    return response

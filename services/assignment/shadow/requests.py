"""What a supervisor asks about a policy in the shadow: starting one, and ending it."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from shared.vocabulary.written import Line


class StartShadow(BaseModel):
    """Let another policy decide in the shadow of the desk's own; nobody is given anything by it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    policy: dict[str, Any] = Field(description="The whole document, or only what differs.")
    reason: Line = Field(description="Why; everybody reads it.")


class StopShadow(BaseModel):
    """End the policy in the shadow; what was compared is kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

"""Moments as people and addresses name them."""

from datetime import UTC, datetime

from services.projections.rows.asof import At
from shared.eventlog.port import Refusal


class MomentIsMalformed(Refusal):
    """`at` is a position in the log or a moment."""


def moment_of(text: str | None) -> At:
    """`at` as a position or a time (of UTC if it names no zone); None for now.

    Raises `MomentIsMalformed`.
    """
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return int(text[:18])
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MomentIsMalformed(
            f"at={text[:40]!r} is no moment; expected a position such as 1200 or a time such as "
            "2026-11-19T11:06"
        ) from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

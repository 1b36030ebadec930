"""Who sends too much hears why: their body is read out first, unless it has no end."""

import asyncio
from typing import Any

import pytest

from shared.web.layers import READ_ALL_THE_SAME, BodyLimit

PART = 600_000
ENDLESS = READ_ALL_THE_SAME // PART * 4


class Sender:
    """A client that sends a body in parts and listens only afterwards."""

    def __init__(self, parts: int, *headers: tuple[bytes, bytes]) -> None:
        self.left, self.scope = parts, {"type": "http", "method": "POST", "headers": headers}
        self.heard: list[Any] = []

    async def receive(self) -> Any:
        self.left -= 1
        return {"type": "http.request", "body": b"x" * PART, "more_body": self.left > 0}

    async def send(self, message: Any) -> None:
        self.heard.append(message)

    def refused_with(self) -> int:
        """The status of the answer."""
        asyncio.run(BodyLimit(app=None)(self.scope, self.receive, self.send))  # type: ignore[arg-type]
        return int(self.heard[0]["status"])


@pytest.mark.parametrize("headers", [(), ((b"content-length", b"1800000"),)])
def test_who_is_still_sending_is_heard_out(headers: tuple[tuple[bytes, bytes], ...]) -> None:
    sender = Sender(3, *headers)
    assert (sender.refused_with(), sender.left) == (413, 0)


def test_a_body_without_end_is_not_read_to_its_end() -> None:
    sender = Sender(ENDLESS)
    assert (sender.refused_with(), sender.left > ENDLESS // 2) == (413, True)


def test_who_waits_to_be_asked_is_not_asked_for_a_body_that_is_too_large() -> None:
    sender = Sender(3, (b"content-length", b"1800000"), (b"expect", b"100-continue"))
    assert (sender.refused_with(), sender.left) == (413, 3)

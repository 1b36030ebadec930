"""What lies around every request: a limit to its size, and headers that keep pages to themselves."""

from collections.abc import AsyncIterator, MutableMapping
from typing import Any

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 1_000_000
"""Bytes. The longest text is 100,000 characters, four bytes each at most; files come another way."""
READ_ALL_THE_SAME = 8 * LARGEST_BODY
"""Bytes of a refused body: many a client that is cut off while it sends never hears why."""
WAITS_TO_BE_ASKED = (b"expect", b"100-continue")
"""The header of a client that sends its body only once it is wanted."""
TOO_LARGE = msgspec.json.encode(
    {
        "type": "/problems/body-is-too-large",
        "title": "Body is too large",
        "status": 413,
        "detail": f"the body has more than {LARGEST_BODY:,} bytes; send less, or a link to it",
    }
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cache-control": b"private, no-store",
}
"""Every answer has these, but where a route sets its own."""


class SafeHeaders:
    """Adds the headers above."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the answer's headers."""

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message.get("headers", ())}
                missing = [each for each in HEADERS.items() if each[0] not in present]
                message["headers"] = [*message.get("headers", ()), *missing]
            await send(message)

        await self.app(scope, receive, completed if scope["type"] == "http" else send)


class BodyLimit:
    """Reads the body before anyone else does, and refuses one that is too large."""

    def __init__(self, app: ASGIApp, *, largest: int = LARGEST_BODY) -> None:
        self.app, self.largest = app, largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the request with its body, or answer 413."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        sent = parts(receive)
        body = None if self._announced(scope) else await self._read(sent)
        if body is None:
            if WAITS_TO_BE_ASKED not in scope["headers"]:
                await finish(sent)
            await refuse(send)
            return
        await self.app(scope, replayed(body, receive), send)

    def _announced(self, scope: Scope) -> bool:
        length = dict(scope["headers"]).get(b"content-length", b"0")
        return not length.isdigit() or int(length) > self.largest

    async def _read(self, sent: AsyncIterator[bytes]) -> bytes | None:
        body = bytearray()
        async for part in sent:
            body += part
            if len(body) > self.largest:
                return None
        return bytes(body)


async def parts(receive: Receive) -> AsyncIterator[bytes]:
    """The parts of a body as they come in."""
    more = True
    while more:
        message: MutableMapping[str, Any] = await receive()
        yield message.get("body", b"")
        more = message.get("more_body", False)


async def finish(sent: AsyncIterator[bytes]) -> None:
    """Read, and forget, the rest of a body, if it is not endless."""
    left = READ_ALL_THE_SAME
    async for part in sent:
        left -= len(part)
        if left < 0:
            return


def replayed(body: bytes, receive: Receive) -> Receive:
    """Gives the body again, and then whatever the connection tells."""
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def refuse(send: Send) -> None:
    """Answer that the body is too large."""
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(TOO_LARGE)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": TOO_LARGE})

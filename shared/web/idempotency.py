"""A request sent twice is carried out once: its id follows from who sends it and the key they chose.

The log keeps the id with a digest of the content, so that the same key with another content is told
apart. Keys are taken per person: nobody can meet, or guess at, another's requests.
"""

import hashlib

from fastapi import Request

from shared.eventlog.port import RequestIsUnclear
from shared.vocabulary.identity import Actor

HEADER = "Idempotency-Key"
FIELD = "request"
"""The hidden field in which a form carries its key."""
LONGEST = 200


class KeyIsMalformed(RequestIsUnclear):
    """An Idempotency-Key is a short line of visible characters."""


def command_of(request: Request, actor: Actor, *, field: str | None = None) -> str | None:
    """The id of the request for the log; None where its sender chose no key."""
    key = request.headers.get(HEADER, field)
    if not key:
        return None
    command = command_id(actor, key)
    request.state.sent_under = key, command
    return command


def as_sent(request: Request, text: str) -> str:
    """The text with the key as its sender chose it, where it names the id that the log knows it by."""
    key, command = getattr(request.state, "sent_under", (None, None))
    return text.replace(command, f"{key!r}") if command else text


def command_id(actor: Actor, key: str) -> str:
    """The id that one sender's key stands for. Raises `KeyIsMalformed`."""
    if len(key) > LONGEST or not key.isascii() or not key.isprintable():
        raise KeyIsMalformed(
            f"{HEADER} {key[:40]!r} cannot be taken; expected up to {LONGEST} visible ASCII "
            "characters, such as a UUID"
        )
    return hashlib.sha256(f"{actor}\0{key}".encode()).hexdigest()

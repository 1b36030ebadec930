"""Whatever breaks in whichever thread: the log tells kinds and places, never the words of an exception."""

import logging
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from deploy.embedded import Running
from services.assignment.engine.exact import cp_sat
from services.assignment.round import later_proof
from services.projections.follow import Follower
from shared.eventlog.persevering import Persevering
from tests.logged import logged

WORDS = "about Ada's illness"


def broken(*_: Any, **__: Any) -> None:
    """What fails, as something that fails on what somebody wrote."""
    try:
        raise ValueError(WORDS)
    except ValueError as first:
        raise OSError(f"it was {WORDS}") from first


def let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread of its own lets it through."""
    thread = threading.Thread(target=broken, name="let go")
    thread.start()
    thread.join()


def persevering(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows the log rests: deciding, timers, the shadow."""
    stop = threading.Event()

    def turn() -> None:
        stop.set()
        broken()

    resting = Persevering("clock", turn)
    resting.run(stop)
    assert resting.trouble == "OSError"


def views(monkeypatch: pytest.MonkeyPatch) -> None:
    """The views rest."""
    stop = threading.Event()

    def follow_newest() -> None:
        stop.set()
        broken()

    monkeypatch.setattr(Follower, "__init__", lambda self: None)
    monkeypatch.setattr(Follower, "follow_newest", lambda self: follow_newest())
    Follower().run(stop)  # type: ignore[call-arg]


def a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of the desk stops for good."""
    running = SimpleNamespace(failed={}, stop=threading.Event())
    thread = Running._thread(running, "clock", broken)  # type: ignore[arg-type]
    thread.start()
    thread.join()
    assert running.failed == {"clock": "OSError"}


def proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proof that was looked for later."""
    monkeypatch.setattr(later_proof, "proven", broken)
    asked: Any = SimpleNamespace(round="round-1")
    log: Any = None
    later_proof.LaterProofs(log, log).prove(asked)


def the_exact_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading it beside the deciding."""
    monkeypatch.setattr(cp_sat, "load", broken)
    cp_sat.load_ahead()


def the_web_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that logs in its own way."""
    try:
        broken()
    except OSError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")


@pytest.mark.parametrize(
    "breaks", [let_go, persevering, views, a_part, proofs, the_exact_model, the_web_server]
)
def test_what_breaks_is_logged_by_its_kind_and_place_and_never_in_its_words(
    breaks: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with logged() as log:
        breaks(monkeypatch)
    told = log.getvalue()
    assert "OSError" in told
    assert "ValueError" in told
    assert "in broken" in told
    assert WORDS not in told

"""The frozen numeric problems of rounds, kept so that one can be solved again without the code of its day.

A small one stands in the record itself. A larger one is a file beside the log, named by the digest that the
record has: it can be lost without harm to the log, and is thrown away after `KEPT_FOR`.
"""

import base64
import os
import zlib
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from services.assignment.engine.form.columns import ProblemIsMalformed
from services.assignment.engine.form.plan import WAITING, Owners
from services.assignment.engine.form.problem import Problem, digest
from services.assignment.engine.stated import restating, stating
from services.assignment.problem.seating import seat_id
from shared.events.assignment import RoundDecided
from shared.vocabulary.identity import PersonId, Plain, StreamId, TicketId

WITH_THE_RECORD = 50
"""Tickets up to which a problem stands in the record of its round."""
KEPT_FOR = timedelta(days=800)
"""How long a larger one is kept: two years and a little, so that last year's rounds can be asked about."""
LEVEL = 6
"""Of zlib: 9 was measured to save one byte in a hundred and to take two to three times as long."""
trail = structlog.get_logger(__name__)


def with_the_record(problem: Problem) -> Plain | None:
    """The problem as the record has it: its JSON, compressed by zlib, in base64; none where it is large."""
    if len(problem.tickets) > WITH_THE_RECORD:
        return None
    return Plain(base64.b64encode(packed(problem)).decode())


def packed(problem: Problem) -> bytes:
    """The problem's JSON, compressed."""
    return zlib.compress(restating.write(problem), level=LEVEL)


def unpacked(kept: bytes, expected: str) -> Problem | None:
    """The problem with that digest; None, and a line in the trail, where it is damaged."""
    try:
        problem = stating.read(zlib.decompress(kept))
    except (zlib.error, ValueError, ProblemIsMalformed):
        trail.exception("a kept problem cannot be read", digest=expected)
        return None
    if digest(problem) != expected:
        trail.error("a kept problem is another one", digest=expected)
        return None
    return problem


def named(problem: Problem, owners: Owners) -> dict[TicketId, PersonId]:
    """Who gets which ticket, by their ids; a ticket that waits is left out."""
    return {
        TicketId(StreamId(problem.tickets[ticket])): PersonId(StreamId(problem.agents[agent]))
        for ticket, agent in enumerate(owners)
        if agent != WAITING
    }


def recorded_in(record: RoundDecided, problem: Problem) -> Owners:
    """The recorded plan by places of the problem, seats beside an owner included."""
    place = {agent: index for index, agent in enumerate(problem.agents)}
    dealt: dict[str, int] = {}
    for judged in record.tickets:
        if judged.agent:
            dealt[judged.ticket] = place[judged.agent]
        dealt |= {seat_id(judged.ticket, each.role): place[each.agent] for each in judged.beside}
    return tuple(dealt.get(ticket, WAITING) for ticket in problem.tickets)


class KeptProblems:
    """The folder of the larger ones. Without a folder none is kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def keep(self, problem: Problem, fingerprint: str, now: datetime) -> None:
        """Keep a large problem, and let go of those that are too old; a full disk stops no round."""
        if self._folder is None or len(problem.tickets) <= WITH_THE_RECORD:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._let_go(now)
            beside = self._file(fingerprint).with_suffix(".new")
            beside.write_bytes(packed(problem))
            os.utime(beside, (now.timestamp(), now.timestamp()))
            beside.replace(self._file(fingerprint))
        except OSError:
            trail.exception("a round's problem could not be kept", digest=fingerprint)

    def of(self, record: RoundDecided) -> Problem | None:
        """The frozen problem of a recorded round, wherever it is kept; None where it is not."""
        if record.problem is not None:
            return unpacked(base64.b64decode(record.problem), record.digest)
        if self._folder is None or not self._file(record.digest).exists():
            return None
        return unpacked(self._file(record.digest).read_bytes(), record.digest)

    def _file(self, fingerprint: str) -> Path:
        assert self._folder is not None, "only a folder has files"
        return self._folder / f"{fingerprint}.json.zlib"

    def _let_go(self, now: datetime) -> None:
        assert self._folder is not None, "only a folder has files"
        for file in self._folder.glob("*.json.zlib"):
            if file.stat().st_mtime < (now - KEPT_FOR).timestamp():
                file.unlink()

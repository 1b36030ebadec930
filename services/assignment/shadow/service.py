"""Starts, ends and reports a policy in the shadow, as people ask for it."""

import threading
from collections.abc import Mapping
from typing import Any

import msgspec

from services.assignment import rulebook
from services.assignment.carrying_out.hands import Hands
from services.assignment.policy.candidate import candidate
from services.assignment.shadow.desk_stream import Shadow, Shadowing, shadowing
from services.assignment.shadow.report import Report, report
from services.assignment.shadow.requests import StartShadow
from services.assignment.shadow.tally import Tally
from shared.eventlog.port import Change, Refusal, ThingIsUnknown, VersionConflict, Write
from shared.events.declaration import Event
from shared.events.shadow import ShadowStarted, ShadowStopped
from shared.sealing.fingerprints import Fingerprints
from shared.sealing.port import Keys
from shared.vocabulary.identity import DESK, Actor, Personal, Plain, ShadowId, StreamId
from shared.vocabulary.policy import Policy
from shared.vocabulary.policy.wording import changes_told
from shared.vocabulary.words import ShadowEnd


class ShadowIsRunning(Refusal):
    """Only one policy at a time decides in the shadow."""


class NoShadowIsRunning(Refusal):
    """There is nothing to end."""


class NothingIsTried(Refusal):
    """The policy in the shadow would be the desk's own."""


class NoShadowEverRan(ThingIsUnknown):
    """There is nothing to report."""


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a request about the shadow; the same for a repeat of it."""

    shadow: str
    running: bool
    changes: tuple[str, ...] = ()
    """What it differs in from the policy in force, a line a figure."""
    version: int = 0
    position: int = 0


class Shadows:
    """The assignment service as people speak to it about a policy in the shadow."""

    def __init__(self, hands: Hands, keys: Keys) -> None:
        self.hands, self._keys = hands, keys
        self._log, self._clock = hands.assignment.log, hands.assignment.clock
        self._fingerprints = Fingerprints(keys)
        self._tally: Tally | None = None
        """Of the shadow that was asked about last."""
        self._one_at_a_time = threading.Lock()

    def now(self) -> Shadowing:
        """Which policy decides in the shadow, and the version of the desk's own stream."""
        return shadowing(self._log.history(DESK))

    def start(
        self, request: StartShadow, *, by: Actor, command: str, expected: int | None = None
    ) -> Begun:
        """Let another policy decide in the shadow from now on.

        Raises `VersionConflict`, `ShadowIsRunning`, `NothingIsTried`, and `PolicyIsMalformed`, which
        names the part that is unknown or out of its range.
        """
        fingerprint = self._fingerprints.of(DESK, type(request).__name__, request.model_dump_json())
        if told := self._log.answered(command, fingerprint=fingerprint):
            return told_again(told.answer, told.position)
        now = self._now_as_seen(expected)
        if running := now.running:
            raise ShadowIsRunning(
                f"a policy has been deciding in the shadow since {running.at:%Y-%m-%d %H:%M} UTC; "
                "stop it first, or agree on it"
            )
        tried = other_than(now.agreed, request.policy)
        shadow = ShadowId(StreamId(f"shadow-{self.hands.assignment.chance.token(16).hex()}"))
        self._keys.make(DESK)
        started = ShadowStarted(
            shadow=shadow, policy=tried, against=now.agreed.version,
            rulebook=Plain(rulebook.digest()), reason=Personal(request.reason),
        )  # fmt: skip
        return self._append(
            *end_of(now), started, after=now.version, by=by, command=command, fingerprint=fingerprint,
            answer=Begun(shadow=shadow, running=True, changes=changes_told(now.agreed, tried)),
        )  # fmt: skip

    def stop(self, *, by: Actor, command: str, expected: int | None = None) -> Begun:
        """End the policy in the shadow. Raises `VersionConflict` and `NoShadowIsRunning`."""
        fingerprint = self._fingerprints.of(DESK, "StopShadow", "{}")
        if told := self._log.answered(command, fingerprint=fingerprint):
            return told_again(told.answer, told.position)
        now = self._now_as_seen(expected)
        if now.running is None:
            raise NoShadowIsRunning(
                "no policy decides in the shadow; `evenhand shadow start` lets one begin"
            )
        shadow = now.running.started.shadow
        stopped = ShadowStopped(shadow=shadow, why=ShadowEnd.STOPPED)
        return self._append(
            stopped, after=now.version, by=by, command=command, fingerprint=fingerprint,
            answer=Begun(shadow=shadow, running=False),
        )  # fmt: skip

    def report(self) -> Report:
        """How the policy in the shadow compares, or the last that was there. Raises `NoShadowEverRan`."""
        last = self.now().last
        if last is None:
            raise NoShadowEverRan(
                "no policy was ever tried in the shadow; `evenhand shadow start` lets one begin"
            )
        return self.report_of(last)

    def report_of(self, shadow: Shadow) -> Report:
        """The same of one that is known."""
        reason = self.hands.directory.open(shadow.started.reason)
        with self._one_at_a_time:
            return report(shadow, self._tallied(shadow), self.hands.name_of, reason)

    def _now_as_seen(self, expected: int | None) -> Shadowing:
        now = self.now()
        if expected not in (None, now.version):
            raise VersionConflict(DESK, expected=expected or 0, actual=now.version)
        return now

    def _tallied(self, shadow: Shadow) -> Tally:
        """What was compared, read on from where it was read before."""
        stream, tally = StreamId(shadow.started.shadow), self._tally
        if tally is None or tally.stream != stream:
            tally = self._tally = Tally(stream)
        for told in self._log.history(stream, after=tally.version):
            tally.take(told)
        return tally

    def _append(
        self, *events: Event, after: int, answer: Begun, by: Actor, command: str, fingerprint: bytes
    ) -> Begun:
        """Record the events in the desk's own stream; the answer, with its version and position."""
        begun = msgspec.structs.replace(answer, version=after + len(events))
        write = Write(stream=DESK, expected=after, events=events)
        told = self._log.append(
            Change(
                command=command, by=by, at=self._clock.now(), writes=(write,),
                fingerprint=fingerprint, answer=msgspec.json.encode(begun),
            )
        )  # fmt: skip
        return msgspec.structs.replace(begun, position=told.position)


def told_again(answer: bytes, position: int) -> Begun:
    """The answer to a repeat."""
    return msgspec.structs.replace(msgspec.json.decode(answer, type=Begun), position=position)


def other_than(agreed: Policy, change: Mapping[str, Any]) -> Policy:
    """The desk's policy with that change. Raises `NothingIsTried` where it would say the same."""
    tried = candidate(agreed, change)
    if tried == agreed:
        raise NothingIsTried(
            f"version {agreed.version} of the desk's policy says all of that already; "
            "name a figure that differs"
        )
    return tried


def end_of(now: Shadowing) -> tuple[Event, ...]:
    """The end of a shadow that a policy overtook, where nothing has recorded it yet."""
    gone = now.untold
    if gone is None or gone.end is None:
        return ()
    return (ShadowStopped(shadow=gone.started.shadow, why=gone.end.why),)

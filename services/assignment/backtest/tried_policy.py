"""The policy a backtest tries, from what was typed: a name, a document in a file, and what changes of it."""

from collections.abc import Sequence

import msgspec

from services.assignment.backtest.backtesting import must_be_known
from services.assignment.policy.candidate import candidate
from services.assignment.simulator.policies import OWN
from shared.eventlog.port import RequestIsUnclear
from shared.policy_typed import typed
from shared.vocabulary.policy import SHIPPED, Policy

A_DOCUMENT = ".json"


class NothingToChange(RequestIsUnclear):
    """Only our own ways follow a policy document."""


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be tried, and what it is called beside the others."""

    name: str
    document: Policy | None = None
    """What it follows, where that is no policy known by its name."""


def tried(named: str, changes: Sequence[str]) -> Tried:
    """The policy of that name or in that file, with what changes of it, such as `fairness.cap=1.5`.

    What a file leaves out is as shipped. Raises `PolicyIsUnknown`, `NothingToChange`, `PolicyIsMalformed` and
    the refusals of what is typed.
    """
    in_a_file = named.endswith(A_DOCUMENT)
    if not in_a_file:
        must_be_known(named)
    if not in_a_file and not changes:
        return Tried(name=named)
    base = SHIPPED if in_a_file else OWN.get(named)
    if base is None:
        raise NothingToChange(
            f"policy {named!r} follows no document that --set could change; expected one of "
            f"{', '.join(OWN)}, or a file"
        )
    return Tried(
        name=", ".join([named, *changes]),
        document=candidate(base, typed(named if in_a_file else None, changes)),
    )

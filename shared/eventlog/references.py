"""What people call a ticket, turned into its stream: number, source key or id, accepted everywhere."""

import re
from collections.abc import Sequence
from typing import Protocol

from shared.eventlog.port import ThingIsUnknown
from shared.vocabulary.identity import StreamId, TicketId, kind_of

NUMBER, TEAM, TEAMS_OF = "number", "team", "team of "
"""Kinds of names that are no source's; a source's teams go by names of their own."""
TICKET_ID = re.compile(r"ticket-[0-9a-f]{32}")
A_NUMBER = re.compile(r"#?([0-9]{1,18})")


class TicketIsUnknown(ThingIsUnknown):
    """No ticket goes by that name."""


class RoundIsUnknown(ThingIsUnknown):
    """No round is recorded under that id."""


class Names(Protocol):
    """What is asked of a log."""

    def named(self, kind: str, name: str) -> StreamId | None: ...

    def versions(self, streams: Sequence[StreamId]) -> dict[StreamId, int]: ...

    def kinds(self) -> list[str]: ...


def sources_of(log: Names) -> list[str]:
    """The name of every source that tickets were imported from."""
    return [each for each in log.kinds() if can_be_a_source(each)]


def can_be_a_source(name: str) -> bool:
    """Whether a ticket named `name:key` could be nothing else."""
    fit = name.strip() and ":" not in name
    return bool(fit) and name not in (NUMBER, TEAM) and not name.startswith(TEAMS_OF)


def ticket_named(log: Names, reference: str) -> TicketId:
    """The ticket people mean by `17`, `#17`, `source:key` or `ticket-…`."""
    found = meant(log, reference.strip())
    if found is None or kind_of(found) != "ticket":
        raise TicketIsUnknown(
            f"there is no ticket {reference!r}; expected a number such as 17, a ticket's id, or "
            f"{keys_of(sources_of(log))}"
        )
    return TicketId(found)


def keys_of(sources: Sequence[str]) -> str:
    """How tickets of these sources are named."""
    if not sources:
        return "a source and its key such as SOURCE:INC0014524, once something was imported"
    return f"a source and its key, SOURCE:KEY; known sources: {', '.join(sources)}"


def meant(log: Names, text: str) -> StreamId | None:
    """The stream behind what somebody typed, if there is one."""
    if number := A_NUMBER.fullmatch(text):
        return log.named(NUMBER, str(int(number[1])))
    if TICKET_ID.fullmatch(text):
        return next(iter(log.versions([StreamId(text)])), None)
    source, colon, key = text.partition(":")
    return log.named(source, key) if colon and can_be_a_source(source) else None

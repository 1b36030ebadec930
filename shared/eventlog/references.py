"""What people call a ticket, turned into its stream: number, source key or id are accepted everywhere."""

from typing import Protocol

from shared.eventlog.port import Refusal
from shared.vocabulary.identity import StreamId, TicketId

NUMBER = "number"


class TicketIsUnknown(Refusal):
    """No ticket goes by that name."""


class Names(Protocol):
    """What is asked of a log."""

    def named(self, kind: str, name: str) -> StreamId | None: ...


def ticket_named(log: Names, reference: str) -> TicketId:
    """The ticket people mean by `17`, `#17`, `source:key` or `ticket-…`."""
    text = reference.strip()
    number = text.removeprefix("#")
    if number.isdigit():
        found = log.named(NUMBER, str(int(number)))
    elif ":" in text:
        found = log.named(*text.split(":", 1))
    else:
        found = StreamId(text) if is_ticket_id(text) else None
    if found is None:
        raise TicketIsUnknown(
            f"there is no ticket {reference!r}; expected a number such as 17, a source key such as "
            "uci498:INC0014524, or a ticket's id"
        )
    return TicketId(found)


def is_ticket_id(text: str) -> bool:
    """Whether the text has the form of a ticket's id."""
    kind, _, digits = text.partition("-")
    return kind == "ticket" and len(digits) == 32 and all(c in "0123456789abcdef" for c in digits)

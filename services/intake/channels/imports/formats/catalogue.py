"""The formats by the name people give them."""

from collections.abc import Callable, Iterator

from services.intake.channels.imports.formats import bpi13, helpdesk_it, uci498
from services.intake.channels.imports.reading import Reading
from services.intake.channels.imports.statement import Statement

Read = Callable[[Reading], Iterator[Statement]]

FORMATS: dict[str, Read] = {
    "uci498": uci498.read,
    "helpdesk-it": helpdesk_it.read,
    "bpi13": bpi13.read,
}

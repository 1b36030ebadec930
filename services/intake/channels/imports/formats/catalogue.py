"""The formats by the name people give them."""

from services.intake.channels.imports.format import Format
from services.intake.channels.imports.formats.bpi13 import BPI13
from services.intake.channels.imports.formats.helpdesk_it import HELPDESK_IT
from services.intake.channels.imports.formats.uci498 import UCI498

FORMATS: dict[str, Format] = {
    "uci498": UCI498,
    "bpi13": BPI13,
    "helpdesk-it": HELPDESK_IT,
}

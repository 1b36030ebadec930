"""The formats by the name people give them; `table` is made from a mapping file instead."""

from services.intake.channels.imports.format import Format
from services.intake.channels.imports.formats.bpi13 import BPI13
from services.intake.channels.imports.formats.bpi14 import BPI14
from services.intake.channels.imports.formats.callcentre import CALLCENTRE
from services.intake.channels.imports.formats.conversations import CONVERSATIONS
from services.intake.channels.imports.formats.helpdesk_it import HELPDESK_IT
from services.intake.channels.imports.formats.jira import JIRA
from services.intake.channels.imports.formats.uci498 import UCI498

FORMATS: dict[str, Format] = {
    "uci498": UCI498,
    "bpi13": BPI13,
    "bpi14": BPI14,
    "helpdesk-it": HELPDESK_IT,
    "callcentre": CALLCENTRE,
    "conversations": CONVERSATIONS,
    "jira": JIRA,
}

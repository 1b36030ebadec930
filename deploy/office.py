"""What intake's commands work with: each part of the desk opened when a command first asks for it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property

from deploy.desk import Desk, open_desk
from services.intake.people import People
from shared.eventlog.choice import Purpose
from shared.people.access import Access
from shared.settings import Settings


class DeskOffice:
    """The desk to write to, opened at first use and closed with the command."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    @classmethod
    @contextmanager
    def opened_when_asked(cls) -> Iterator["DeskOffice"]:
        """An office that has opened nothing yet."""
        with ExitStack() as stack:
            yield cls(stack)

    @cached_property
    def _desk(self) -> Desk:
        return self._stack.enter_context(open_desk(Settings(), Purpose.COMMAND))

    @property
    def people(self) -> People:
        """Everything that may be asked of intake."""
        return self._desk.people

    @property
    def access(self) -> Access:
        """Links and tokens."""
        return self._desk.access

    @property
    def address(self) -> str:
        """Where the running desk's pages are, or would be."""
        settings = self._desk.settings
        if settings.address_file.exists():
            return settings.address_file.read_text().strip()
        return f"http://{settings.host}:{settings.port}"

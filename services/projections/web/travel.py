"""Where in time a page stands: its moment in words and fields, and addresses that keep to it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import Request

from services.projections.moments import in_address, in_figures, in_words
from shared.eventlog.moment import At

OF_A_MOMENT = frozenset({"at", "after", "before", "step"})
"""What an address says of one moment, and what does not hold at another."""


@dataclass(frozen=True, slots=True)
class Travel:
    """One page's place in time."""

    at: At
    clock: datetime
    """What the clock showed then."""
    here: str
    kept: tuple[tuple[str, str], ...]
    """What else the address asks for, whatever the moment."""

    @property
    def words(self) -> str:
        """The moment as people say it; nothing for now."""
        return in_words(self.at)

    @property
    def told(self) -> str:
        """The moment as an address names it; nothing for now."""
        return in_figures(self.at)

    @property
    def field(self) -> str:
        """The moment as a field for date and time takes it, in UTC."""
        return f"{self.clock:%Y-%m-%dT%H:%M}"

    @property
    def now(self) -> str:
        """The same page of now."""
        return f"{self.here}?{urlencode(self.kept)}" if self.kept else self.here

    def then(self, address: str) -> str:
        """Another page at the same moment."""
        return in_address(address, self.at)


def travel(request: Request, at: At, clock: datetime) -> Travel:
    """The place in time of a requested page."""
    asked = request.query_params.multi_items()
    kept = tuple((name, value) for name, value in asked if name not in OF_A_MOMENT and value)
    return Travel(at=at, clock=clock, here=request.url.path, kept=kept)

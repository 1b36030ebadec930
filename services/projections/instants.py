"""Instants as whole microseconds since 1970 and days of UTC, as rows keep and compare them."""

from datetime import UTC, datetime, timedelta

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
DAY = 86_400_000_000
"""Microseconds of a day."""
NEVER = 2**62
"""Later than any instant or position."""


def instant(moment: datetime) -> int:
    """Microseconds since 1970, exactly; the moment is aware."""
    return (moment - BEGINNING) // MICROSECOND


def moment(instant: int) -> datetime:
    """The moment of an instant, in UTC."""
    return BEGINNING + instant * MICROSECOND


def day_of(instant: int) -> int:
    """The day of UTC an instant lies in, as days since 1970."""
    return instant // DAY

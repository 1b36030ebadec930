"""Times and amounts as people say them."""

from datetime import UTC, datetime, timedelta, tzinfo

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def span(seconds: float) -> str:
    """A length of time in its two largest units: `1h 14m`, `3d 2h`, `12m`; `0m` only for none."""
    whole = int(abs(seconds))
    days, hours, minutes = whole // DAY, whole % DAY // HOUR, whole % HOUR // MINUTE
    if days:
        return f"{days}d {hours}h" if hours and days < 10 else f"{days}d"
    if hours:
        return f"{hours}h {minutes:02d}m"
    return "under 1m" if whole and not minutes else f"{minutes}m"


def promise(resolve_by: datetime | None, now: datetime) -> tuple[str, str]:
    """How a promise stands, and how pressing that is: `late`, `soon` or nothing."""
    if resolve_by is None:
        return "no promise", ""
    left = (resolve_by - now).total_seconds()
    if left < 0:
        return f"{span(left)} late", "late"
    return f"{span(left)} left", "soon" if left < 4 * HOUR else ""


def ago(moment: datetime, now: datetime) -> str:
    """How long ago something was."""
    seconds = (now - moment).total_seconds()
    return "just now" if seconds < MINUTE else f"{span(seconds)} ago"


def day_and_time(moment: datetime, zone: tzinfo = UTC) -> str:
    """A moment in full, in UTC unless a page is in another zone: `19 Nov 2026, 11:06`."""
    return f"{moment.astimezone(zone):%-d %b %Y, %H:%M}"


def initials(name: str) -> str:
    """Two letters for a name."""
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    return "".join(
        word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)
    ).upper()


def group_of(resolve_by: datetime | None, now: datetime) -> str:
    """The heading a ticket stands under in a queue."""
    if resolve_by is None:
        return "Without a promise"
    if resolve_by < now:
        return "Past its promise"
    if resolve_by < now + timedelta(hours=4):
        return "Due within 4 hours"
    if resolve_by < now + timedelta(hours=24):
        return "Due within a day"
    return "Later"

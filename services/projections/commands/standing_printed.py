"""Standings for a terminal: everybody's, or one agent's with the tickets it is made of."""

from collections.abc import Iterator, Sequence

from rich.table import Table

from services.projections.views.work.standing import Stands
from shared.people.directory import Directory
from shared.vocabulary.toughness import points


def standing_lines(told: Stands, directory: Directory) -> Iterator[str]:
    """One agent's account in sentences, and where the others stand."""
    side = "ahead" if told.lead >= 0 else "behind"
    yield (
        f"{directory.name_of(told.agent)} received {points(told.received)} tough points in thirty days "
        f"and was due {points(told.entitled)}: {points(abs(told.lead))} {side}; "
        f"{told.ahead_of_them} of {len(told.others)} others "
        f"{'is' if told.ahead_of_them == 1 else 'are'} further ahead."
    )
    for each in told.others:
        yield f"{directory.name_of(each.agent) if each.agent else 'somebody'}: {points(each.lead)}"


def accrued_table(told: Stands, directory: Directory) -> Table:
    """By which tickets it came, the latest first."""
    table = Table("ticket", "booked")
    for heading in ("received", "fair share", "lead"):
        table.add_column(heading, justify="right")
    for each in told.tickets:
        table.add_row(
            directory.name_of(each.ticket), f"{each.at:%Y-%m-%d %H:%M} UTC", points(each.received),
            points(each.entitled), points(each.received - each.entitled),
        )  # fmt: skip
    return table


def standing_table(told: Sequence[Stands], directory: Directory) -> Table:
    """Everybody, furthest ahead first."""
    table = Table("agent")
    for heading in ("received", "fair share", "lead", "tickets"):
        table.add_column(heading, justify="right")
    for each in sorted(told, key=lambda each: -each.lead):
        table.add_row(
            directory.name_of(each.agent), points(each.received), points(each.entitled),
            points(each.lead), str(len(each.tickets)),
        )  # fmt: skip
    return table

"""States side rules to the exact model, over its numbers of who takes which ticket."""

from collections.abc import Iterable, Mapping

from services.assignment.engine.exact.sheet import Sheet
from services.assignment.engine.form.sides import Apart, Quota, Role, Side, Together

Taken = Mapping[tuple[int, int], int]
"""By ticket and agent: the model's number of that pair, 1 if taken; a pair that is banned is not in it."""


def tie(sheet: Sheet, side: Side, taken: Taken, agents: Iterable[int]) -> None:
    """Let no plan break the rule. `agents`: all who could take any ticket."""
    match side:
        case Together(tickets=tickets):
            for agent in agents:
                go_alike(sheet, [taken.get((ticket, agent)) for ticket in tickets])
        case Apart(tickets=tickets):
            for agent in agents:
                sheet.at_most_one_of([taken[t, agent] for t in tickets if (t, agent) in taken])
        case Role():
            fill_the_seat(sheet, side, taken)
            sit_beside_nobody_else(sheet, side, taken)
        case Quota(tickets=tickets, agents=among, most=most):
            pairs = [taken[t, a] for t in tickets for a in among if (t, a) in taken]
            if len(pairs) > most:
                sheet.keep(pairs, [1] * len(pairs), most=most)


def go_alike(sheet: Sheet, pairs: list[int | None]) -> None:
    """All of the pairs or none; none where one is banned."""
    there = [pair for pair in pairs if pair is not None]
    for pair in there[1:]:
        sheet.keep([pair, there[0]], [1, -1], least=0, most=0)
    if there and len(there) < len(pairs):
        sheet.keep(there[:1], [1], most=0)


def fill_the_seat(sheet: Sheet, role: Role, taken: Taken) -> None:
    """Whoever owns the ticket has somebody of theirs beside them."""
    for each in role.beside:
        if (role.ticket, each.owner) in taken:
            seated = [taken[role.seat, s] for s in each.seat if (role.seat, s) in taken]
            owned = taken[role.ticket, each.owner]
            sheet.keep([*seated, owned], [*[1] * len(seated), -1], least=0)


def sit_beside_nobody_else(sheet: Sheet, role: Role, taken: Taken) -> None:
    """The seat is taken only beside an owner for whom that agent is listed."""
    for (ticket, agent), seated in taken.items():
        if ticket == role.seat:
            owners = [each.owner for each in role.beside if agent in each.seat]
            owned = [taken[role.ticket, o] for o in owners if (role.ticket, o) in taken]
            sheet.keep([*owned, seated], [*[1] * len(owned), -1], least=0)

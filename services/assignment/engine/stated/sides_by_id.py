"""Side rules by the ids of tickets and people, and by their places in a problem."""

from collections.abc import Mapping, Sequence

from services.assignment.engine.form.columns import refuse_unless
from services.assignment.engine.form.problem import Problem
from services.assignment.engine.form.sides import Apart, Beside, Quota, Role, Side, Together
from services.assignment.engine.stated.statement import (
    StatedApart,
    StatedBeside,
    StatedQuota,
    StatedRole,
    StatedSide,
    StatedTogether,
)

Places = Mapping[str, int]


def by_index(stated: StatedSide, tickets: Places, agents: Places, name: str) -> Side:
    """The side rule by places; an id that nobody has is refused by the field that names it."""

    def ticket(ids: Sequence[str], field: str) -> tuple[int, ...]:
        return tuple(sorted(resolved(ids, tickets, f"{name}.{field}", "tickets.id")))

    def agent(ids: Sequence[str], field: str) -> tuple[int, ...]:
        return tuple(sorted(resolved(ids, agents, f"{name}.{field}", "agents.id")))

    match stated:
        case StatedTogether(tickets=tied):
            return Together(ticket(tied, "tickets"))
        case StatedApart(tickets=tied):
            return Apart(ticket(tied, "tickets"))
        case StatedQuota(tickets=tied, agents=among, most=most):
            return Quota(ticket(tied, "tickets"), agent(among, "agents"), most)
        case StatedRole(ticket=owned, seat=seat, beside=beside):
            listed = (
                Beside(
                    agent([each.owner], f"beside[{index}].owner")[0],
                    agent(each.seat, f"beside[{index}].seat"),
                )
                for index, each in enumerate(beside)
            )
            return Role(
                ticket([owned], "ticket")[0],
                ticket([seat], "seat")[0],
                tuple(sorted(listed, key=lambda each: each.owner)),
            )


def resolved(ids: Sequence[str], places: Places, field: str, among: str) -> list[int]:
    """The places of these ids."""
    for index, each in enumerate(ids):
        refuse_unless(each in places, f"{field}[{index}] is {each!r}, expected an id of {among}")
    return [places[each] for each in ids]


def by_id(side: Side, problem: Problem) -> StatedSide:
    """The side rule by ids."""

    def tickets(places: Sequence[int]) -> list[str]:
        return [problem.tickets[each] for each in places]

    def agents(places: Sequence[int]) -> list[str]:
        return [problem.agents[each] for each in places]

    match side:
        case Together(tickets=tied):
            return StatedTogether(tickets(tied))
        case Apart(tickets=tied):
            return StatedApart(tickets(tied))
        case Quota(tickets=tied, agents=among, most=most):
            return StatedQuota(tickets(tied), agents(among), most)
        case Role(ticket=ticket, seat=seat, beside=beside):
            listed = [
                StatedBeside(problem.agents[each.owner], agents(each.seat)) for each in beside
            ]
            return StatedRole(problem.tickets[ticket], problem.tickets[seat], listed)

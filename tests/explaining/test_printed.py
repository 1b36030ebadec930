"""Reasons as a terminal shows them."""

import msgspec
from rich.console import Console

from services.assignment.carrying_out.hands import Hands
from services.assignment.commands.why import weighed
from services.assignment.explaining.reasons import Why
from tests.desks import Desk, id_of

NAMES = ("delay", "fit", "put back", "stickiness", "hand-over", "evenness", "load", "rotation")


def reasons(**terms: tuple[float, float]) -> Why:
    """Two agents could have had it, and rules ask so much of each."""
    desk = Desk()
    ada, _ = desk.agent("Ada Anderson-Smith"), desk.agent("Ben Berger")
    ticket = desk.ticket("it broke", by=ada)
    desk.assignment.run_round()
    told = Hands(desk.assignment, desk.directory, desk.keys).answers.why(id_of(ticket))
    both = tuple(
        msgspec.structs.replace(each, terms={name: parts[n] for name, parts in terms.items()})
        for n, each in enumerate(told.weighed)
    )
    return msgspec.structs.replace(told, weighed=both)


def printed(told: Why) -> str:
    console = Console(width=80, force_terminal=False)
    with console.capture() as shown:
        console.print(weighed(told))
    return shown.get()


def test_a_rule_that_reads_the_same_of_everybody_is_left_out() -> None:
    shown = printed(reasons(delay=(1.0, 2.5), fit=(0.01, 0.0), load=(3.0, 3.0)))
    assert "delay" in shown
    assert "fit" not in shown
    assert "load" not in shown


def test_every_rule_that_differs_can_be_read_on_eighty_columns() -> None:
    shown = printed(reasons(**dict.fromkeys(NAMES, (1000.0, 24000.5))))
    assert all(name in shown for name in NAMES)
    assert shown.count("24000.5") == len(NAMES)
    assert "has it" in shown
    assert "Anderson-Smith" in shown

"""Shaking: destroy and repair, try after try, ever stricter, until something better turns up."""

from typing import NamedTuple

from services.assignment.engine.form.columns import Column
from services.assignment.engine.kernel.carried import LOOKED, MINUTES, UPPER, Carried
from services.assignment.engine.kernel.repair import Shaken, repair
from services.assignment.engine.kernel.step import inlined, step
from services.assignment.engine.kernel.tables import Tables


class Spending(NamedTuple):
    """What may be spent, and how strictness grows with it; in arcs looked at where it says nothing else."""

    spent: int
    """Units that were spent otherwise than by looking at arcs."""
    looked: int
    """Arcs looked at before what is carried began to count them."""
    arcs_a_unit: int
    begun: int
    """Units spent when shaking began."""
    units: int
    """Units that may be spent in all."""
    shortest: int
    """Units of a part at least."""
    parts: int
    """Into how many parts the budget is divided."""
    lenient: int
    """Milli-minutes by which a plan that is kept may be worse at first."""
    patience: int
    """Tries in vain after which nothing more is expected."""


@step
def shake(
    tables: Tables, carried: Carried, shaken: Shaken, dice: Column, best: Column, spending: Spending
) -> int:
    """Try until a plan is better than `best` (its upper cost and milli-minutes); tries made in vain.

    -1 where a better one was found. It begins counting tries in vain anew.
    """
    tries, in_vain = len(carried.arc), 0
    while in_vain < spending.patience:
        looked = carried.total[LOOKED]
        units = spending.spent + (spending.looked + looked) // spending.arcs_a_unit
        if units >= spending.units:
            return in_vain
        whole, left = spending.units - spending.begun, spending.units - units
        part = min(left, max(spending.shortest, whole // spending.parts))
        leniency = portion(spending.lenient, left, whole)
        until = looked + part * spending.arcs_a_unit
        repair(tables, carried, shaken, dice, tries, leniency, until)
        upper, minutes = carried.total[UPPER], carried.total[MINUTES]
        if upper < best[0] or (upper == best[0] and minutes < best[1]):
            return -1
        in_vain += tries
    return in_vain


@inlined
def portion(amount: int, part: int, whole: int) -> int:
    """amount · part / whole, rounded down, without a product that could overflow."""
    return amount // whole * part + amount % whole * part // whole

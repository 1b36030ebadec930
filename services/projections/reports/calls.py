"""Figures of a call log: how calls and talking time are spread, and how many were cut short."""

from typing import Any

from services.projections.reports.shares import share, unevenness
from services.projections.reports.totals import CallTotals


def calls(totals: CallTotals, least: int) -> dict[str, Any]:
    """Empty where there are no calls; Ginis over agents with `least` served calls or more."""
    if not totals.calls:
        return {}
    kept = [agent for agent, served in totals.by_agent.items() if served >= least]
    served = sum(totals.by_agent.values())
    return {
        "calls": totals.calls,
        "served": served,
        "agents": len(kept),
        "gini_calls": unevenness(totals.by_agent[agent] for agent in kept),
        "gini_seconds": unevenness(totals.seconds[agent] for agent in kept),
        "under_10_s": {"calls": totals.short, "share": share(totals.short, served)},
    }

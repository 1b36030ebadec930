"""Fairness: what every deal, forecast, flag and appeal adds to the figures that supervisors look after."""

from typing import Any, NamedTuple

from msgspec.structs import replace

from services.projections.instants import instant
from services.projections.view import Listing, View
from services.projections.views.fairness.deeds import MEASURES, deeds, flag_counted
from services.projections.views.fairness.row import FairnessRow
from shared.eventlog.recorded import Recorded
from shared.events import ticket as said
from shared.events import toughness as weighed
from shared.events.assignment import EntitlementBooked
from shared.events.roster import AgentFocusTimeSet, AgentSkillWithdrawn

READS = (
    said.TicketRouted,
    said.TicketTriaged,
    EntitlementBooked,
    weighed.ToughnessForecast,
    weighed.ToughnessTruedUp,
    weighed.TicketFlaggedTough,
    weighed.JudgementAppealed,
    weighed.AppealAnswered,
    weighed.CapExceeded,
    weighed.ForecastModelLearned,
    AgentSkillWithdrawn,
    AgentFocusTimeSet,
)


def evolve(row: FairnessRow | None, told: Recorded[Any]) -> FairnessRow:
    """The line after the event."""
    before = row or FairnessRow(stream=told.stream)
    changes = changed(before, told)
    return replace(before, **changes) if changes or row is None else row


def changed(row: FairnessRow, told: Recorded[Any]) -> dict[str, Any]:
    """What an event changes of the line."""
    match told.event:
        case said.TicketRouted(team=team):
            return {"team": team}
        case said.TicketTriaged(skill=need) if need is not None:
            return {"need": need}
        case EntitlementBooked(taker=taker):
            return {"credited": taker}
        case weighed.ToughnessForecast() as event:
            return {"expected": event.toughness, "low": event.low, "high": event.high}
        case weighed.ToughnessTruedUp() as event:
            late, counted = "after hours" in event.parts, flag_counted(event)
            return {"found": event.toughness, "late": late, "counted": counted}
        case weighed.TicketFlaggedTough(agent=agent) if agent not in row.flagged:
            return {"flagged": (*row.flagged, agent)}
        case weighed.ForecastModelLearned() as event:
            learned = {"learned_from": event.tickets, "learned_at": told.at}
            return {"digest": event.digest, **learned}
        case _:
            return {}


class Columns(NamedTuple):
    """What lines are listed by: models, by when they were learned."""

    model: bool
    learned: int
    stream: str


MODELS = Listing("models", alike=("model",), by=("learned", "stream"))

FAIRNESS = View(
    name="fairness",
    version=2,
    reads=READS,
    row=FairnessRow,
    evolve=evolve,
    columns=Columns,
    listed=lambda row: Columns(row.digest is not None, instant(row.learned_at), row.stream),
    listings=(MODELS,),
    measures=MEASURES,
    deeds=deeds,
)

"""One example of every event, made from its class, so that no class can be forgotten."""

from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Annotated, Any, NewType, get_args, get_origin

import msgspec

from shared.events.assignment import Candidate, Judged, RuledOut, Seated, Share
from shared.events.declaration import Event, fields, without_none
from shared.events.pulling import InLine
from shared.events.shadow import (
    BothLeads,
    OtherOutcome,
    PlanCost,
    PlanMeasured,
    RoundCompared,
    Rounds,
    Shouldered,
)
from shared.events.source import SourceRow
from shared.events.toughness import Factor, Learned, Step
from shared.vocabulary.identity import (
    PersonId,
    Plain,
    RoundId,
    ShadowId,
    StreamId,
    TeamId,
    TicketId,
)
from shared.vocabulary.policy import Policy
from shared.vocabulary.skill import Skill, SkillNeed
from shared.vocabulary.toughness import MilliPoints
from shared.vocabulary.working_time import ShiftException, WeeklyShift

ADA = PersonId(StreamId("person-" + "a" * 32))
TICKET = TicketId(StreamId("ticket-" + "1" * 32))
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
IDS: dict[Any, str] = {
    PersonId: ADA,
    TeamId: "team-" + "b" * 32,
    TicketId: TICKET,
    RoundId: "round-" + "c" * 32,
    ShadowId: "shadow-" + "d" * 32,
}
WHOLE: dict[Any, Any] = {
    datetime: NOON,
    bool: True,
    int: 3,
    Policy: Policy(),
    Skill: Skill(name=Plain("network"), level=2),
    SkillNeed: SkillNeed(name=Plain("network"), level=2, tier=2, language=Plain("German")),
    WeeklyShift: WeeklyShift(day=0, start=time(9), end=time(17)),
    ShiftException: ShiftException(day=date(2026, 3, 2)),
    SourceRow: SourceRow(source=Plain("old desk"), state=Plain("New"), actor=ADA),
    Share: Share(agent=ADA, milli_points=MilliPoints(250)),
    Factor: Factor(
        name=Plain("service"),
        shrinkage=7,
        values=(Learned(value=Plain("network"), tickets=12, effect=MilliPoints(250)),),
    ),
    Step: Step(
        raw_from=900, toughness=MilliPoints(1_000), low=MilliPoints(400), high=MilliPoints(2_000)
    ),
    InLine: InLine(ticket=TICKET, risk=1_000, overflow=250, minutes=900),
    Candidate: Candidate(agent=ADA, cost=900, terms={Plain("delay"): 900}),
    RuledOut: RuledOut(rule=Plain("shift"), agents=(ADA,)),
    Seated: Seated(role=Plain("helper"), agent=ADA),
    Rounds: Rounds(
        compared=(
            RoundCompared(
                round=RoundId(StreamId("round-" + "c" * 32)),
                tickets=2,
                otherwise=(OtherOutcome(ticket=TICKET, live=ADA),),
                live=PlanMeasured(given=2, ahead=30_000, under_live=PlanCost(minutes=900)),
                tried=PlanMeasured(given=1, imminent=1, under_tried=PlanCost(risk=1, breaches=1)),
            ),
        )
    ),
    Shouldered: Shouldered(due=9_000, worst_lead=3, worst_lag=2, exceptions=1),
    BothLeads: BothLeads(agent=ADA, live=250, tried=-250),
    Judged: Judged(
        ticket=TICKET,
        version=4,
        agent=ADA,
        candidates=(Candidate(agent=ADA, cost=900, terms={Plain("delay"): 900}),),
        ruled_out=(RuledOut(rule=Plain("shift"), agents=(ADA,)),),
        beside=(Seated(role=Plain("helper"), agent=ADA),),
    ),
}


def example(event: type[Event]) -> Event:
    """The event with every field filled."""
    return event(**{name: value_of(hint) for name, hint in fields(event).items()})


def value_of(hint: Any) -> Any:
    """A value that fits the declared kind."""
    kind = without_none(get_args(hint)[0] if get_origin(hint) is Annotated else hint)
    if get_origin(kind) is Annotated:
        return value_of(kind)
    if get_origin(kind) is tuple:
        return (value_of(get_args(kind)[0]),)
    if get_origin(kind) is dict:
        key, value = get_args(kind)
        return {value_of(key): value_of(value)}
    if isinstance(kind, NewType):
        return IDS.get(kind) or named(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    return WHOLE[kind]


def named(kind: NewType) -> Any:
    """A value of a kind that is text or number underneath."""
    below: Any = kind.__supertype__
    return f"some {kind.__name__.lower()} words" if below is str else value_of(below)


def as_stored(event: Event) -> bytes:
    """The event as JSON."""
    return msgspec.json.encode(event)

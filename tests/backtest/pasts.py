"""Small invented pasts: a few agents, a few days, tickets that are tough about one service."""

from datetime import UTC, datetime, timedelta

from services.assignment.backtest.cases import Case, Hand, History
from services.assignment.backtest.team_past import Past, past_of
from shared.vocabulary.identity import PersonId, StreamId, TeamId, TicketId

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DESK = TeamId(StreamId("team-1"))
HOUR = timedelta(hours=1)


def agent(number: int) -> PersonId:
    return PersonId(StreamId(f"person-{number}"))


def case(
    number: int, at: datetime, *, by: int = 1, hours: float | None = 1, **more: object
) -> Case:
    """A ticket that somebody took at once and resolved after so many hours."""
    resolved = None if hours is None else at + hours * HOUR
    return Case(
        TicketId(StreamId(f"ticket-{number:04}")), at, source="old", resolved=resolved,
        hands=[Hand(at, DESK, None), Hand(at, DESK, agent(by))], **more,
    )  # fmt: skip


def history_of(*cases: Case, agents: int = 3, days: int = 14) -> History:
    """A past in which everybody acts from nine to five on every day."""
    past = History(cases=list(cases), teams={DESK: "Desk"})
    for day in range(days):
        for number in range(1, agents + 1):
            start = MONDAY + timedelta(days=day)
            past.acts[agent(number)] |= {start + 9 * HOUR, start + 16 * HOUR}
    return past


def week(*, agents: int = 3) -> Past:
    """A week of eight tickets a day: the first agent really had every tough one, all about the network."""
    cases = []
    for number in range(8 * 7):
        day, place = divmod(number, 8)
        at = MONDAY + timedelta(days=day, hours=9, minutes=45 * place)
        tough = place == 0
        by, hours = (1, 30.0) if tough else (1 + number % agents, 0.5)
        service = "network" if tough else "printing"
        cases.append(case(number, at, by=by, hours=hours, service=service))
    return past_of(history_of(*cases, agents=agents, days=7), least=1)

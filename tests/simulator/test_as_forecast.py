"""Where toughness is only forecast: by the desk's learner, from what was resolved, set right at the close."""

from itertools import pairwise
from typing import Any

import msgspec
import pytest

from services.assignment.simulator.as_forecast import forecasting
from services.assignment.simulator.standings import REVIEWER
from services.assignment.simulator.virtual_time import VirtualTime
from services.assignment.simulator.world import DAY, HOUR, MINUTE, Ask, World, ticket_id
from shared.eventlog.recorded import Recorded
from shared.events.assignment import EntitlementBooked
from shared.events.ticket import TicketReleased
from shared.events.toughness import ForecastModelLearned, ToughnessForecast, ToughnessTruedUp
from shared.vocabulary.policy import SHIPPED
from tests.simulator.worlds import FIVE, NINE, ask, shift, world

LEARN_FROM = SHIPPED.toughness.learn_from
DEFAULT = SHIPPED.work.default_toughness


class Heard:
    """A run under our own forecasting way, with all that was told of toughness written down."""

    def __init__(self, desk: World) -> None:
        self.heard: list[Recorded[Any]] = []
        self.ours = forecasting(desk, SHIPPED, self.heard.append)
        self.told = self.ours.told
        VirtualTime(desk, self.ours).run()

    def of(self, kind: type) -> list[Any]:
        return [told.event for told in self.heard if isinstance(told.event, kind)]


def two_kinds(count: int, *, every: int = 10) -> tuple[Ask, ...]:
    """In turn a ticket about mail, easy, and one about the network, tough."""
    kinds = ("mail", 0), ("network", 4_000)
    return tuple(
        ask(every * n, minutes=2, service=service, toughness=toughness)
        for n in range(count)
        for service, toughness in [kinds[n % 2]]
    )


def test_the_last_ticket_is_forecast_by_what_its_service_was() -> None:
    ours = Heard(world(*two_kinds(LEARN_FROM + 2), workers=4))
    *_, easy, tough = ours.of(ToughnessForecast)
    assert easy.toughness < 500 < 3_500 < tough.toughness


def test_before_enough_was_resolved_nothing_is_forecast_and_the_default_is_booked() -> None:
    ours = Heard(world(*two_kinds(LEARN_FROM), workers=4))
    assert not ours.of(ToughnessForecast)
    assert {amount for _, amount in ours.told.situation.dealt.deals} == {DEFAULT}


def until_it_is_known(desk: World, last: int) -> list[tuple[str, Any]]:
    """Everything the desk hears until somebody says how tough that ticket was."""
    heard = Heard(desk).heard
    said = [told.stream == ticket_id(last) and told.by == REVIEWER for told in heard]
    return [(told.stream, told.event) for told in heard[: said.index(True)]]


@pytest.mark.parametrize("count", [LEARN_FROM, LEARN_FROM + 2])
def test_until_it_is_resolved_nothing_a_desk_hears_depends_on_how_tough_a_ticket_was(
    count: int,
) -> None:
    asks = two_kinds(count)
    lighter = (*asks[:-1], msgspec.structs.replace(asks[-1], toughness=500))
    heard, other = (
        until_it_is_known(world(*each, workers=4), count - 1) for each in (asks, lighter)
    )
    assert any(isinstance(event, EntitlementBooked) for stream, event in heard[-10:])
    assert heard == other


def test_what_was_booked_is_set_right_when_the_ticket_is_resolved() -> None:
    ours = Heard(world(ask(toughness=4_000), workers=2))
    assert [each.toughness for each in ours.of(ToughnessTruedUp)] == [4_000]
    booked = [*ours.told.situation.ledger.booked.values()]
    assert sorted(sum(each.values()) for each in booked) == [0]
    assert max(amount for each in booked for amount in each.values()) == 2_000


def test_what_befell_a_ticket_is_in_its_true_toughness_and_counts_once() -> None:
    ends, begins = NINE + 30 * MINUTE, NINE + HOUR
    desk = world(
        ask(minutes=90, toughness=4_000), workers=2, shifts=(shift(0, NINE, ends), shift(1, begins))
    )
    ours = Heard(desk)
    assert len(ours.of(TicketReleased)) == 1
    assert [each.toughness for each in ours.of(ToughnessTruedUp)] == [4_000]


def test_the_desk_learns_anew_no_more_often_than_the_policy_says() -> None:
    days = tuple(shift(agent, NINE + d * DAY, FIVE + d * DAY) for d in range(3) for agent in (0, 1))
    ours = Heard(world(*two_kinds(240, every=18), workers=2, shifts=tuple(sorted(days)), days=3))
    learned_at = [told.at for told in ours.heard if isinstance(told.event, ForecastModelLearned)]
    gaps = [(later - sooner).total_seconds() for sooner, later in pairwise(learned_at)]
    assert gaps
    assert min(gaps) >= 3_600 * SHIPPED.toughness.learn_every_hours

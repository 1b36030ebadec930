"""What the rules find on a plan is what the compiled problem charges for it, to the milli-minute."""

from operator import attrgetter

from hypothesis import given
from hypothesis import strategies as st

from services.assignment.compile import compiled
from services.assignment.engine.plan import WAITING
from services.assignment.engine.referee import judge
from services.assignment.findings import findings
from shared.vocabulary.identity import StreamId, TicketId
from shared.vocabulary.words import Absence
from tests.rules.desk import ADA, BEN, CY, agent, desk, ticket

TICKETS = [TicketId(StreamId(f"ticket-{digit * 32}")) for digit in "123"]
by_id = attrgetter("id")


def in_order(some: list) -> list:  # type: ignore[type-arg]
    """As a situation freezes them."""
    return sorted(some, key=by_id)


agents = st.builds(
    lambda who, load, lead, presence: agent(who, load=load, lead=lead, presence=presence, limit=9),
    st.sampled_from([ADA, BEN, CY]), st.integers(0, 400_000), st.integers(-9_000, 9_000),
    st.sampled_from([500, 800, 1_000]),
)  # fmt: skip
tickets = st.builds(
    lambda of, toughness, minutes, urgent: ticket(
        id=of, toughness=toughness, minutes=minutes, urgent=urgent
    ),
    st.sampled_from(TICKETS), st.integers(0, 9_000), st.integers(1, 400), st.booleans(),
)  # fmt: skip


@given(
    st.lists(agents, min_size=1, max_size=3, unique_by=by_id).map(in_order),
    st.lists(tickets, min_size=1, max_size=3, unique_by=by_id).map(in_order),
    st.data(),
)
def test_the_findings_of_each_rule_sum_to_what_the_problem_charges_by_it(
    people: list,
    waiting: list,
    data: st.DataObject,  # type: ignore[type-arg]
) -> None:
    frozen = desk(*people, tickets=tuple(waiting))
    owner = st.integers(WAITING, len(people) - 1)
    owners = tuple(data.draw(owner) for _ in waiting)
    plan = {t.id: people[o].id for t, o in zip(waiting, owners, strict=True) if o != WAITING}
    found = findings(frozen, plan)
    charged = judge(compiled(frozen).problem, owners).terms
    assert {
        rule: sum(each.cost for each in found if each.rule == rule) for rule in charged
    } == charged


def test_a_broken_ban_is_found_on_the_plan_and_told() -> None:
    away = agent(ADA, away=Absence.SICK)
    (only,) = [each for each in findings(desk(away), {ticket().id: ADA}) if each.rule == "away"]
    assert (only.agent, only.words) == (ADA, "is away (sick)")


def test_what_a_rule_finds_reads_on_from_a_name() -> None:
    ahead = agent(ADA, load=60_000, lead=400)
    told = {each.rule: each.words for each in findings(desk(ahead), {ticket().id: ADA})}
    assert told == {
        "delay": "has 60 minutes of work before it",
        "fit": "can do it as well as anybody",
        "put back": "never put it back",
        "load": "would have 120 minutes of work in hand, from 60",
        "rotation": "would be 1.4 points ahead of a fair share, from 0.4 ahead",
    }


def test_who_is_owed_is_said_to_be_behind() -> None:
    told = findings(desk(agent(ADA, lead=-2_500)), {ticket().id: ADA})
    assert told[-1].words == "would be 1.5 points behind a fair share, from 2.5 behind"

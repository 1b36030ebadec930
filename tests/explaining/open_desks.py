"""Small desks at random on which hardly anybody is banned, so that prices and leads decide."""

from hypothesis import strategies as st

from services.assignment.situation.standing import Frozen
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Level
from tests.rules.chance import MINUTE, PEOPLE, TICKETS
from tests.rules.desk import MONDAY_NOON, agent, desk, ticket

agents = st.fixed_dictionaries(
    {
        "skills": st.integers(1, 4).map(lambda level: {"network": level}),
        "tickets": st.integers(1, 2),
        "load": st.integers(0, 120).map(lambda minutes: 1_000 * minutes),
        "lead": st.integers(-3_000, 3_000),
        "pending": st.sampled_from([0, 0, 1_500]),
    }
)
tickets = st.fixed_dictionaries(
    {
        "raised_at": st.integers(-300, 0).map(lambda minutes: MONDAY_NOON + minutes * MINUTE),
        "priority": st.none() | st.sampled_from(Level),
        "toughness": st.sampled_from([0, 500, 1_000, 2_500, 4_000]),
        "minutes": st.integers(10, 90),
        "need": st.sampled_from([SkillNeed(), SkillNeed(name="network", level=1)]),
        "resolve_by": st.none()
        | st.integers(30, 600).map(lambda minutes: MONDAY_NOON + minutes * MINUTE),
    }
)


@st.composite
def open_desks(draw: st.DrawFn) -> Frozen:
    """Two or three agents, one to three tickets."""
    people = [agent(who, **draw(agents)) for who in PEOPLE[: draw(st.integers(2, 3))]]
    asked = [ticket(id=name, **draw(tickets)) for name in TICKETS[: draw(st.integers(1, 3))]]
    return desk(*people, tickets=tuple(asked))

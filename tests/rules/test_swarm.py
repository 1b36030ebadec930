"""A swarm: who sits beside the owner of a tough ticket, and in which teams."""

from services.assignment.giving.ways import TeamGiving
from services.assignment.rules import swarm
from services.assignment.situation.standing import Frozen
from shared.vocabulary.skill import SkillNeed
from shared.vocabulary.words import Helping
from tests.rules.desk import ADA, BEN, CY, NETWORK, agent, desk, ticket

TOUGH = ticket(team=NETWORK, toughness=2_000, need=SkillNeed(name="network", level=1))  # type: ignore[arg-type]
SWARM = {NETWORK: TeamGiving(helping=Helping.SWARM)}
DEE = type(ADA)("person-" + "d" * 32)


def crew(**said: object) -> Frozen:
    """Ada and Cy of the first tier, Cy a beginner as Dee is, and Ben of the second."""
    people = (
        agent(ADA, skills={"network": 3}), agent(BEN, skills={"network": 3}, tier=2),
        agent(CY, skills={"network": 1}), agent(DEE, skills={"network": 1}),
    )  # fmt: skip
    return desk(*people, **({"tickets": (TOUGH,)} | said))


def test_a_team_that_is_a_swarm_seats_a_helper_and_a_learner_beside_the_owner() -> None:
    helper, learner = swarm.ties(crew(giving=SWARM), {TOUGH.id: (ADA, BEN, CY, DEE)})
    assert (helper.role, helper.beside[ADA]) == ("helper", (BEN,))
    assert (learner.role, learner.beside) == ("learner", {ADA: (CY, DEE)})


def test_where_learners_are_few_they_are_not_waited_for() -> None:
    (helper,) = swarm.ties(crew(giving=SWARM), {TOUGH.id: (ADA, BEN, CY)})
    assert helper.role == "helper"


def test_other_teams_swarm_only_where_the_policy_says_so() -> None:
    assert not swarm.concerns(crew())
    assert swarm.concerns(crew(giving=SWARM))
    assert not swarm.concerns(crew(giving=SWARM, tickets=(ticket(team=NETWORK, toughness=1_000),)))


def test_a_question_is_never_swarmed() -> None:
    assert not swarm.concerns(crew(giving=SWARM, tickets=(ticket(team=NETWORK, helps=ADA),)))

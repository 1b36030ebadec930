"""What ties several tickets or people together."""

from typing import Annotated

import msgspec
from msgspec import Meta

from shared.vocabulary.identity import Plain, TeamId
from shared.vocabulary.policy.figures import figure, said


class TeamQuota(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a team's tickets may be in work at once; what is due to an agent is their entitlement."""

    team: TeamId
    tickets: Annotated[int, Meta(ge=0, le=100_000)]


class TogetherPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """What ties several tickets or people together."""

    linked: Annotated[bool, said("Linked tickets of one requester go to one owner: {}.")] = True
    swarm_from: Annotated[
        int,
        figure(
            "From {} tough points on a ticket is swarmed: an owner and a helper of another tier; 0: never.",
            most=10_000,
            milli=True,
        ),
    ] = 0
    """Off: swarming is a way of working that a team chooses."""
    helper_percent: Annotated[
        int, figure("Helping in a swarm takes {} % of the ticket's minutes.", least=1, most=100)
    ] = 25
    quotas: Annotated[
        tuple[TeamQuota, ...], said("Teams with a quota of tickets in work: {}.")
    ] = ()
    two_person: Annotated[
        bool, said("Who asked for or approved what needed approval does not carry it out: {}.")
    ] = True
    two_person_services: Annotated[
        tuple[Plain, ...], said("Services whose tickets never go to who asked for them: {}.")
    ] = ()

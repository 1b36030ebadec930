"""Tickets whose owners need help, as a round sees them, and what each agent has in hand or in prospect."""

from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from services.assignment.situation.as_waiting import toughness
from services.assignment.situation.crew import Load
from services.assignment.situation.live_ticket import LiveTicket
from services.assignment.situation.owners import Owners
from services.assignment.situation.pending import Pending
from services.assignment.situation.standing import Standing, WaitingTicket
from shared.vocabulary.identity import PersonId, TeamId, TicketId
from shared.vocabulary.policy import Policy


def for_a_helper(ticket: TicketId, live: LiveTicket, policy: Policy) -> WaitingTicket:
    """A ticket whose owner raised their hand: a part of its minutes, none of its toughness.

    Who asks for a skill is helped by anybody of the desk who has it, otherwise by the ticket's own team.
    It presses, for somebody stands still, and it has no promise of its own.
    """
    hand = live.given.hand
    assert hand, f"nobody raised a hand over {ticket}"
    return WaitingTicket(
        id=ticket, version=live.version, raised_at=hand.since, urgent=True, toughness=0,
        minutes=help_minutes(live, policy), need=hand.skill or live.need,
        team=None if hand.skill else live.team, service=live.service, requester=live.requester,
        kept_apart=tuple(sorted(live.kept_apart)), helps=hand.agent, asked_in=live.team,
        passed=hand.passed,
    )  # fmt: skip


def as_helper(agent: Standing) -> Standing:
    """An agent as they may be asked for help: busy with tickets of their own, but not with helping."""
    return replace(agent, in_work=agent.helping, tough_in_hand=0)


def load_of(
    person: PersonId,
    tickets: Mapping[TicketId, LiveTicket],
    owners: Owners,
    pending: Pending,
    policy: Policy,
) -> Load:
    """What an agent has in hand, was offered, and is to help with."""
    owned = [tickets[each] for each in owners.of(person)]
    offered = [tickets[each] for each in pending.offered_to(person)]
    helped = [tickets[each] for each in pending.helped_by(person)]
    begun = [*(live for live in owned if not live.waits), *offered]
    points = [toughness(live, policy) for live in (*owned, *offered)]
    return Load(
        tickets=len(begun),
        tough=sum(each >= policy.work.tough_from for each in points),
        minutes=sum(minutes_of(live, policy) for live in begun)
        + sum(help_minutes(live, policy) for live in helped),
        pending=sum(toughness(live, policy) for live in offered),
        helping=len(helped),
    )


def minutes_of(live: LiveTicket, policy: Policy) -> int:
    """Expected minutes of an ordinary agent's work."""
    return live.minutes or policy.work.default_minutes


def help_minutes(live: LiveTicket, policy: Policy) -> int:
    """Expected minutes of helping with it."""
    return max(1, minutes_of(live, policy) * policy.giving.help_percent // 100)


def team_work(owned: Iterable[LiveTicket], teams: Collection[TeamId]) -> dict[TeamId, int]:
    """Tickets in work by team, of these teams."""
    counts = dict.fromkeys(teams, 0)
    for live in owned if teams else ():
        if live.team in counts and not live.waits:
            counts[live.team] += 1
    return counts

"""A living ticket as a round sees it: with what the desk remembers of its requester and its links."""

from collections.abc import Mapping
from datetime import datetime

from services.assignment.situation.acquaintance import Acquaintance
from services.assignment.situation.crew import Crew
from services.assignment.situation.live_ticket import LiveTicket
from services.assignment.situation.standing import WaitingTicket
from shared.vocabulary.identity import PersonId, TicketId
from shared.vocabulary.policy import Policy


class AsWaiting:
    """What it takes to see living tickets as they wait."""

    def __init__(
        self, tickets: Mapping[TicketId, LiveTicket], known: Acquaintance, crew: Crew
    ) -> None:
        self.tickets, self.known, self.crew = tickets, known, crew

    def seen(self, ticket: TicketId, now: datetime, policy: Policy) -> WaitingTicket:
        """The ticket at this instant under this policy."""
        live = self.tickets[ticket]
        given = live.given
        linked = [t for t in self.known.linked(ticket) if self._of_one_requester(live, t)]
        owners = (self.tickets[t].owner for t in linked)
        return WaitingTicket(
            id=ticket, version=live.version, raised_at=live.raised_at, urgent=live.urgent,
            priority=live.priority, toughness=toughness(live, policy),
            minutes=live.minutes or policy.work.default_minutes, need=live.need, team=live.team,
            service=live.service, requester=live.requester, resolve_by=live.resolve_by,
            put_back_by=live.put_back_by, kept_apart=tuple(sorted(live.kept_apart)),
            last_helper=self._last_helper(live, now, policy), had_by=live.had_by or live.owner,
            started=live.started, linked=tuple(linked),
            linked_owner=next((each for each in owners if each), None), booking=live.booking,
            offered_to=given.offer.agent if given.offer else None,
            turned_down=dict(sorted(given.turned_down.items())), pinned_to=given.pinned_to,
        )  # fmt: skip

    def _of_one_requester(self, live: LiveTicket, other: TicketId) -> bool:
        return live.requester is not None and self.tickets[other].requester == live.requester

    def _last_helper(self, live: LiveTicket, now: datetime, policy: Policy) -> PersonId | None:
        days = policy.assignment.sticky_days
        helper = self.known.last_helper(live.requester, now, days=days)
        member = self.crew.members.get(helper) if helper else None
        return helper if member and member.here else None


def toughness(live: LiveTicket, policy: Policy) -> int:
    """Milli-points, as judged or forecast; the policy's default before that."""
    return policy.work.default_toughness if live.toughness is None else live.toughness

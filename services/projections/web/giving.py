"""What pages tell of giving: offers to a visitor, whom they are to help, and how a team is given tickets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.projections.views.queue import query as queues
from services.projections.views.queue.row import QueueRow
from services.projections.views.teams.view import TeamRow
from services.projections.web.showing import Shown
from shared.eventlog.moment import At
from shared.people.policy_table import Action
from shared.people.viewer import Viewer
from shared.vocabulary.identity import TeamId
from shared.vocabulary.words import Helping, Way

WAYS = {
    Way.DEALT: "Tickets are dealt, each just in time to who is next",
    Way.OFFERED: "Tickets are offered: nobody has to, and anybody may take them",
    Way.PULLED: "Agents pull the next ticket from the list",
    Way.MANUAL: "Tickets are shared out by hand",
}
HELPS = {
    Helping.TIERED: "help comes from a higher tier",
    Helping.TIERLESS: "whoever knows helps, and the owner stays the owner",
    Helping.SWARM: "tough tickets are worked on together",
}
LISTED = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A ticket that waits for the visitor's answer."""

    row: QueueRow
    subject: str
    requester: str
    owner: str


@dataclass(frozen=True, slots=True)
class TeamGiven:
    """How a team is given its tickets, in words."""

    team: TeamId
    way: Way
    helping: Helping
    way_words: str
    helping_words: str
    frozen: bool
    because: str
    by: str
    since: datetime | None
    pulls: bool
    """Whether the visitor pulls from its list."""
    line: Sequence[Any]
    """What they may pull, the first first, each with number and minutes."""


def awaited(desk: Shown, viewer: Viewer, at: At) -> dict[str, Any]:
    """What waits for the visitor's own answer: tickets offered to them, and hands they are to answer."""
    queue, me = desk.views.queue, viewer.person
    offered, helped = queues.offered_to(queue, me, at=at), queues.helped_by(queue, me, at=at)
    return {
        "offers": [asked_of(desk, row) for row in offered],
        "helps": [asked_of(desk, row) for row in helped],
    }


def asked_of(desk: Shown, row: QueueRow) -> Asked:
    """A line with names and opened words."""
    subject = desk.open(row.subject) or f"Ticket {row.number}"
    return Asked(row, subject, desk.name(row.requester), desk.name(row.owner))


def team_given(desk: Shown, team: TeamId, viewer: Viewer, at: At) -> TeamGiven:
    """How the team is given its tickets as of a moment, with the list the visitor may pull from now."""
    row = desk.views.teams.get(team, at) or TeamRow(team=team)
    works = team in desk.directory.teams_of(viewer.person)
    pulls = row.way is Way.PULLED and works and at is None and viewer.may(Action.ANSWER_OFFERS)
    return TeamGiven(
        team=team,
        way=row.way,
        helping=row.helping,
        way_words=WAYS[row.way],
        helping_words=HELPS[row.helping],
        frozen=row.frozen,
        because=desk.open(row.frozen_because),
        by=desk.name(row.frozen_by),
        since=row.frozen_since,
        pulls=pulls,
        line=desk.line(team, viewer.person)[:LISTED] if pulls else (),
    )


def choices() -> dict[str, Any]:
    """What a supervisor chooses from."""
    return {"ways": WAYS, "helpings": HELPS}

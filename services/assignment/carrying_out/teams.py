"""Carries out what people ask about how a team is given its tickets, and lets them pull from its list."""

from functools import partial

import msgspec

from services.assignment.carrying_out.hands import Handed, Hands
from services.assignment.giving.outcome import Moment, Outcome
from services.assignment.giving.ownership import Owned, TicketHasAnOwner
from services.assignment.giving.refusals import NothingToPull, TeamDoesNotPull, TeamIsFrozen
from services.assignment.giving.ways import Team, team_after
from services.assignment.requests.teams import PullNext, TeamRequest
from services.assignment.round import pulling
from shared.eventlog.port import Change, VersionConflict, Write
from shared.events.pulling import TicketPulled
from shared.people.unknown import TeamIsUnknown
from shared.sealing.fingerprints import Fingerprints
from shared.sealing.port import Keys
from shared.vocabulary.identity import Actor, PersonId, StreamId, TeamId
from shared.vocabulary.words import Helping, Origin, Way


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """How a team is given its tickets."""

    team: TeamId
    name: str
    way: Way
    helping: Helping
    frozen: bool
    version: int
    position: int = 0


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One ticket of the list that a team pulls from."""

    ticket: str
    number: int
    minutes: float
    """By how many minutes beginning it is better than leaving it."""


class Teams:
    """The assignment service as people speak to it about teams."""

    def __init__(self, hands: Hands, keys: Keys) -> None:
        self.hands, self.assignment, self._keys = hands, hands.assignment, keys
        self._fingerprints = Fingerprints(keys)

    def ask(
        self, team: TeamId, request: TeamRequest, *, by: Actor, command: str,
        expected: int | None = None,
    ) -> Chosen:  # fmt: skip
        """Change how the team is given its tickets; nothing happens where it is so already.

        A repeat is told what the first was told. Raises `VersionConflict`.
        """
        log, kind = self.assignment.log, type(request).__name__
        fingerprint = self._fingerprints.of(team, kind, request.model_dump_json())
        told = log.answered(command, fingerprint=fingerprint)
        if told is None:
            known = self._known_as_seen(team, expected)
            events = request.decide(known.giving)
            self._keys.make(team)
            write = Write(stream=team, expected=known.version, events=events)
            change = Change(
                command=command, by=by, at=self.assignment.clock.now(),
                writes=(write,) if events else (), fingerprint=fingerprint,
            )  # fmt: skip
            told = log.append(change)
        chosen = self.chosen(team, through=told.position)
        return msgspec.structs.replace(chosen, position=told.position)

    def chosen(self, team: TeamId, *, through: int | None = None) -> Chosen:
        """How the team is given its tickets, or was at a position. Raises `TeamIsUnknown`."""
        known = self._known(team, through=through)
        giving = known.giving
        return Chosen(
            team=team, name=self.hands.name_of(team), way=giving.way, helping=giving.helping,
            frozen=giving.frozen, version=known.version,
        )  # fmt: skip

    def line(self, team: TeamId, agent: PersonId) -> list[Listed]:
        """What the agent may pull of the team's list, the first first."""
        self.assignment.catch_up()
        tickets = self.assignment.situation.tickets
        return [
            Listed(
                ticket=each.ticket, number=tickets[each.ticket].number, minutes=each.minutes / 1_000
            )
            for each in self._line(team, agent).tickets
        ]

    def pull(
        self, team: TeamId, agent: PersonId, *, command: str, expected: int | None = None
    ) -> Handed:
        """Give the agent the first ticket of the list; a repeat is told it again, whatever came since.

        Raises `VersionConflict`, of the team, and why there is no ticket for them.
        """
        fingerprint = self._fingerprints.of(team, PullNext.__name__, "{}")
        told = self.assignment.log.answered(command, fingerprint=fingerprint)
        while told is None:
            self._must_pull(team, expected)
            self.assignment.catch_up()
            first = self._line(team, agent).first()
            if first is None:
                raise NothingToPull(
                    f"there is nothing for you to pull in {self.hands.name_of(team)}: "
                    f"{self._why_none(team, agent)}"
                )
            try:
                told = self.assignment.carry_out(
                    first.line[0].ticket, partial(pulled, first),
                    by=Actor(agent), command=command, fingerprint=fingerprint,
                )  # fmt: skip
            except TicketHasAnOwner:
                continue
        answer = msgspec.json.decode(told.answer, type=Handed)
        return msgspec.structs.replace(answer, position=told.position)

    def _line(self, team: TeamId, agent: PersonId) -> pulling.Line:
        situation, now = self.assignment.situation, self.assignment.clock.now()
        waiting = [t for t in situation.waiting() if situation.tickets[t].team == team]
        return pulling.Line(situation.freeze(now, only=waiting), team, agent)

    def _why_none(self, team: TeamId, agent: PersonId) -> str:
        situation, now = self.assignment.situation, self.assignment.clock.now()
        waiting = [t for t in situation.waiting() if situation.tickets[t].team == team]
        return pulling.why_none(situation.freeze(now, only=waiting), team, agent)

    def _must_pull(self, team: TeamId, expected: int | None) -> None:
        giving, name = self._known_as_seen(team, expected).giving, self.hands.name_of(team)
        if giving.way is not Way.PULLED:
            raise TeamDoesNotPull(
                f"{name} has its tickets {giving.way.value}; a supervisor may let it pull them"
            )
        if giving.frozen:
            raise TeamIsFrozen(f"{name} is frozen; a supervisor thaws it")

    def _known_as_seen(self, team: TeamId, expected: int | None) -> Team:
        known = self._known(team)
        if expected not in (None, known.version):
            raise VersionConflict(team, expected=expected or 0, actual=known.version)
        return known

    def _known(self, team: TeamId, *, through: int | None = None) -> Team:
        told = self.assignment.log.history(StreamId(team))
        known = team_after(None, (t for t in told if through is None or t.position <= through))
        if known is None or not team.startswith("team-"):
            raise TeamIsUnknown(f"there is no team {team!r}; form it first, or use its id")
        return known


def pulled(told: TicketPulled, owned: Owned, _: Moment) -> Outcome:
    """Whoever pulled it owns it, if nobody was faster."""
    owned.must_be_free(told.agent)
    return Outcome(told.agent, Origin.PULLED, first=(told,))

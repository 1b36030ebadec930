"""Plays a working day at the sample desk, step by step: people ask, agents work, things come back.

Everything goes through the same requests as real people's do. The dice are seeded, so that the same
desk is made again from the same seed; ids and keys are not.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from deploy.sample.answering import LOOKS, answer
from deploy.sample.cast import DESK, Colleague
from deploy.sample.problems import Problem, Script, script
from deploy.sample.stage import Stage
from services.assignment.requests.ownership import HandOverTicket
from services.intake.requests.course import (
    ConfirmTicket,
    ReopenTicket,
    ResolveTicket,
    SetTicketWaiting,
)
from services.intake.requests.form import TicketRequest
from services.intake.requests.judging import TriageTicket
from services.intake.requests.raising import RaiseTicket
from services.intake.requests.talking import LogWork, NoteOnTicket, ReplyToTicket
from shared.clock import fresh_id
from shared.eventlog.port import Refusal
from shared.vocabulary.identity import Actor, PersonId, StreamId, TicketId
from shared.vocabulary.words import Channel, Resolution, WaitingOn
from shared.vocabulary.working_time import WeeklyShift, WorkingTime, minutes_left

A_DAY = 40
"""Tickets on an ordinary weekday."""
BUSY_HOURS = range(8, 18)
BUSY_SHARE = 0.75
"""Of what is asked on a day; the rest comes from where it is day then."""
HANDED_ON = 0.1
"""How often unfinished work goes to a colleague at the end of a shift instead of waiting overnight."""
URGENT_SHARE = 0.12
FEWEST = 0.15
"""The least share of what is asked where everybody is there; somebody asks at night, too."""
HARD = 1.4
"""From so many times the usual minutes on, an owner may see that somebody else knows more."""


@dataclass(slots=True)
class Case:
    """A ticket as the play sees it."""

    id: TicketId
    problem: Problem
    requester: PersonId
    asked: bool = False
    answers_at: datetime | None = None
    """When the requester answers, or says whether it is settled."""
    worked: float = 0.0
    """Minutes of an ordinary agent's work that were done."""
    solved: bool = False
    handed_over: bool = False
    needed: float = 1.0
    """How many times the usual minutes this one takes."""


class Play:
    """One seeded run over a stage, its people `speed` times as fast as the clock.

    On a desk that is open the desk itself decides.
    """

    def __init__(
        self, stage: Stage, seed: int, *, decides: bool = True, speed: float = 1.0
    ) -> None:
        self.decides, self.speed = decides, speed
        self.stage, self.dice = stage, random.Random(seed)
        self.moods = random.Random(seed + 1)
        """Dice of their own for answers to offers, so that these change nothing else of the play."""
        self.script: Script = script()
        self.cases: list[Case] = []
        self.zone = ZoneInfo(DESK.zone)

    def step(self, now: datetime, minutes: int) -> None:
        """Let so many minutes pass."""
        for _ in range(self._arrivals(now, minutes) if self.stage.customers else 0):
            self.arrive()
        if self.decides:
            self.stage.assignment.run_round()
        else:
            self.stage.assignment.catch_up()
        looks = 1.0 if self.decides else LOOKS
        answer(self.stage, self.moods, self.script.declined, looks=looks)
        for case in list(self.cases):
            self._go_on(case, now, minutes)
        if self.decides:
            self.stage.timers.turn()

    def arrive(self) -> Case:
        """Somebody asks for help."""
        problem = self.dice.choices(self.script.problem, [p.weight for p in self.script.problem])[0]
        requester = self.dice.choice(list(self.stage.customers))
        request = RaiseTicket(
            problem=problem.told, subject=problem.subject, service=problem.service,
            urgent=self.dice.random() < URGENT_SHARE,
        )  # fmt: skip
        call = self.stage.intake.call(Actor(requester))
        answer = self.stage.intake.raise_ticket(request, call, channel=Channel.FORM)
        needed = self.dice.lognormvariate(0, 0.4)
        case = Case(TicketId(StreamId(answer.id)), problem, requester, needed=needed)
        self.cases.append(case)
        self._judge(case)
        return case

    def _arrivals(self, now: datetime, minutes: int) -> int:
        local = now.astimezone(self.zone)
        daily = A_DAY if local.weekday() < 5 else A_DAY // 5
        busy = local.hour in BUSY_HOURS or not self.decides
        share = BUSY_SHARE if busy else 1 - BUSY_SHARE
        rate = daily * share / (len(BUSY_HOURS) if busy else 24 - len(BUSY_HOURS))
        expected = rate * minutes / 60
        if not self.decides:
            # People ask all around the clock; one that hurries would soon bury those few who are there.
            expected *= max(FEWEST, self._present(now))
        whole = int(expected)
        return whole + (self.dice.random() < expected - whole)

    def _present(self, now: datetime) -> float:
        """Which share of the agents is on shift."""
        agents = self.stage.agents.values()
        return sum(minutes_left(shift_of(each), now) > 0 for each in agents) / max(1, len(agents))

    def _go_on(self, case: Case, now: datetime, minutes: int) -> None:
        owner = self._owner(case)
        if case.answers_at and now >= case.answers_at:
            self._requester_speaks(case)
        elif owner and not case.solved and case.answers_at is None:
            self._work(case, owner, now, minutes)

    def _judge(self, case: Case) -> None:
        """The supervisor judges what came in, before anybody gets it; one in ten is left unjudged."""
        if self.dice.random() < 0.1 or self.stage.supervisor is None:
            return
        problem = case.problem
        request = TriageTicket(
            toughness=min(10_000, round(problem.toughness * case.needed / 100) * 100),
            skill=problem.skill, level=problem.level, tier=problem.tier, minutes=problem.minutes,
        )  # fmt: skip
        self._ask(case, request, self.stage.supervisor)

    def _work(self, case: Case, owner: PersonId, now: datetime, minutes: int) -> None:
        colleague = self.stage.agents[owner]
        left = minutes_left(shift_of(colleague), now)
        if left == 0:
            return
        if not case.asked and self.dice.random() < 0.7:
            self._ask_back(case, owner, now)
            return
        case.asked = True
        busy_with = max(1, sum(self._is_with(other, owner) for other in self.cases))
        case.worked += minutes / colleague.pace / busy_with
        if case.worked >= case.problem.minutes * case.needed:
            self._solve(case, owner, now)
        elif reason := self._why_hand_over(case, left <= minutes):
            self._hand_over(case, owner, now, reason)
        elif self.dice.random() < 0.06:
            self._ask(case, NoteOnTicket(text=self.dice.choice(self.script.notes)), owner)

    def _why_hand_over(self, case: Case, shift_ends: bool) -> str | None:
        """Why the owner hands it on: much is left when the shift ends, or it is beyond them."""
        left = case.problem.minutes * case.needed - case.worked
        if case.handed_over or left <= 10:
            return None
        if shift_ends:
            return self.script.handed_over if self.dice.random() < HANDED_ON else None
        beyond = case.needed > HARD and self.dice.random() < 0.2
        return self.script.beyond_me if beyond else None

    def _ask_back(self, case: Case, owner: PersonId, now: datetime) -> None:
        case.asked = True
        self._ask(case, ReplyToTicket(text=case.problem.asked), owner)
        self._ask(case, SetTicketWaiting(on=WaitingOn.REQUESTER), owner)
        case.answers_at = now + timedelta(minutes=self.dice.lognormvariate(4.2, 1.0)) / self.speed

    def _solve(self, case: Case, owner: PersonId, now: datetime) -> None:
        spent = max(1, min(1_440, round(case.worked)))
        self._ask(case, LogWork(minutes=spent, what=None), owner)
        self._ask(case, ResolveTicket(code=Resolution.SOLVED, done=case.problem.done), owner)
        case.solved = True
        case.answers_at = now + timedelta(hours=self.dice.uniform(0.5, 20)) / self.speed

    def _hand_over(self, case: Case, owner: PersonId, now: datetime, reason: str) -> None:
        present = [
            person
            for person, other in self.stage.agents.items()
            if other.team == self.stage.agents[owner].team
            and person != owner
            and minutes_left(shift_of(other), now) > 60
            and other.skills.get(case.problem.skill, 0) >= case.problem.level
        ]
        if len(present) > 1:  # Who is there alone has enough in hand.
            case.handed_over = True
            request = HandOverTicket(agent=self.dice.choice(present), reason=reason)
            command = fresh_id(self.stage.desk.chance)
            self.stage.hands.ask(case.id, request, by=Actor(owner), command=command)

    def _requester_speaks(self, case: Case) -> None:
        case.answers_at = None
        customer = self.stage.customers[case.requester]
        if not case.solved:
            self._ask(case, ReplyToTicket(text=case.problem.answered), case.requester)
        elif self.dice.random() < customer.stubborn:
            reason = self.dice.choice(self.script.still_wrong)
            self._ask(case, ReopenTicket(reason=reason), case.requester)
            case.solved, case.worked = False, case.worked / 2
        else:
            self._end(case, customer.grateful)

    def _end(self, case: Case, grateful: float) -> None:
        if self.dice.random() < grateful:
            self._ask(case, ConfirmTicket(), case.requester)
        elif self.dice.random() < grateful:
            thanks = ReplyToTicket(text=self.dice.choice(self.script.thanks), thanks=True)
            self._ask(case, thanks, case.requester)
        self.cases.remove(case)

    def _is_with(self, case: Case, owner: PersonId) -> bool:
        if case.solved or case.answers_at:
            return False
        return self._owner(case) == owner

    def _owner(self, case: Case) -> PersonId | None:
        """Who has it, as the assignment service saw it when the step began."""
        live = self.stage.assignment.situation.tickets.get(case.id)
        return live.owner if live else None

    def _ask(self, case: Case, request: TicketRequest, by: PersonId) -> None:
        try:
            self.stage.intake.ask(case.id, request, self.stage.intake.call(Actor(by)))
        except Refusal:
            # Somebody at the desk was faster, such as a person who tries the sample out.
            self.cases.remove(case) if case in self.cases else None


def shift_of(colleague: Colleague) -> WorkingTime:
    """When a colleague works."""
    week = tuple(
        WeeklyShift(day=day, start=colleague.start, end=colleague.end) for day in colleague.days
    )
    return WorkingTime(zone=colleague.zone, week=week)

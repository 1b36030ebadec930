"""What the sample's people say and ask of the desk when something befalls them, in the script's words."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count

from deploy.sample.colleagues import colleague_for
from deploy.sample.stage import Stage
from deploy.sample.words import Words
from services.assignment.requests.asking import GivingRequest
from services.assignment.requests.offers import DeclineOffer
from services.assignment.requests.ownership import HandOverTicket, PutBackTicket
from services.assignment.simulator.floor import Floor
from services.assignment.simulator.world import HOUR, MINUTE, Absent, Break, World
from services.intake.requests.absence import GoAway, SetFocusTime
from services.intake.requests.course import (
    ConfirmTicket,
    ReopenTicket,
    ResolveTicket,
    SetTicketWaiting,
)
from services.intake.requests.form import TicketRequest
from services.intake.requests.judging import TriageTicket
from services.intake.requests.raising import RaiseTicket
from services.intake.requests.roster import GrantSkill
from services.intake.requests.talking import LogWork, NoteOnTicket, ReplyToTicket
from shared.vocabulary.identity import PersonId, TicketId
from shared.vocabulary.words import Absence, Resolution, WaitingOn

Told = Callable[[Floor], None]
UNJUDGED = 10
"""One in so many tickets is left unjudged."""
NOTED = 5
"""One in so many questions is noted for colleagues, too."""
LAPSE = 2
"""One in so many offers that are not accepted is left to lapse."""
MOST_MINUTES = 1_440
"""More is not logged at once."""
REACTS = (HOUR // 2, 20 * HOUR)
"""When a requester says something to what was done, at the earliest and at the latest."""


class Saying:
    """Hears of the floor, and carries it to the desk as requests of those concerned.

    What the world leaves open (who asks, in which words, whether somebody thanks) follows from a ticket's
    luck.
    """

    def __init__(
        self,
        stage: Stage,
        world: World,
        begins: datetime,
        *,
        hurry: int,
        carried: Sequence[TicketId],
    ) -> None:
        self.stage, self.world, self.begins, self.hurry = stage, world, begins, hurry
        self.people = list(stage.agents)
        self.words = Words(world)
        self.script = self.words.script
        self.ids = dict(enumerate(carried))
        """By ticket that came in."""
        self.ignored: set[str] = set()
        """Offers that are left to lapse."""
        self._questions: Counter[int] = Counter()
        self._logged: Counter[tuple[int, int]] = Counter()
        """By ticket and agent: minutes of work that were logged."""
        self._later: list[tuple[int, int, Told]] = []
        self._count = count()
        for each in world.absent:
            self._then(each.start, partial(self._is_absent, each))

    def it_is(self, floor: Floor) -> None:
        """A clock that goes by the play shows what it is there."""
        self.stage.move_to(self.begins + timedelta(seconds=floor.now))

    def due(self, end: int) -> Iterator[tuple[int, Told]]:
        """What is said up to a moment besides what the course tells, with its moments; earliest first."""
        while self._later and self._later[0][0] <= end:
            at, _, told = heappop(self._later)
            yield at, told

    def arrived(self, floor: Floor, ticket: int) -> None:
        """Somebody asks for help, and the supervisor judges it before anybody gets it."""
        self.it_is(floor)
        if ticket in self.ids:
            return
        ask, problem = self.world.asks[ticket], self.words.problem(ticket)
        customers = list(self.stage.customers)
        raised = RaiseTicket(
            problem=problem.told, subject=problem.subject, service=problem.service,
            urgent=ask.urgency <= 1,
        )  # fmt: skip
        requester = customers[self.words.lot(ticket, "who", len(customers))]
        self.ids[ticket] = self.stage.raise_ticket(raised, requester)
        if self.stage.supervisor and self.words.lot(ticket, "judged", UNJUDGED):
            judged = TriageTicket(
                toughness=ask.toughness, minutes=problem.minutes, skill=problem.skill,
                level=problem.level, tier=problem.tier,
            )  # fmt: skip
            self._ask(ticket, judged, self.stage.supervisor)

    def learned(self, floor: Floor, agent: int, skill: str) -> None:
        """An agent counts as better at it from now on."""
        self.it_is(floor)
        better = GrantSkill(skill=skill, level=floor.levels[agent][skill])
        self.stage.ask_agent(self.people[agent], better, by=self.stage.supervisor)

    def went_home_sick(self, floor: Floor, agent: int, until: int) -> None:
        """An agent is away for the rest of their shift."""
        self.it_is(floor)
        self._goes_away(agent, until, Absence.SICK)

    def stepped_aside(self, floor: Floor, agent: int, pause: Break) -> None:
        """An agent tells that they are at lunch, or what time they keep for what they have."""
        self.it_is(floor)
        start, end = (self.begins + timedelta(seconds=at) for at in (pause.start, pause.end))
        person = self.people[agent]
        aside = (
            GoAway(why=Absence.BREAK, until=end)
            if pause.lunch
            else SetFocusTime(start=start, end=end)
        )
        self.stage.ask_agent(person, aside, by=person)

    def asked_back(self, floor: Floor, ticket: int, agent: int) -> None:
        """The agent asks the requester something, and waits; one who waits already does no more."""
        self.it_is(floor)
        self.stage.assignment.catch_up()
        live = self.stage.live(self.ids[ticket])
        if live is None or live.waits:
            return
        owner = self.people[agent]
        if not self.words.lot(ticket, "noted", NOTED):
            note = self.words.one_of(self.script.notes, ticket)
            self._ask(ticket, NoteOnTicket(text=note), owner)
        question = self.words.question(ticket, again=self._questions[ticket] > 0)
        self._questions[ticket] += 1
        self._ask(ticket, ReplyToTicket(text=question), owner)
        self._ask(ticket, SetTicketWaiting(on=WaitingOn.REQUESTER), owner)

    def answered(self, floor: Floor, ticket: int) -> None:
        """The requester answers."""
        self.it_is(floor)
        answer = self.words.answer(ticket, again=self._questions[ticket] > 1)
        self._requester_asks(ticket, ReplyToTicket(text=answer))

    def declined(self, floor: Floor, ticket: int, agent: int) -> None:
        """The agent says no to an offer, or nothing; what they own already they put back."""
        self.it_is(floor)
        stream, reason = self.ids[ticket], self.words.one_of(self.script.declined, ticket)
        offer = self.stage.assignment.situation.pending.offers.get(stream)
        if offer is None:
            self.hand(ticket, agent, PutBackTicket(reason=reason))
        elif self.words.lot(ticket, "lapses", LAPSE):
            self.hand(ticket, agent, DeclineOffer(reason=reason))
        else:
            self.ignored.add(offer.id)

    def given_up(self, floor: Floor, ticket: int, agent: int, worked: int) -> None:
        """The agent hands what they began to a colleague, or puts it back for anybody."""
        self.it_is(floor)
        if not worked:
            self.hand(ticket, agent, PutBackTicket(reason=self.script.not_begun))
            return
        self._log(ticket, agent, worked)
        beyond = bool(floor.present & 1 << agent)
        colleague = colleague_for(ticket, agent, floor, knows_more=beyond)
        if colleague is None:
            self.hand(ticket, agent, PutBackTicket(reason=self.script.put_back))
            return
        reason = self.script.beyond_me if beyond else self.script.handed_over
        to = HandOverTicket(agent=self.people[colleague], reason=reason)
        self.hand(ticket, agent, to)

    def closed(
        self, floor: Floor, ticket: int, agent: int, worked: dict[int, int], *, for_good: bool
    ) -> None:
        """The agent tells what was done; whoever is content says so some hours later, or nothing."""
        self.it_is(floor)
        self._log(ticket, agent, worked.get(agent, 0))
        done = ResolveTicket(code=Resolution.SOLVED, done=self.words.problem(ticket).done)
        self._ask(ticket, done, self.people[agent])
        if for_good:
            soonest, latest = REACTS
            after = soonest + self.words.lot(ticket, "after", latest - soonest)
            self._then(floor.now + after // self.hurry, partial(self._is_content, ticket))

    def reopened(self, floor: Floor, ticket: int, agent: int) -> None:
        """The requester says what is still wrong."""
        self.it_is(floor)
        wrong = self.words.one_of(self.script.still_wrong, ticket)
        self._requester_asks(ticket, ReopenTicket(reason=wrong))

    def hand(self, ticket: int, agent: int, request: GivingRequest) -> None:
        """The agent asks something about who owns the ticket."""
        self.stage.hand(self.ids[ticket], request, self.people[agent])

    def _is_content(self, ticket: int, floor: Floor) -> None:
        self.it_is(floor)
        live = self.stage.live(self.ids[ticket])
        if live is None or not live.requester:
            return
        customer = self.stage.customers.get(live.requester)
        grateful = round(100 * customer.grateful) if customer else 0
        if self.words.lot(ticket, "confirms", 100) < grateful:
            self._requester_asks(ticket, ConfirmTicket())
        elif self.words.lot(ticket, "thanks", 100) < grateful:
            thanks = self.words.one_of(self.script.thanks, ticket)
            self._requester_asks(ticket, ReplyToTicket(text=thanks, thanks=True))

    def _is_absent(self, absent: Absent, floor: Floor) -> None:
        self.it_is(floor)
        self._goes_away(absent.agent, absent.until, absent.why)

    def _goes_away(self, agent: int, until: int, why: Absence) -> None:
        back = self.begins + timedelta(seconds=until)
        person = self.people[agent]
        self.stage.ask_agent(person, GoAway(why=why, until=back), by=person)

    def _log(self, ticket: int, agent: int, worked: int) -> None:
        """So many seconds of work since they first had it, in whole minutes as if nobody hurried."""
        minutes = max(1, worked * self.hurry // MINUTE) - self._logged[ticket, agent]
        if minutes > 0:
            self._logged[ticket, agent] += minutes
            self._ask(ticket, LogWork(minutes=min(minutes, MOST_MINUTES)), self.people[agent])

    def _requester_asks(self, ticket: int, request: TicketRequest) -> None:
        live = self.stage.live(self.ids[ticket])
        if live and live.requester:
            self._ask(ticket, request, live.requester)

    def _ask(self, ticket: int, request: TicketRequest, by: PersonId) -> None:
        self.stage.ask(self.ids[ticket], request, by)

    def _then(self, at: int, told: Told) -> None:
        heappush(self._later, (at, next(self._count), told))

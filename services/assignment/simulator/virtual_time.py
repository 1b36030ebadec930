"""The course of a run: virtual time passes, people work, ask back, fall off shift, and a dealer shares out.

One list of moments in order; at each everything that happens at it, then the dealer once. An agent works
on one ticket at a time, first come first; what is not begun when the shift ends goes back, and so does
what would take more than half an hour longer, with a tenth of the rest to be done again and three minutes
to read in (assignment guide §3).
"""

from heapq import heapify, heappop, heappush

from services.assignment.simulator.dealer import Dealer
from services.assignment.simulator.dice import Dice
from services.assignment.simulator.floor import NOBODY, Floor
from services.assignment.simulator.rota import Rota
from services.assignment.simulator.taken import Taken
from services.assignment.simulator.work import Work
from services.assignment.simulator.world import DAY, MINUTE, PER_MILLE, World

ARRIVES, BEGINS, ANSWERED, UNSETTLED, DECLINED, DONE, ENDS = range(7)
"""What happens, in the order in which it happens at one moment."""
OVERTIME = 30 * MINUTE
SAYS_NO_AFTER = 2 * MINUTE


class VirtualTime:
    """One run of one dealer through one world."""

    def __init__(self, world: World, dealer: Dealer) -> None:
        self.world, self.dealer = world, dealer
        self.floor = Floor(world, [dealer.room(worker) for worker in world.workers])
        self.work, self.taken = Work(world, self.floor), Taken(world)
        asks, people = world.asks, len(world.workers)
        self.done_at = [0] * people
        self.rota = Rota(world)
        self.freed = 0
        self.stirred = False
        self.moments = [(ask.arrives, ARRIVES, ticket, 0) for ticket, ask in enumerate(asks)]
        self.moments += [(s.start, BEGINS, s.agent, n) for n, s in enumerate(world.shifts)]
        heapify(self.moments)

    def run(self) -> Taken:
        """Let the whole of it happen."""
        happens = (
            self._arrives, self._begins, self._answered, self._unsettled, self._declined, self._done,
            self._ends,
        )  # fmt: skip
        moments, floor = self.moments, self.floor
        end = self.world.days * DAY
        while moments and moments[0][0] < end:
            now = floor.now = moments[0][0]
            while moments and moments[0][0] == now:
                _, kind, who, what = heappop(moments)
                happens[kind](who, what)
            if self._worth_a_round():
                for ticket, agent in self.dealer.deal(floor):
                    self._give(ticket, agent)
        floor.now = end
        return self.taken

    def _worth_a_round(self) -> bool:
        """Whether something came in that somebody free may have, or somebody free may have what waits."""
        floor, freed = self.floor, self.freed & self.floor.free
        self.freed = 0
        if not floor.queue or not floor.free:
            self.stirred = False
            return False
        if self.stirred:
            self.stirred = False
            return True
        willing = floor.willing
        return freed != 0 and any(willing[ticket] & freed for ticket in floor.queue)

    def _give(self, ticket: int, agent: int) -> None:
        floor = self.floor
        assert floor.free & 1 << agent, "the dealer dealt to somebody who has no room"
        del floor.queue[ticket]
        floor.last_dealt[agent] = floor.now
        self._into_work(ticket, agent)
        floor.opened(ticket, agent)
        self.taken.dealt(ticket, agent, floor)
        odds = self.world.workers[agent].declines
        if odds and self._declines(ticket, agent, odds):
            heappush(self.moments, (floor.now + SAYS_NO_AFTER, DECLINED, ticket, agent))
            return
        floor.received[agent] += 1
        floor.hand[agent].append(ticket)
        self._start(agent)

    def _declines(self, ticket: int, agent: int, odds: int) -> bool:
        """Whether the agent will not have it; nobody declines twice, or what was begun."""
        if self._was_begun(ticket) or self.floor.declined[ticket] & 1 << agent:
            return False
        return Dice(self.world.asks[ticket].luck ^ agent).below(PER_MILLE) < odds

    def _arrives(self, ticket: int, _: int) -> None:
        self.floor.ask_around(ticket)
        self.dealer.hears.arrived(self.floor, ticket)
        self._queue(ticket)

    def _queue(self, ticket: int) -> None:
        floor = self.floor
        floor.queue[ticket] = None
        if floor.willing[ticket] & floor.free:
            self.stirred = True

    def _begins(self, agent: int, number: int) -> None:
        floor, shift = self.floor, self.world.shifts[number]
        end = shift.end
        floor.present |= 1 << agent
        floor.off_at[agent], floor.idle_since[agent] = end, floor.now
        self.taken.present(agent, floor.now, end)
        heappush(self.moments, (end, ENDS, agent, number))
        self._start(agent)
        self._is_free(agent)

    def _is_free(self, agent: int) -> None:
        self.floor.refresh(agent)
        self.freed |= 1 << agent

    def _into_work(self, ticket: int, agent: int) -> None:
        floor = self.floor
        floor.in_work[agent] += 1
        floor.minutes[agent] += self.world.asks[ticket].minutes
        floor.refresh(agent)

    def _out_of_work(self, ticket: int, agent: int) -> None:
        floor = self.floor
        floor.in_work[agent] -= 1
        floor.minutes[agent] -= self.world.asks[ticket].minutes
        self._is_free(agent)

    def _start(self, agent: int) -> None:
        """Work on the next ticket in hand, if there is one and nothing is being worked on."""
        floor, bit = self.floor, 1 << agent
        if floor.current[agent] != NOBODY or not floor.hand[agent] or not floor.present & bit:
            return
        ticket = floor.hand[agent].pop(0)
        floor.current[agent] = ticket
        self.taken.begun(ticket, floor.now)
        floor.started[agent] = floor.now
        self.done_at[agent] = floor.now + self.work.takes(ticket, agent)
        heappush(self.moments, (self.done_at[agent], DONE, agent, ticket))

    def _done(self, agent: int, ticket: int) -> None:
        floor = self.floor
        if floor.current[agent] != ticket or self.done_at[agent] != floor.now:
            return
        self._stop(agent)
        answered_in = self.work.ask_back(ticket)
        if answered_in is None:
            self._close(ticket, agent)
        else:
            self.dealer.hears.asked_back(floor, ticket, agent)
            heappush(self.moments, (floor.now + answered_in, ANSWERED, ticket, agent))
        self._out_of_work(ticket, agent)
        self._start(agent)

    def _stop(self, agent: int) -> None:
        floor = self.floor
        self.taken.worked(floor.current[agent], agent, floor.now - floor.started[agent])
        floor.current[agent] = NOBODY
        floor.idle_since[agent] = floor.now

    def _close(self, ticket: int, agent: int) -> None:
        floor, ask = self.floor, self.world.asks[ticket]
        floor.opened(ticket, agent, -1)
        worked = self.taken.closed(ticket, floor)
        returns = ask.returns if self.taken.comes_back(ticket) else None
        self.dealer.hears.closed(floor, ticket, agent, worked, for_good=returns is None)
        if self.work.learned(ticket, agent):
            floor.learned()
            self.dealer.hears.learned(floor, agent, ask.need.name or "")
        if returns:
            heappush(self.moments, (floor.now + returns.after, UNSETTLED, ticket, agent))

    def _answered(self, ticket: int, agent: int) -> None:
        """The requester answered."""
        self.dealer.hears.answered(self.floor, ticket)
        self._go_on(ticket, agent)

    def _go_on(self, ticket: int, agent: int) -> None:
        """It is the agent's again, or anybody's if they are away for long."""
        self._into_work(ticket, agent)
        if self.rota.is_there_soon(agent, self.floor):
            self.floor.hand[agent].append(ticket)
            self._start(agent)
        else:
            self._give_up(ticket, agent)

    def _unsettled(self, ticket: int, agent: int) -> None:
        returns = self.world.asks[ticket].returns
        assert returns, "only what may come back is unsettled"
        self.work.left[ticket] = returns.work
        self.floor.opened(ticket, agent)
        self.dealer.hears.reopened(self.floor, ticket, agent)
        self._go_on(ticket, agent)

    def _declined(self, ticket: int, agent: int) -> None:
        self.floor.declined[ticket] |= 1 << agent
        self.floor.ask_around(ticket)
        self.floor.opened(ticket, agent, -1)
        self._out_of_work(ticket, agent)
        self.taken.taken_back(ticket, self.floor)
        self.dealer.hears.declined(self.floor, ticket, agent)
        self._queue(ticket)

    def _ends(self, agent: int, number: int) -> None:
        floor, shift = self.floor, self.world.shifts[number]
        if floor.off_at[agent] != shift.end:
            return
        if shift.planned > shift.end:
            self.dealer.hears.went_home_sick(floor, agent, shift.planned)
        floor.present &= ~(1 << agent)
        floor.refresh(agent)
        stays = [
            t
            for t in floor.hand[agent]
            if self._was_begun(t) and self.rota.is_there_soon(agent, self.floor)
        ]
        goes = [ticket for ticket in floor.hand[agent] if ticket not in stays]
        floor.hand[agent] = stays
        for ticket in goes:
            self._give_up(ticket, agent)
        ticket = floor.current[agent]
        if ticket != NOBODY and self.done_at[agent] - floor.now > OVERTIME:
            self._break_off(ticket, agent)

    def _break_off(self, ticket: int, agent: int) -> None:
        done, floor = self.done_at[agent], self.floor
        takes, rest = done - floor.started[agent], done - floor.now
        self._stop(agent)
        self.work.break_off(ticket, rest=rest, of=takes)
        self._give_up(ticket, agent)

    def _give_up(self, ticket: int, agent: int) -> None:
        """Back into the queue with it, for somebody else."""
        self.floor.opened(ticket, agent, -1)
        self._out_of_work(ticket, agent)
        worked = self.taken.given_up(ticket, agent, self.floor)
        self.dealer.hears.given_up(self.floor, ticket, agent, worked)
        self._queue(ticket)

    def _was_begun(self, ticket: int) -> bool:
        return self.taken.begun_at[ticket] is not None

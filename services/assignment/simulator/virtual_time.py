"""The course of a run: virtual time passes, people work, ask back, fall off shift, and a dealer shares out.

One list of moments in order; at each everything that happens at it, then the dealer once. An agent works
on one ticket at a time, first come first; what is not begun when the shift ends goes back, and so does
what would take more than half an hour longer, with a tenth of the rest to be done again and three minutes
to read in (assignment guide §3).
"""

from heapq import heapify, heappop, heappush

from services.assignment.simulator.at_work import AtWork
from services.assignment.simulator.dealer import Dealer
from services.assignment.simulator.floor import NOBODY, Floor
from services.assignment.simulator.rota import Rota
from services.assignment.simulator.taken import Taken
from services.assignment.simulator.work import Work
from services.assignment.simulator.world import DAY, MINUTE, World

ARRIVES, BEGINS, BACK, ANSWERED, UNSETTLED, DECLINED, DONE, BREAKS, ENDS = range(9)
"""What happens, in the order in which it happens at one moment."""
OVERTIME = 30 * MINUTE
SAYS_NO_AFTER = 2 * MINUTE


class VirtualTime:
    """One run of one dealer through one world."""

    def __init__(self, world: World, dealer: Dealer) -> None:
        self.world, self.dealer = world, dealer
        self.floor = Floor(world, [dealer.room(worker) for worker in world.workers])
        self.work, self.taken = Work(world, self.floor), Taken(world)
        self.at_work = AtWork(self.floor, self.work, self.taken)
        self.rota = Rota(world)
        self.freed = 0
        self.stirred = False
        self.moments = [(ask.arrives, ARRIVES, ticket, 0) for ticket, ask in enumerate(world.asks)]
        self.moments += [(s.start, BEGINS, s.agent, n) for n, s in enumerate(world.shifts)]
        self.moments += [(b.start, BREAKS, b.agent, n) for n, b in enumerate(world.breaks)]
        heapify(self.moments)

    def run(self) -> Taken:
        """Let the whole of it happen."""
        self.until(self.world.days * DAY)
        return self.taken

    def until(self, end: int) -> None:
        """Let everything happen that happens before the end; it is the moment that it is then."""
        happens = (
            self._arrives, self._begins, self._is_back, self._answered, self._unsettled,
            self._declined, self._done, self._breaks, self._ends,
        )  # fmt: skip
        moments, floor = self.moments, self.floor
        while moments and moments[0][0] < end:
            now = floor.now = moments[0][0]
            while moments and moments[0][0] == now:
                _, kind, who, what = heappop(moments)
                happens[kind](who, what)
            if self._worth_a_round():
                self.share_out()
        floor.now = end

    def share_out(self) -> None:
        """Let the dealer deal."""
        for ticket, agent in self.dealer.deal(self.floor):
            self._give(ticket, agent)

    def take_away(self, ticket: int, agent: int) -> None:
        """Somebody who is not of this world took the agent's ticket; it waits for whom they give it to."""
        floor = self.floor
        if floor.current[agent] == ticket:
            self.at_work.put_down(agent)
        else:
            floor.hand[agent].remove(ticket)
        floor.opened(ticket, agent, -1)
        self._out_of_work(ticket, agent)
        self.taken.taken_back(ticket, floor)
        self._queue(ticket)
        self._start(agent)

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
        self.floor.into_work(ticket, agent)
        floor.opened(ticket, agent)
        self.taken.dealt(ticket, agent, floor)
        if not self.taken.was_begun(ticket) and floor.would_decline(ticket, agent):
            heappush(self.moments, (floor.now + SAYS_NO_AFTER, DECLINED, ticket, agent))
            return
        floor.received[agent] += 1
        floor.hand[agent].append(ticket)
        self._start(agent)

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

    def _out_of_work(self, ticket: int, agent: int) -> None:
        self.floor.into_work(ticket, agent, -1)
        self._is_free(agent)

    def _start(self, agent: int) -> None:
        if self.at_work.start(agent):
            self._is_done_later(agent)

    def _is_done_later(self, agent: int) -> None:
        done = self.at_work.done_at[agent], DONE, agent, self.floor.current[agent]
        heappush(self.moments, done)

    def _breaks(self, agent: int, number: int) -> None:
        """Nothing new for them; at lunch they do not work either."""
        floor, pause = self.floor, self.world.breaks[number]
        if not floor.present & 1 << agent:
            return
        floor.aside |= 1 << agent
        floor.refresh(agent)
        if pause.lunch:
            floor.at_lunch |= 1 << agent
            self.taken.rested(agent, min(pause.end, floor.off_at[agent]) - floor.now)
            if self.at_work.hold_up(agent, pause.end - pause.start):
                self._is_done_later(agent)
        self.dealer.hears.stepped_aside(floor, agent, pause)
        heappush(self.moments, (pause.end, BACK, agent, number))

    def _is_back(self, agent: int, _: int) -> None:
        self.floor.aside &= ~(1 << agent)
        self.floor.at_lunch &= ~(1 << agent)
        self._start(agent)
        self._is_free(agent)

    def _done(self, agent: int, ticket: int) -> None:
        floor = self.floor
        if not self.at_work.is_done(agent, ticket):
            return
        self.at_work.stop(agent)
        answered_in = self.work.ask_back(ticket)
        if answered_in is None:
            self._close(ticket, agent)
        else:
            self.dealer.hears.asked_back(floor, ticket, agent)
            heappush(self.moments, (floor.now + answered_in, ANSWERED, ticket, agent))
        self._out_of_work(ticket, agent)
        self._start(agent)

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
        """It is the agent's again, or anybody's if they are away for long or it is beyond them."""
        self.floor.into_work(ticket, agent)
        stays = self.rota.is_there_soon(agent, self.floor)
        if stays and not self.work.is_beyond(ticket, agent):
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
        soon = self.rota.is_there_soon(agent, floor)
        stays = [ticket for ticket in floor.hand[agent] if soon and self.taken.was_begun(ticket)]
        goes = [ticket for ticket in floor.hand[agent] if ticket not in stays]
        floor.hand[agent] = stays
        for ticket in goes:
            self._give_up(ticket, agent)
        ticket = floor.current[agent]
        if ticket != NOBODY and self.at_work.done_at[agent] - floor.now > OVERTIME:
            self.at_work.put_down(agent)
            self._give_up(ticket, agent)

    def _give_up(self, ticket: int, agent: int) -> None:
        """Back into the queue with it, for somebody else."""
        self.floor.opened(ticket, agent, -1)
        self._out_of_work(ticket, agent)
        worked = self.taken.given_up(ticket, agent, self.floor)
        self.dealer.hears.given_up(self.floor, ticket, agent, worked)
        self._queue(ticket)

"""Who may be given which ticket, found fast: each kind of ban is asked no more often than it can change.

Agents are bits of whole numbers, in the order of the roster. Bans of lasting things are asked once for all
tickets of which they read the same, for as long as no profile and no policy changes; bans of an agent once
a round; bans of the moment only for pairs that everything else lets through. `rulebook.ruled_out` asks every
rule directly; a property holds the two to the same answer (tests/rules/test_eligibility.py).
"""

from collections.abc import Hashable, Iterator
from weakref import WeakKeyDictionary

from services.assignment import rulebook
from services.assignment.ruling.kinds import OF_AGENT, OF_PAIR, Ban, Limit
from services.assignment.situation.standing import Frozen, Roster, WaitingTicket
from shared.vocabulary.identity import PersonId
from shared.vocabulary.policy import Policy

Agents = int
"""A set of agents: bit i stands for the roster's i-th."""


class Lasting:
    """What bans of lasting things said of a roster under a policy."""

    def __init__(self, roster: Roster, policy: Policy) -> None:
        self.profiles, self.policy = roster.profiles, policy
        self.said: dict[tuple[str, Hashable], Agents] = {}

    def out(self, rule: Ban, ticket: WaitingTicket) -> Agents:
        """Whom the ban keeps from the ticket."""
        read = rule.name, rule.reads(ticket, self.policy)
        known = self.said.get(read)
        if known is None:
            asks, policy = rule.asks, self.policy
            known = self.said[read] = bits(bool(asks(ticket, p, policy)) for p in self.profiles)
        return known


KNOWN: WeakKeyDictionary[Roster, Lasting] = WeakKeyDictionary()
"""The answers for each roster in use; they go with it."""


def lasting(desk: Frozen) -> Lasting:
    """What is known of the desk's roster under its policy."""
    known = KNOWN.get(desk.roster)
    if known is None or known.policy is not desk.policy:
        known = KNOWN[desk.roster] = Lasting(desk.roster, desk.policy)
    return known


class Eligibility:
    """Everybody's place in the sieve at one frozen instant."""

    def __init__(self, desk: Frozen) -> None:
        self.desk, self.lasting = desk, lasting(desk)
        self.everyone: Agents = (1 << len(desk.agents)) - 1
        self.on_hand = self.everyone
        self.off: dict[str, Agents] = {}
        """By rule: whom no earlier ban of the agent alone, but this one keeps from everything."""
        for rule in rulebook.PRESENCE:
            self.off[rule.name] = self.absent(rule)
            self.on_hand &= ~self.off[rule.name]

    def absent(self, rule: Ban) -> Agents:
        """Whom of those still on hand the ban keeps from everything."""
        asks, desk, out = rule.asks, self.desk, 0
        for index, agent in enumerate(desk.agents):
            if self.on_hand >> index & 1 and asks(agent, desk):
                out |= 1 << index
        return out

    def eligible(self, ticket: WaitingTicket, among: Agents) -> Agents:
        """Whom of these everything but capacity lets have the ticket."""
        among &= self.on_hand
        for rule in LASTING:
            if not among:
                return 0
            among &= ~self.lasting.out(rule, ticket)
        return self.passing(MOMENTARY, ticket, among)

    def open_to(self, ticket: WaitingTicket, free: Agents) -> Agents:
        """Whom of those who have a free slot the ticket may be given to, limits of minutes apart."""
        return self.passing(LAST, ticket, self.eligible(ticket, free))

    def passing(self, rules: tuple[Ban, ...], ticket: WaitingTicket, among: Agents) -> Agents:
        """Whom of these no such ban keeps from the ticket."""
        desk = self.desk
        for rule in rules:
            if among and rule.concerns(ticket, desk):
                asks, agents = rule.asks, desk.agents
                for index in members(among):
                    if asks(ticket, agents[index], desk):
                        among &= ~(1 << index)
        return among

    def kept(self, rule: Ban | Limit, ticket: WaitingTicket, among: Agents) -> Agents:
        """Whom of these the rule keeps from the ticket."""
        if isinstance(rule, Ban) and rule.depends == OF_AGENT:
            return self.off[rule.name] & among
        if isinstance(rule, Ban) and rule.depends == OF_PAIR:
            return self.lasting.out(rule, ticket) & among
        if isinstance(rule, Ban):
            return among & ~self.passing((rule,), ticket, among)
        out, desk = 0, self.desk
        for index in members(among):
            if rule.ban(ticket, desk.agents[index], desk):
                out |= 1 << index
        return out

    def ruled_out(self, ticket: WaitingTicket) -> Iterator[tuple[str, tuple[PersonId, ...]]]:
        """Each rule that is somebody's first to keep them from the ticket, with them, in its order."""
        among = self.everyone
        for rule in rulebook.BANS:
            out = self.kept(rule, ticket, among)
            if out:
                yield rule.name, self.ids(out)
                among &= ~out

    def ids(self, agents: Agents) -> tuple[PersonId, ...]:
        """Who they are, in order of id."""
        return tuple(self.lasting.profiles[index].id for index in members(agents))


LASTING = tuple(rule for rule in rulebook.ELIGIBLE if rule.depends == OF_PAIR)
MOMENTARY = tuple(r for r in rulebook.ELIGIBLE if r.depends not in (OF_PAIR, OF_AGENT))
LAST = tuple(rule for rule in rulebook.CAPACITY if isinstance(rule, Ban))


def bits(flags: Iterator[bool]) -> Agents:
    """Flags by agent as one number."""
    number, place = 0, 1
    for flag in flags:
        if flag:
            number |= place
        place <<= 1
    return number


def members(agents: Agents) -> Iterator[int]:
    """The places of the bits that are set, rising."""
    while agents:
        lowest = agents & -agents
        yield lowest.bit_length() - 1
        agents ^= lowest


def entitled_to(ticket: WaitingTicket, desk: Frozen) -> dict[PersonId, int]:
    """Weight of each agent who shares in the ticket: all but capacity lets them have it.

    The weight is their presence, less while they are new.
    """
    sieve = Eligibility(desk)
    shared = sieve.eligible(ticket, sieve.everyone)
    return {desk.agents[i].id: desk.agents[i].weight for i in members(shared)}


def on_hand(desk: Frozen) -> frozenset[PersonId]:
    """Whom neither shift, absence nor focus time keeps from beginning something now."""
    sieve = Eligibility(desk)
    return frozenset(sieve.ids(sieve.on_hand))

"""What it takes to be a rule: read from its own file by name, refused at import when anything is missing.

A rule is a module of `rules/` with a docstring that a supervisor reads and a `NAME`. What else it defines
tells its kind: `ban`, `room`, `price`, `leaving`, `caps`, `curve` or `ties`. What a ban depends on is told
by its parameters: `(agent, desk)` is asked once an agent and round, `(ticket, agent, policy)` once for all
tickets of which it `reads` the same, as long as the roster stays, and `(ticket, agent, desk)` anew for each
pair.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from importlib import import_module
from inspect import getdoc, signature
from types import ModuleType
from typing import Any

from services.assignment.engine.form.curve import Curve
from services.assignment.ruling.tying import Takers, Tie
from services.assignment.situation.standing import Frozen, Standing, WaitingTicket
from shared.vocabulary.policy import Policy

FOLDER = "services.assignment.rules"
OF_AGENT, OF_PAIR, OF_MOMENT = (
    ("agent", "desk"),
    ("ticket", "agent", "policy"),
    ("ticket", "agent", "desk"),
)


class RuleIsIncomplete(TypeError):
    """A file of the rulebook does not say what a rule of its kind must say."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What every rule has: where it stands, its name, and its words for a supervisor."""

    module: str
    name: str
    docstring: str

    @property
    def in_short(self) -> str:
        """Its first sentence."""
        return self.docstring.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Ban(Rule):
    """A rule that keeps an agent from a ticket, whatever the price."""

    asks: Callable[..., str | None]
    depends: tuple[str, ...]
    reads: Callable[[WaitingTicket, Policy], Hashable]
    """All of a ticket that a ban of lasting things looks at."""
    concerns: Callable[[WaitingTicket, Frozen], bool]
    """Whether anybody could be kept from the ticket at all."""

    def ban(self, ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str | None:
        """Why this agent must not get it now, in words that read on from a name; None if they may."""
        if self.depends == OF_AGENT:
            return self.asks(agent, desk)
        if self.depends == OF_PAIR:
            return self.asks(ticket, agent.profile, desk.policy)
        return self.asks(ticket, agent, desk)


@dataclass(frozen=True, slots=True)
class Limit(Rule):
    """A ban that counts: what tickets take of an agent's room, and how much room there is."""

    takes: Callable[[WaitingTicket, Standing, Frozen], int]
    room: Callable[[Standing, Frozen], int]
    words: Callable[[WaitingTicket, Standing, Frozen], str]

    def ban(self, ticket: WaitingTicket, agent: Standing, desk: Frozen) -> str | None:
        """Why there is no room for the ticket; None if it fits."""
        needs = self.takes(ticket, agent, desk)
        if needs == 0 or needs <= self.room(agent, desk):
            return None
        return self.words(ticket, agent, desk)


@dataclass(frozen=True, slots=True)
class Price(Rule):
    """A rule that makes an agent dearer or cheaper for a ticket, in milli-minutes."""

    price: Callable[[WaitingTicket, Standing, Frozen], int]
    words: Callable[[WaitingTicket, Standing, Frozen], str]
    concerns: Callable[[WaitingTicket, Frozen], bool]
    """Whether it costs anything with anybody; where it does not, nobody is asked."""
    at_lead: Callable[[WaitingTicket, int, Frozen], int] | None = None
    """What it asks of whoever is so many milli-points ahead; None of a price that looks at no lead."""

    def cost(self, ticket: WaitingTicket, agent: Standing, desk: Frozen) -> int:
        """Milli-minutes of the ticket with this agent."""
        return self.price(ticket, agent, desk) if self.concerns(ticket, desk) else 0


@dataclass(frozen=True, slots=True)
class Leaving(Rule):
    """What it costs to leave a ticket waiting."""

    leaving: Callable[[WaitingTicket, Frozen], int]
    words: Callable[[WaitingTicket, Frozen], str]


@dataclass(frozen=True, slots=True)
class Cap(Rule):
    """A guarantee that decides before any minute: how far ahead the round may bring an agent."""

    caps: Callable[[Frozen], list[int]]
    one_each: Callable[[Frozen], list[int]]
    """Places of agents whom more than one ticket in a round could lead past it."""
    words: Callable[[int, int], str]


@dataclass(frozen=True, slots=True)
class Bend(Rule):
    """A convex cost over what an agent carries in the end."""

    carried: Callable[[Standing], int]
    added: Callable[[WaitingTicket, Standing], int]
    curve: Callable[[Standing, Frozen], Curve]
    words: Callable[[int, int], str]


@dataclass(frozen=True, slots=True)
class Side(Rule):
    """A rule that ties several tickets or people together."""

    ties: Callable[[Frozen, Takers], Sequence[Tie]]
    concerns: Callable[[Frozen], bool]
    """Whether it could tie anything in this round; where it could not, it is not asked."""


def anything(*_: Any) -> bool:
    """A rule that does not say what it concerns may concern anything."""
    return True


def ban(name: str) -> Ban:
    """The ban of that file."""
    module = read(name, "ban")
    depends = tuple(signature(module.ban).parameters)
    refuse_unless(
        depends in (OF_AGENT, OF_PAIR, OF_MOMENT), module,
        f"its ban asks for {depends}, expected {OF_AGENT}, {OF_PAIR} or {OF_MOMENT}",
    )  # fmt: skip
    refuse_unless(
        depends != OF_PAIR or hasattr(module, "reads"), module, "it does not say what it `reads`"
    )
    return Ban(
        **named(module), asks=module.ban, depends=depends, reads=getattr(module, "reads", anything),
        concerns=getattr(module, "concerns", anything),
    )  # fmt: skip


def limit(name: str) -> Limit:
    """The limit of that file."""
    module = read(name, "takes", "room", "words")
    return Limit(**named(module), takes=module.takes, room=module.room, words=module.words)


def price(name: str) -> Price:
    """The price of that file."""
    module = read(name, "price", "words")
    return Price(
        **named(module), price=module.price, words=module.words,
        concerns=getattr(module, "concerns", anything), at_lead=getattr(module, "at_lead", None),
    )  # fmt: skip


def leaving(name: str) -> Leaving:
    """The price of leaving a ticket waiting in that file."""
    module = read(name, "leaving", "words")
    return Leaving(**named(module), leaving=module.leaving, words=module.words)


def cap(name: str) -> Cap:
    """The guarantee of that file."""
    module = read(name, "caps", "one_each", "words")
    return Cap(
        **named(module), caps=module.caps, one_each=module.one_each,
        words=module.words,
    )  # fmt: skip


def bend(name: str) -> Bend:
    """The curve of that file."""
    module = read(name, "carried", "added", "curve", "words")
    return Bend(
        **named(module), carried=module.carried, added=module.added,
        curve=module.curve, words=module.words,
    )  # fmt: skip


def side(name: str) -> Side:
    """The side rule of that file."""
    module = read(name, "concerns", "ties")
    return Side(**named(module), ties=module.ties, concerns=module.concerns)


def read(name: str, *parts: str) -> ModuleType:
    """The rule's file; refused where it lacks its name, its words or a part of its kind."""
    module = import_module(f"{FOLDER}.{name}")
    for part in ("NAME", *parts):
        refuse_unless(hasattr(module, part), module, f"it does not define `{part}`")
    refuse_unless(
        len(getdoc(module) or "") > 40, module, "it has no docstring that a supervisor could read"
    )
    return module


def named(module: ModuleType) -> dict[str, Any]:
    """What every rule has."""
    return {"module": module.__name__, "name": module.NAME, "docstring": getdoc(module) or ""}


def refuse_unless(holds: bool, module: ModuleType, why: str) -> None:
    """Stop the import with a sentence that names the file and what it lacks."""
    if not holds:
        raise RuleIsIncomplete(
            f"{module.__name__}: {why}; CONTRIBUTING.md beside it shows a whole rule"
        )

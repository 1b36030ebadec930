"""A desk that learns after four resolved tickets, and what its log tells of toughness."""

from typing import TypeVar

from services.intake.desk import Answer
from services.intake.requests.course import ResolveTicket
from services.intake.requests.policy import SetPolicy
from services.intake.requests.talking import LogWork
from shared.events.declaration import Event
from shared.vocabulary.identity import SETUP, Actor, PersonId
from tests.desks import Desk, id_of

E = TypeVar("E", bound=Event)


def learning_desk(**toughness: int) -> Desk:
    """The desk, its policy's part about toughness as told."""
    return learning(Desk(), **toughness)


def learning(desk: Desk, **toughness: int) -> Desk:
    """The same desk, which from now on learns after four tickets."""
    policy = {"toughness": {"learn_from": 4, **toughness}}
    desk.people.set_policy(SetPolicy(policy=policy), desk.intake.call(SETUP))
    return desk


def told(desk: Desk, kind: type[E]) -> list[E]:
    """Every event of a kind, oldest first."""
    return [
        each.event for each in desk.log.read(after=0, limit=100_000) if isinstance(each.event, kind)
    ]


def worked(desk: Desk, ticket: Answer, *, by: PersonId, minutes: int) -> None:
    """Somebody logs minutes of work."""
    log = LogWork(minutes=minutes)
    desk.intake.ask(id_of(ticket), log, desk.intake.call(Actor(by)))


def resolved(desk: Desk, *, asked_by: PersonId, minutes: int = 30, **more: object) -> Answer:
    """A ticket from asking to resolving, with so many minutes of its owner's work."""
    ticket = desk.ticket("it broke", by=asked_by, **more)
    desk.assignment.run_round()
    owner = desk.owner(ticket)
    assert owner, "somebody was free"
    worked(desk, ticket, by=owner, minutes=minutes)
    desk.intake.ask(id_of(ticket), ResolveTicket(), desk.intake.call(Actor(owner)))
    desk.assignment.run_round()
    return ticket

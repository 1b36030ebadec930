"""A person as intake needs them to decide: their roles, and whether they are erased."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, assert_never

from shared.eventlog.port import Refusal
from shared.eventlog.recorded import Recorded, Unreadable
from shared.events import people as said
from shared.events.streams import OfPerson
from shared.events.toughness import RequesterLearned
from shared.vocabulary.identity import Personal, PersonId
from shared.vocabulary.words import Role


class PersonIsErased(Refusal):
    """Nothing more can be recorded about someone whose keys are destroyed."""


@dataclass(frozen=True, slots=True)
class Person:
    """Where one person stands after `version` events."""

    id: PersonId
    version: int = 0
    roles: frozenset[Role] = frozenset()
    linked: frozenset[PersonId] = frozenset()
    erased: bool = False
    department: Personal | None = None
    """Sealed, as are the two below."""
    email: Personal | None = None
    phone: Personal | None = None

    def must_not_be_erased(self) -> None:
        """Refuse what would record something new about them."""
        if self.erased:
            raise PersonIsErased(
                f"{self.id} is erased and stays so; introduce the person anew if they are back"
            )


def evolve(person: Person, told: Recorded[OfPerson | Unreadable]) -> Person:
    """The person after one more event."""
    event, person = told.event, replace(person, version=told.version)
    match event:
        case said.PersonIntroduced(department=department, email=email, phone=phone):
            return replace(person, department=department, email=email, phone=phone)
        case said.PersonRoleGranted():
            return replace(person, roles=person.roles | {event.role})
        case said.PersonRoleWithdrawn():
            return replace(person, roles=person.roles - {event.role})
        case said.PersonLinked():
            return replace(person, linked=person.linked | {event.other})
        case said.PersonErased():
            return replace(person, erased=True, roles=frozenset())
        case RequesterLearned() | Unreadable():
            return person
        case _:
            assert_never(event)


def person_after(person: Person | None, events: Iterable[Recorded[Any]]) -> Person | None:
    """Fold a person's history."""
    for told in events:
        person = evolve(person or Person(PersonId(told.stream)), told)
    return person

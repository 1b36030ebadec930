"""Who is one person: linked identities count as one and bear the name of the first."""

from collections.abc import Callable

from shared.vocabulary.identity import PersonId

One = Callable[[PersonId], PersonId]
"""Which identity stands for a person; linked ones count as one."""


def itself(who: PersonId) -> PersonId:
    """Nobody is linked to anybody."""
    return who


class Linked:
    """Every identity by the one it counts as; who was never linked counts as themselves."""

    def __init__(self) -> None:
        self._one: dict[PersonId, PersonId] = {}
        self._all: dict[PersonId, tuple[PersonId, ...]] = {}

    def link(self, first: PersonId, other: PersonId) -> None:
        """From now on both, and whoever was linked to either, are one."""
        one, joined = self.one(first), self.one(other)
        if one == joined:
            return
        everyone = (*self.identities(one), *self.identities(joined))
        self._all.pop(joined, None)
        self._all[one] = everyone
        self._one |= dict.fromkeys(everyone, one)

    def one(self, who: PersonId) -> PersonId:
        """The identity that stands for the person."""
        return self._one.get(who, who)

    def identities(self, who: PersonId) -> tuple[PersonId, ...]:
        """All identities of the person, the one that stands for them first."""
        return self._all.get(self.one(who), (who,))

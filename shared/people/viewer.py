"""Who is asking: a person in their roles, or a machine with a token that is good for less."""

from dataclasses import dataclass

from shared.people import policy_table
from shared.people.policy_table import ALLOWED, WITHOUT_SIGN_IN, Action, Scope
from shared.vocabulary.identity import Actor, PersonId
from shared.vocabulary.words import Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person or a token that acts for one."""

    person: PersonId
    roles: frozenset[Role]
    scopes: frozenset[Scope] | None = None
    """What the token is good for; None for a session, which is good for all the roles allow."""

    @property
    def actor(self) -> Actor:
        """The person as the log names who did something."""
        return Actor(self.person)

    def may(self, action: Action) -> bool:
        """Whether the table has a row that lets them."""
        if action in WITHOUT_SIGN_IN:
            return True
        in_scope = self.scopes is None or ALLOWED[action].scope in self.scopes
        return in_scope and policy_table.may(self.roles, action)

    def limited_to(self, action: Action) -> PersonId | None:
        """The person whose own things alone they may do it to; None where there is no such limit."""
        return self.person if policy_table.only_own(self.roles, action) else None

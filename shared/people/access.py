"""Who gets in: one-time sign-in links, the sessions they open, and tokens for machines.

Roles are asked of the directory at every visit and never copied into a pass, so that a withdrawn role
or an erased person counts at once.
"""

import base64
import hashlib
from collections.abc import Callable
from datetime import timedelta

from shared.clock import Chance, Clock
from shared.eventlog.port import Refusal, ThingIsUnknown
from shared.people.passes import Kind, Pass, SqlitePasses
from shared.people.policy_table import Scope
from shared.people.viewer import Viewer
from shared.vocabulary.identity import PersonId
from shared.vocabulary.words import Role

SECRET_BYTES = 32
LINK_LASTS = timedelta(hours=24)
"""Long enough to be read the next morning."""
SESSION_LASTS = timedelta(days=14)
"""A fortnight, so that nobody who works here daily is asked for a link every day."""
LONGEST_TOKEN_DAYS = 366
TOKEN_MARK = "evenhand_"
"""How tokens begin, so that a scanner can find one that was published by mistake."""


class LinkIsSpent(Refusal):
    """A sign-in link works once, and not for long."""


class TokenIsUnknown(ThingIsUnknown):
    """No token goes by that beginning."""


class PersonHasNoRole(Refusal):
    """Someone without any role could do nothing with a link or token."""


class Access:
    """Makes and checks what lets people and machines in."""

    def __init__(
        self,
        passes: SqlitePasses,
        *,
        roles_of: Callable[[PersonId], frozenset[Role]],
        clock: Clock,
        chance: Chance,
    ) -> None:
        self._passes, self._roles_of = passes, roles_of
        self._clock, self._chance = clock, chance

    def invite(self, person: PersonId) -> str:
        """The secret of a new one-time sign-in link."""
        self._must_have_a_role(person)
        return self._new(Kind.LINK, person, LINK_LASTS)

    def invited(self, secret: str) -> PersonId:
        """Whose link it is; looking does not use it up. Raises `LinkIsSpent`."""
        found = self._passes.valid(digest(secret), Kind.LINK, self._clock.now())
        return self._good(found).person

    def sign_in(self, secret: str) -> str:
        """The secret of a new session; the link is used up. Raises `LinkIsSpent`."""
        used = self._good(self._passes.use_up(digest(secret), Kind.LINK, self._clock.now()))
        return self._new(Kind.SESSION, used.person, SESSION_LASTS)

    def sign_out(self, session: str) -> None:
        """End a session."""
        self._passes.use_up(digest(session), Kind.SESSION, self._clock.now())

    def make_token(
        self, person: PersonId, *, scopes: frozenset[Scope], days: int, label: str | None = None
    ) -> str:
        """The secret of a new token that acts for the person; shown once, kept as a digest."""
        self._must_have_a_role(person)
        lasts = timedelta(days=min(days, LONGEST_TOKEN_DAYS))
        return self._new(Kind.TOKEN, person, lasts, scopes=scopes, label=label, mark=TOKEN_MARK)

    def tokens(self) -> list[Pass]:
        """All tokens, those that end first first."""
        return self._passes.tokens()

    def revoke(self, beginning: str) -> None:
        """End the token whose digest begins so. Raises `TokenIsUnknown`."""
        if len(beginning) < 8 or not self._passes.revoke_one(beginning.lower()):
            raise TokenIsUnknown(
                f"no token begins with {beginning!r}; expected eight or more digits as "
                "`evenhand token list` shows them"
            )

    def shut_out(self, person: PersonId) -> int:
        """End every link, session and token of a person; how many went."""
        return self._passes.revoke(person)

    def in_session(self, session: str) -> Viewer | None:
        """Who holds the session; None if it ended or the person has no role any more."""
        return self._viewer(session, Kind.SESSION)

    def with_token(self, token: str) -> Viewer | None:
        """For whom the token acts; None if it ended or the person has no role any more."""
        return self._viewer(token, Kind.TOKEN)

    def _viewer(self, secret: str, kind: Kind) -> Viewer | None:
        found = self._passes.valid(digest(secret), kind, self._clock.now())
        roles = self._roles_of(found.person) if found else frozenset()
        return Viewer(found.person, roles, found.scopes) if found and roles else None

    def _new(
        self,
        kind: Kind,
        person: PersonId,
        lasts: timedelta,
        *,
        scopes: frozenset[Scope] | None = None,
        label: str | None = None,
        mark: str = "",
    ) -> str:
        bits = base64.urlsafe_b64encode(self._chance.token(SECRET_BYTES)).decode().rstrip("=")
        now, secret = self._clock.now(), mark + bits
        self._passes.keep(
            Pass(
                digest=digest(secret),
                kind=kind,
                person=person,
                scopes=scopes,
                label=label,
                made_at=now,
                ends_at=now + lasts,
            )
        )
        return secret

    def _must_have_a_role(self, person: PersonId) -> None:
        if not self._roles_of(person):
            raise PersonHasNoRole(f"{person} has no role at this desk; grant one first")

    def _good(self, found: Pass | None) -> Pass:
        if found is None or not self._roles_of(found.person):
            raise LinkIsSpent(
                "this sign-in link was used already or is over; ask your supervisor, who makes new "
                "ones under People, or whoever runs the desk (./deploy/run sign-in)"
            )
        return found


def digest(secret: str) -> str:
    """What is kept instead of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()

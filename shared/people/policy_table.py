"""One table of who may do what: pages, API and commands all ask it."""

from shared.vocabulary.words import Role

EVERYONE = frozenset(Role)
DESK = frozenset({Role.AGENT, Role.SUPERVISOR})
REVIEW = frozenset({Role.SUPERVISOR, Role.MANAGER})

ALLOWED: dict[str, frozenset[Role]] = {
    "see health": EVERYONE,
    "sign in": EVERYONE,
    "raise tickets": frozenset({Role.REQUESTER, Role.AGENT, Role.SUPERVISOR, Role.SERVICE}),
    "see own tickets": EVERYONE,
    "see all tickets": DESK | {Role.MANAGER, Role.SERVICE},
    "talk on tickets": DESK | {Role.REQUESTER, Role.SERVICE},
    "work tickets": DESK | {Role.SERVICE},
    "take tickets": DESK,
    "give tickets": frozenset({Role.SUPERVISOR}),
    "see reasons": DESK | {Role.MANAGER},
    "see the audit trail": DESK | {Role.MANAGER, Role.SERVICE},
    "see supervision": REVIEW,
    "see own day": DESK | {Role.MANAGER},
    "see people": DESK | {Role.MANAGER, Role.SERVICE},
    "mark oneself away": DESK,
    "manage the roster": frozenset({Role.SUPERVISOR}),
    "manage people": frozenset({Role.SUPERVISOR}),
    "erase people": frozenset({Role.SUPERVISOR}),
    "set policy": frozenset({Role.SUPERVISOR}),
    "see metrics": EVERYONE,
}
"""What each action needs: one of these roles. Managers read, and change nothing."""

WITHOUT_SIGN_IN = frozenset({"see health", "sign in", "see metrics"})
"""What anonymous visitors get: nothing but these."""


def may(roles: frozenset[Role], action: str) -> bool:
    """Whether someone in these roles may do it; an action without a row is a mistake of ours."""
    return bool(ALLOWED[action] & roles)

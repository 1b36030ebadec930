"""One table of who may do what: pages, API and commands all ask it.

Each action has a row: which roles may do it, which of them only to what is their own, and which
scope a machine's token needs for it. Managers read, and change nothing.
"""

from dataclasses import dataclass
from enum import StrEnum

from shared.vocabulary.words import Role

REQUESTER, AGENT, SUPERVISOR = Role.REQUESTER, Role.AGENT, Role.SUPERVISOR
MANAGER, SERVICE = Role.MANAGER, Role.SERVICE


class Action(StrEnum):
    """Everything that can be done or seen at the desk."""

    SEE_HEALTH = "see health"
    SIGN_IN = "sign in"
    READ_ABOUT = "read about the desk"
    RAISE = "raise tickets"
    SEE_OWN = "see own tickets"
    SEE_TICKET = "see a ticket"
    SEE_ALL = "see all tickets"
    TALK = "talk on tickets"
    SETTLE = "settle tickets"
    WORK = "work tickets"
    TAKE = "take tickets"
    GIVE = "give tickets"
    FLAG = "flag tickets as tough and appeal"
    ANSWER_APPEALS = "answer appeals"
    ANSWER_OFFERS = "answer offers and pull tickets"
    HELP = "ask for help and give it"
    STEER = "pin tickets and undo deals"
    SEE_GIVING = "see how a team is given tickets"
    SET_GIVING = "set how a team is given tickets"
    SEE_REASONS = "see reasons"
    SEE_TRAIL = "see the audit trail"
    SEE_SUPERVISION = "see supervision"
    SEE_REPORTS = "see reports"
    SEE_PARKED = "see what views hold back"
    SEE_OWN_DAY = "see own day"
    SEE_STANDING = "see a standing among the others"
    SEE_PEOPLE = "see people"
    SEE_WORKING_LIFE = "see a working life"
    MARK_AWAY = "mark oneself away"
    MANAGE_ROSTER = "manage the roster"
    MANAGE_PEOPLE = "manage people"
    ERASE_PEOPLE = "erase people"
    SEE_POLICY = "see the policy"
    SET_POLICY = "set policy"
    SEE_METRICS = "see metrics"


class Scope(StrEnum):
    """What a machine's token is good for; people in a session have all that their roles allow."""

    READ = "read"
    RAISE = "raise"
    WORK = "work"
    MANAGE = "manage"
    METRICS = "metrics"


@dataclass(frozen=True, slots=True)
class Row:
    """Who may do one thing."""

    roles: frozenset[Role]
    scope: Scope
    own: frozenset[Role] = frozenset()
    """Those of the roles that may do it only to what is theirs."""


def row(*roles: Role, scope: Scope, own: tuple[Role, ...] = ()) -> Row:
    """A row of the table; `own` roles count among the roles."""
    return Row(frozenset(roles) | frozenset(own), scope, frozenset(own))


READ, WORK, MANAGE = Scope.READ, Scope.WORK, Scope.MANAGE

ALLOWED: dict[Action, Row] = {
    Action.READ_ABOUT: row(*Role, scope=READ),
    Action.RAISE: row(AGENT, SUPERVISOR, SERVICE, scope=Scope.RAISE, own=(REQUESTER,)),
    Action.SEE_OWN: row(*Role, scope=READ),
    Action.SEE_TICKET: row(AGENT, SUPERVISOR, MANAGER, SERVICE, scope=READ, own=(REQUESTER,)),
    Action.SEE_ALL: row(AGENT, SUPERVISOR, MANAGER, SERVICE, scope=READ),
    Action.TALK: row(AGENT, SUPERVISOR, SERVICE, scope=Scope.RAISE, own=(REQUESTER,)),
    Action.SETTLE: row(AGENT, SUPERVISOR, SERVICE, scope=WORK, own=(REQUESTER,)),
    Action.WORK: row(AGENT, SUPERVISOR, SERVICE, scope=WORK),
    Action.TAKE: row(AGENT, SUPERVISOR, scope=WORK),
    Action.GIVE: row(SUPERVISOR, scope=WORK),
    Action.FLAG: row(AGENT, SUPERVISOR, scope=WORK),
    Action.ANSWER_APPEALS: row(SUPERVISOR, scope=WORK),
    Action.ANSWER_OFFERS: row(AGENT, scope=WORK),
    Action.HELP: row(AGENT, scope=WORK),
    Action.STEER: row(SUPERVISOR, scope=WORK),
    Action.SEE_GIVING: row(AGENT, SUPERVISOR, MANAGER, SERVICE, scope=READ),
    Action.SET_GIVING: row(SUPERVISOR, scope=MANAGE),
    Action.SEE_REASONS: row(AGENT, SUPERVISOR, MANAGER, scope=READ),
    Action.SEE_TRAIL: row(AGENT, SUPERVISOR, MANAGER, SERVICE, scope=READ),
    Action.SEE_SUPERVISION: row(SUPERVISOR, MANAGER, scope=READ),
    Action.SEE_REPORTS: row(SUPERVISOR, MANAGER, SERVICE, scope=READ),
    Action.SEE_PARKED: row(SUPERVISOR, MANAGER, SERVICE, scope=READ),
    Action.SEE_OWN_DAY: row(SUPERVISOR, MANAGER, scope=READ, own=(AGENT,)),
    Action.SEE_STANDING: row(SUPERVISOR, MANAGER, scope=READ, own=(AGENT,)),
    Action.SEE_PEOPLE: row(AGENT, SUPERVISOR, MANAGER, SERVICE, scope=READ),
    Action.SEE_WORKING_LIFE: row(SUPERVISOR, MANAGER, scope=READ, own=(AGENT,)),
    Action.MARK_AWAY: row(SUPERVISOR, scope=WORK, own=(AGENT,)),
    Action.MANAGE_ROSTER: row(SUPERVISOR, scope=MANAGE),
    Action.MANAGE_PEOPLE: row(SUPERVISOR, scope=MANAGE),
    Action.ERASE_PEOPLE: row(SUPERVISOR, scope=MANAGE),
    Action.SEE_POLICY: row(AGENT, SUPERVISOR, MANAGER, scope=READ),
    Action.SET_POLICY: row(SUPERVISOR, scope=MANAGE),
    Action.SEE_METRICS: row(SUPERVISOR, MANAGER, SERVICE, scope=Scope.METRICS),
}
"""What each action needs; the two below need nobody."""

WITHOUT_SIGN_IN = frozenset({Action.SEE_HEALTH, Action.SIGN_IN})
"""What anonymous visitors get: nothing but these."""


def may(roles: frozenset[Role], action: Action) -> bool:
    """Whether someone in these roles may do it, at least to what is theirs."""
    return action in WITHOUT_SIGN_IN or bool(ALLOWED[action].roles & roles)


def only_own(roles: frozenset[Role], action: Action) -> bool:
    """Whether these roles may do it only to what is theirs."""
    allowing = ALLOWED[action].roles & roles
    return allowing <= ALLOWED[action].own

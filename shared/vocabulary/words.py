"""The closed lists of the desk's language: every choice a field may hold, each with its words."""

from enum import StrEnum


class Channel(StrEnum):
    """Which way a request came in."""

    FORM = "form"
    API = "api"
    COMMAND_LINE = "command line"
    PHONE = "phone"
    EMAIL = "email"
    IMPORT = "import"


class Level(StrEnum):
    """Impact, urgency and priority, from least to most."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


class Origin(StrEnum):
    """How a ticket came to its owner."""

    DEALT = "dealt"
    ACCEPTED = "accepted"
    PULLED = "pulled"
    TAKEN = "taken"
    GIVEN = "given"
    HANDED_OVER = "handed over"
    PUT_BACK = "put back"
    IMPORTED = "imported"


class WaitingOn(StrEnum):
    """Whom or what a ticket waits for."""

    REQUESTER = "requester"
    APPROVAL = "approval"
    BUDGET = "budget"
    VENDOR = "vendor"
    DATE = "date"
    PROBLEM = "problem"
    EVIDENCE = "evidence"


class Resolution(StrEnum):
    """How a ticket ended."""

    SOLVED = "solved"
    WORKAROUND = "workaround"
    SELF_RESOLVED = "self-resolved"
    OUT_OF_SCOPE = "out of scope"
    DUPLICATE = "duplicate"
    NOT_REPRODUCIBLE = "not reproducible"
    WITHDRAWN = "withdrawn"
    UNSTATED = "unstated"


class Role(StrEnum):
    """What someone may do at the desk."""

    REQUESTER = "requester"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    SERVICE = "service"


class LinkKind(StrEnum):
    """How two tickets belong together."""

    RELATED = "related"
    DUPLICATE = "duplicate"
    CAUSED_BY = "caused by"
    FOLLOWS = "follows"
    PART_OF = "part of"


class Work(StrEnum):
    """What logged minutes were spent on."""

    OWNED = "owned"
    HELPED = "helped"
    CALL = "call"


class Absence(StrEnum):
    """Why an agent is away; nothing more is asked."""

    BREAK = "break"
    LEAVE = "leave"
    SICK = "sick"
    TRAINING = "training"
    OTHER = "other"


class RoundStatus(StrEnum):
    """How far the plan of a round is certain."""

    PROVEN = "proven"
    BOUNDED = "bounded"
    UNPROVEN = "unproven"


class ToughBecause(StrEnum):
    """In which way an agent found a ticket tough."""

    HARD = "hard"
    LONG = "long"
    ABUSIVE = "abusive"


class AppealAnswer(StrEnum):
    """What became of an appeal against a judgement."""

    UPHELD = "upheld"
    DECLINED = "declined"


class CreditReason(StrEnum):
    """Why what stands booked for a ticket was set right."""

    TRUED_UP = "trued up"
    APPEAL = "appeal"


class CapReason(StrEnum):
    """Why somebody came past the fairness cap: what a round may do, and what people do all the same."""

    PROMISE = "its promise would break and nobody below the cap was free"
    HEAVY = "it alone weighs more than the cap, and they were not ahead"
    TAKEN = "they took it themselves"
    GIVEN = "somebody gave it to them"
    HANDED_OVER = "its owner handed it over to them"


class ShadowEnd(StrEnum):
    """What ended a policy in the shadow."""

    STOPPED = "it was stopped"
    SWITCHED = "the desk agreed on it"
    OVERTAKEN = "the desk agreed on another policy"
    FAILED = "it failed"


class Way(StrEnum):
    """How a team's waiting tickets come to its agents."""

    DEALT = "dealt"
    OFFERED = "offered"
    PULLED = "pulled"
    MANUAL = "manual"


class Helping(StrEnum):
    """How a team's people work on one ticket together."""

    TIERED = "tiered"
    TIERLESS = "tierless"
    SWARM = "swarm"


class Seat(StrEnum):
    """As what somebody sits beside a ticket's owner."""

    HELPER = "helper"
    MENTOR = "mentor"
    LEARNER = "learner"

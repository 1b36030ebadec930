"""What a backtest goes by, and what no replay can know, in sentences to be read aloud."""

from services.assignment.backtest.team_past import Past
from shared.vocabulary.policy import Policy

CANNOT_KNOW = (
    "Recorded reassignments were caused by the recorded routing: who would have passed a ticket on under "
    "another is not known, so a replay hands over only what a shift's end leaves undone.",
    "How long a ticket would have taken with somebody else is not known: tough is what really took long, "
    "whoever had it, and every agent is taken to be as quick as the next.",
    "Nobody's answer to being dealt other work can be replayed: who would have declined, asked for help, or "
    "stayed away.",
    "The intervals tell the luck of ties apart from a policy's own doing; they do not say how another month "
    "would have gone.",
)


def notes(past: Past, document: Policy) -> tuple[str, ...]:
    """Everything that has to be said beside the figures."""
    told = presence(past), teams(past), tough(past), effort(past, document), waits(past)
    return tuple(filter(None, (*told, *CANNOT_KNOW)))


def presence(past: Past) -> str:
    """How it is known who was there."""
    if past.rosters == len(past.agents):
        return "Who was there follows from their rosters."
    whom = "" if past.rosters == 0 else f" of {len(past.agents) - past.rosters} of them"
    return (
        f"The log has no roster{whom}: an agent counts as there on each day on which the log shows them at "
        "work, in their usual hours."
    )


def teams(past: Past) -> str:
    """Who could have had a ticket."""
    left_out = (
        f"; {past.strays} tickets of people who had fewer are left out" if past.strays else ""
    )
    return (
        f"Everybody who had enough tickets of {past.team} could have had any of them{left_out}. "
        "What they are able to do is not in the log."
    )


def tough(past: Past) -> str:
    """What is tough, and what was known of it."""
    if past.tough_after is None:
        return "No ticket was ever resolved, so none is tough."
    hours = past.tough_after.total_seconds() / 3_600
    never = f" {past.unresolved} never resolved count as not tough." if past.unresolved else ""
    return (
        f"Tough is the slowest tenth from open to resolved, {hours:.0f} hours or more, which was known only "
        f"afterwards; the policy went by forecasts from tickets resolved by then.{never}"
    )


def effort(past: Past, document: Policy) -> str:
    """Where effort comes from."""
    unknown = sum(not each.case.seconds for each in past.tickets)
    if unknown == 0:
        return "Effort is the work that was logged."
    of = "" if unknown == len(past.tickets) else f" of {unknown} tickets"
    return (
        f"The log tells no effort{of}: each is taken to need {document.work.default_minutes} minutes, so "
        "waits are those of work that begins as soon as somebody is free."
    )


def waits(past: Past) -> str:
    """Where a recorded wait ends, and whether it can be held against a replayed one."""
    unknown = begun_unknown(past)
    if unknown == 0:
        return (
            "A recorded wait ends when work on the ticket began, as the work that was logged tells."
        )
    of = "any" if unknown == len(past.tickets) else f"{unknown} of the"
    return (
        f"Waiting as recorded and as replayed cannot be compared: the log does not tell when work on {of} "
        f"{'ticket' if of == 'any' else 'tickets'} began, so a recorded wait ends when somebody first had "
        "it, a replayed one when somebody begins it. Compare the waits of replays with each other."
    )


def begun_unknown(past: Past) -> int:
    """Of how many tickets the log does not tell when work on them began."""
    return sum(each.case.begun is None for each in past.tickets)

"""Why a ticket was pulled: what put it first on its team's list, and who else could have had it."""

from collections.abc import Sequence
from typing import Any

from services.assignment.explaining import spoken
from services.assignment.explaining.candidates import ruled_out, weighed
from services.assignment.explaining.reasons import Next, Why, barred_by
from services.assignment.explaining.spoken import NameOf
from services.assignment.rulebook import in_words
from shared.eventlog.recorded import Recorded
from shared.events.assignment import EntitlementBooked
from shared.events.pulling import InLine, TicketPulled
from shared.vocabulary.identity import TicketId
from shared.vocabulary.toughness import points
from shared.vocabulary.words import Origin


def why_pulled(
    ticket: TicketId, pull: TicketPulled, booked: EntitlementBooked | None, name_of: NameOf
) -> Why:
    """From what was recorded when it was pulled; `booked`: whose shares were booked with it."""
    barred = barred_by(pull.ruled_out, name_of)
    could = [weighed(each, name=name_of(each.agent)) for each in pull.candidates]
    rules = [*could[0].terms, *(each.rule for each in barred)]
    return Why(
        ticket=ticket,
        sentence=sentence_of(ticket, pull, sum(len(each.agents) for each in barred), name_of),
        agent=pull.agent,
        origin=Origin.PULLED,
        weighed=tuple(could),
        barred=barred,
        following=tuple(following(each, pull.line[0], name_of) for each in pull.line[1:]),
        entitled=tuple(sorted(name_of(each.agent) for each in booked.shares)) if booked else (),
        words=in_words(rules),
        policy=pull.policy,
    )


def told_with(
    history: Sequence[Recorded[Any]], assigned: Recorded[Any]
) -> tuple[TicketPulled | None, EntitlementBooked | None]:
    """The pull that made the owner, and what was booked with it; None of a pull that told no more."""
    pull = pull_told_with(history, assigned)
    beside = (each.event for each in history if each.command == assigned.command)
    booked = next((each for each in beside if isinstance(each, EntitlementBooked)), None)
    return pull.event if pull else None, booked


def pull_told_with(
    history: Sequence[Recorded[Any]], assigned: Recorded[Any]
) -> Recorded[TicketPulled] | None:
    """The pull that made the owner; None of whoever came to it otherwise."""
    beside = (each for each in history if each.command == assigned.command)
    return next((each for each in beside if isinstance(each.event, TicketPulled)), None)


def sentence_of(ticket: TicketId, pull: TicketPulled, out: int, name_of: NameOf) -> str:
    """One sentence: who pulled it, why it was the first, and who else could have."""
    name, team = name_of(pull.agent), name_of(pull.team)
    others = [name_of(each.agent) for each in pull.candidates if each.agent != pull.agent]
    could = f"{spoken.listed(others)} could have pulled it too" if others else "nobody else could"
    return f"{name} pulled {name_of(ticket)}, {first_of(pull, team, name_of)}; {could}{ruled_out(out)}."


def first_of(pull: TicketPulled, team: str, name_of: NameOf) -> str:
    """Why it came before all others, in a clause: by the first of the three levels that tells them apart."""
    if pull.listed == 1:
        return f"the only one of {team}’s list that they could begin"
    first, second = pull.line[0], pull.line[1]
    return f"the first of {pull.listed} on {team}’s list: {before(first, second, name_of)}"


def before(first: InLine, second: InLine, name_of: NameOf) -> str:
    """Why one ticket comes before the next."""
    after = name_of(second.ticket)
    if first.risk > second.risk:
        more = "and weighs more than that of" if second.risk else "and not that of"
        return f"its promise is about to break, {more} {after}, which came next"
    if first.overflow < second.overflow:
        past = points(second.overflow)
        return f"{after}, which came next, would have led them {past} points past the fairness cap"
    if first.minutes > second.minutes:
        gained = spoken.minutes(first.minutes - second.minutes)
        return f"beginning it was worth {gained} more than beginning {after}, which came next"
    return f"it was worth just as much as {after}, and came first by its id"


def following(each: InLine, first: InLine, name_of: NameOf) -> Next:
    """A later ticket of the list, with its name, beside the first."""
    return Next(
        ticket=each.ticket,
        name=name_of(each.ticket),
        breaks=each.risk > 0,
        past_the_cap=each.overflow / 1000,
        minutes_less=(first.minutes - each.minutes) / 1000,
    )

"""Conduct: what changes somebody's part in tough work by their own doing. Patterns, not verdicts."""

from collections.abc import Mapping

import msgspec

from shared.vocabulary.identity import PersonId, StreamId

ASKED = (
    "flags", "flags_counted", "appeals", "upheld", "skills_dropped", "focus_minutes", "exceptions",
)  # fmt: skip
GIVEN_UP = ("put_back", "declined", "lapsed")
FEWEST = 5
"""Tickets below which a rate says nothing."""


class Conduct(msgspec.Struct, frozen=True, kw_only=True):
    """One agent's, over the window."""

    agent: PersonId
    taken: int
    """Tickets that came to them."""
    flags: int
    flags_counted: int
    """Flags that added to what a ticket counts; more than one in five tickets do not."""
    flag_rate: float | None
    """Flags ÷ tickets taken; none below five tickets."""
    appeals: int
    upheld: int
    put_back: int
    """Tickets they gave up."""
    declined: int
    """Offers they said no to."""
    lapsed: int
    """Offers they left unanswered."""
    skills_dropped: int
    focus_minutes: int
    """Protected time they set in the window; nobody earns a share of what is dealt in it."""
    exceptions: int
    """Tickets that led them past the fairness cap, dealt, given or taken."""


def conduct(
    carried: Mapping[str, Mapping[str, int]], told: Mapping[str, Mapping[str, int]]
) -> tuple[Conduct, ...]:
    """Everybody of whom there is anything to tell, most flags first."""
    people = {who for who in (*carried, *told) if who.startswith("person-")}
    lines = [conduct_of(who, carried.get(who, {}), told.get(who, {})) for who in people]
    noted = [each for each in lines if any(getattr(each, n) for n in (*ASKED, *GIVEN_UP))]
    return tuple(sorted(noted, key=lambda each: (-each.flags, -each.put_back, each.agent)))


def conduct_of(who: str, carried: Mapping[str, int], told: Mapping[str, int]) -> Conduct:
    """One agent's line."""
    taken, counts = carried.get("taken", 0), {name: told.get(name, 0) for name in ASKED}
    return Conduct(
        agent=PersonId(StreamId(who)),
        taken=taken,
        flag_rate=counts["flags"] / taken if taken >= FEWEST else None,
        **counts,
        **{name: carried.get(name, 0) for name in GIVEN_UP},
    )

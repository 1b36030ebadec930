"""The closed unions of events as Python: what each kind of stream may tell, for mypy to count.

A type checker reads no registry, so the unions are written out of it. A fold that ends in
`assert_never` is then named by mypy for every event that was declared and not thought about.
"""

from collections import defaultdict
from collections.abc import Iterable

from shared.events.declaration import Event

LINE = 100
HEAD = '''"""What each kind of stream may tell: made from the event classes; change those.

`python -m shared.events.publish` writes it anew.
"""
'''


def unions(events: Iterable[type[Event]]) -> str:
    """The module of unions: one for each base of events, then one for each kind of stream."""
    bases: dict[str, set[str]] = defaultdict(set)
    streams: dict[str, set[str]] = defaultdict(set)
    for event in events:
        base, group = event.__bases__[0], spoken(event)
        if base is not Event:
            group = f"Any{base.__name__}"
            bases[group].add(spoken(event))
        streams[f"Of{event.STREAM.title()}"].add(group)
    named = {**dict(sorted(bases.items())), **dict(sorted(streams.items()))}
    modules = {member.partition(".")[0] for members in named.values() for member in members}
    imported = ", ".join(sorted(each for each in modules if each not in named))
    lines = [union(name, members) for name, members in named.items()]
    return "\n".join((HEAD, f"from shared.events import {imported}", "", *lines, ""))


def spoken(event: type[Event]) -> str:
    """The class as the module of unions names it."""
    return f"{event.__module__.rpartition('.')[2]}.{event.__name__}"


def union(name: str, members: Iterable[str]) -> str:
    """One union, on one line where it fits."""
    line = f"{name} = {' | '.join(sorted(members))}"
    return (
        line
        if len(line) <= LINE
        else f"{name} = (\n    " + "\n    | ".join(sorted(members)) + "\n)"
    )

"""One name, one meaning, where people meet the names: the types of problems."""

import deploy.command
from shared.eventlog.port import Refusal


def test_no_two_refusals_are_told_by_one_name() -> None:
    assert deploy.command, "with it everything that refuses is imported"
    left, found = [Refusal], dict[str, str]()
    doubled = []
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        if found.setdefault(kind.__name__, kind.__module__) != kind.__module__:
            doubled.append((kind.__name__, kind.__module__))
    assert doubled == []

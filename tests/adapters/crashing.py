"""A desk that writes as fast as it can and says on its output what it was told; meant to be killed.

Each line is a command that the log acknowledged. Half of the threads append single changes, one
appends in bulk; every new ticket gets its key first.
"""

import sys
from itertools import count
from pathlib import Path
from threading import Thread

from shared.clock import SystemChance, SystemClock
from shared.eventlog.choice import Opened, Purpose, opened
from shared.eventlog.port import Change, Write
from shared.events.ticket import TicketRaised, TicketResumed
from shared.settings import Settings
from shared.vocabulary.identity import Actor, Personal, StreamId
from shared.vocabulary.words import Channel
from tests.adapters.logs import ADA

AT_ONCE = 50


def main(home: Path, life: str) -> None:
    clock, chance = SystemClock(), SystemChance()
    with opened(Settings(home=home), Purpose.DESK, clock=clock, chance=chance) as desk:
        desk.keys.make(ADA)
        workers = [Thread(target=one_by_one, args=(desk, f"{life}-{n}")) for n in range(6)]
        workers.append(Thread(target=in_bulk, args=(desk, f"{life}-bulk")))
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()


def one_by_one(desk: Opened, name: str) -> None:
    for number in count():
        stream = StreamId(f"ticket-{desk.log.reserve('ticket', 1):032x}")
        desk.keys.make(stream, under=ADA)
        desk.log.append(raising(f"{name}-{number}-a", stream))
        say(f"{name}-{number}-a")
        desk.log.append(resuming(f"{name}-{number}-b", stream))
        say(f"{name}-{number}-b")


def in_bulk(desk: Opened, name: str) -> None:
    for number in count():
        first = desk.log.reserve("ticket", AT_ONCE)
        streams = [StreamId(f"ticket-{first + place:032x}") for place in range(AT_ONCE)]
        desk.keys.make_all([(stream, ADA) for stream in streams])
        changes = [
            raising(f"{name}-{number}-{place}", stream) for place, stream in enumerate(streams)
        ]
        desk.log.append_all(changes)
        for change in changes:
            say(change.command)


def raising(command: str, stream: StreamId) -> Change:
    event = TicketRaised(number=1, channel=Channel.FORM, subject=Personal("Printer on fire"))
    return changing(command, Write(stream=stream, expected=0, events=(event,)))


def resuming(command: str, stream: StreamId) -> Change:
    return changing(command, Write(stream=stream, expected=1, events=(TicketResumed(),)))


def changing(command: str, write: Write) -> Change:
    return Change(command=command, by=Actor(ADA), at=SystemClock().now(), writes=(write,))


def say(command: str) -> None:
    sys.stdout.write(f"{command}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

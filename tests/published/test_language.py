"""The published language is whole, stays readable, and its documents say what the classes say."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NewType

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from shared.events import publish
from shared.events.catalogue import event_of, topics
from shared.events.declaration import DECLARED, DeclarationRefused, Event
from shared.events.earlier import TopicIsUnknown, upcast
from shared.events.nested import why_refused
from shared.events.sentence import in_words
from shared.events.source import SourceRow
from shared.events.ticket import TicketResolved
from shared.vocabulary.identity import ASSIGNMENT, Actor, Personal, Plain
from shared.vocabulary.words import Origin, Resolution
from tests.published.examples import ADA, NOON, as_stored, example

GOLDEN = Path(__file__).parent / "golden" / "events.jsonl"


class Recorded(msgspec.Struct, frozen=True):
    """What a sentence needs of a line of the log."""

    event: Event
    by: Actor
    at: datetime


def said(event: Event, **names: str) -> str:
    told = Recorded(event, Actor(ADA), NOON)
    return in_words(told, name_of=lambda each: names.get(each, each), open_=lambda words: words)


def golden() -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in GOLDEN.read_bytes().splitlines()]


@pytest.mark.parametrize("name", sorted(publish.documents()))
def test_a_published_document_says_what_the_classes_say(name: str) -> None:
    kept = (publish.FOLDER / name).read_text(encoding="utf-8")
    assert kept == publish.documents()[name], "stale: run `python -m shared.events.publish`"


def as_it_was(now: Any, then: Any) -> Any:
    """What is read now without the fields that were declared since, such as a new figure of the policy."""
    if isinstance(now, dict) and isinstance(then, dict):
        return {name: as_it_was(value, then[name]) for name, value in now.items() if name in then}
    return now


@pytest.mark.parametrize("line", golden(), ids=lambda line: line["topic"])
def test_a_line_stored_long_ago_still_reads_as_it_did(line: dict[str, Any]) -> None:
    topic, data = upcast(line["topic"], msgspec.json.encode(line["data"]))
    event = msgspec.json.decode(data, type=DECLARED[topic])
    assert as_it_was(msgspec.json.decode(msgspec.json.encode(event)), line["read"]) == line["read"]


def test_every_topic_has_its_line_among_those_kept_for_ever() -> None:
    assert topics() <= {line["topic"] for line in golden()}


@pytest.mark.parametrize("topic", sorted(topics()))
def test_an_event_is_read_back_as_it_was_stored(topic: str) -> None:
    event = example(DECLARED[topic])
    assert msgspec.json.decode(as_stored(event), type=type(event)) == event


@pytest.mark.parametrize("topic", sorted(topics()))
def test_an_event_has_a_sentence_without_gaps(topic: str) -> None:
    sentence = said(example(DECLARED[topic]))
    assert not set("{}[]") & set(sentence)
    assert len(sentence) > len(ADA)


def test_a_sentence_leaves_out_what_was_not_said() -> None:
    released = DECLARED["ticket.released.v1"](agent=ADA)  # type: ignore[call-arg]
    assert (
        said(released, **{ADA: "Ada"})
        == "Ada put the ticket back into the queue; Ada no longer owns it"
    )


def test_a_name_that_reads_like_a_verb_stands_apart_from_its_sentence() -> None:
    resolved = TicketResolved(code=Resolution.SOLVED)
    assert said(resolved, **{ADA: "Updated by 60"}).startswith("“Updated by 60” resolved")
    assert said(resolved, **{ADA: "Ada Byron"}).startswith("Ada Byron resolved")


def test_the_desks_own_hands_begin_small_inside_a_sentence() -> None:
    assigned = DECLARED["ticket.assigned.v1"](agent=ADA, origin=Origin.DEALT)  # type: ignore[call-arg]
    named = {ADA: "Ada", ASSIGNMENT: "The assignment service"}.__getitem__
    told = in_words(Recorded(assigned, ASSIGNMENT, NOON), name_of=named, open_=str)
    assert told == "Ada became the owner, dealt by the assignment service"


def test_words_of_people_never_act_as_a_pattern() -> None:
    noted = DECLARED["ticket.noted.v1"](text=Personal("{by} [x] {at}"))  # type: ignore[call-arg]
    assert said(noted, **{ADA: "Ada"}) == "Ada noted: {by} [x] {at}"


@given(st.text(max_size=400))
def test_a_long_note_stays_one_short_line(words: str) -> None:
    noted = DECLARED["ticket.noted.v1"](text=Personal(words))  # type: ignore[call-arg]
    assert "\n" not in said(noted)
    assert len(said(noted)) < 250


def test_an_older_form_is_read_through_its_steps() -> None:
    steps = {
        "ticket.judged.v1": lambda fields: ("ticket.judged.v2", {"points": fields["weight"]}),
        "ticket.judged.v2": lambda fields: (
            "ticket.triaged.v1",
            {"toughness": fields["points"] * 1000},
        ),
    }
    topic, data = upcast("ticket.judged.v1", b'{"weight": 2}', steps)
    assert (topic, data) == ("ticket.triaged.v1", b'{"toughness":2000}')


def test_a_topic_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(TopicIsUnknown, match=r"ticket\.sung\.v9"):
        upcast("ticket.sung.v9", b"{}")


DESCRIBED = Annotated[int, Meta(description="How many.")]


class Verse(msgspec.Struct, frozen=True):
    """Words inside a field, as a careless declaration would hold them."""

    words: str


class Dedicated(msgspec.Struct, frozen=True):
    """The same, deeper and personal."""

    verses: tuple[Annotated[Personal | None, Meta(max_length=9)], ...]


def holding(kind: Any) -> dict[str, Any]:
    """A declaration whose one field is of this kind."""
    return {"__annotations__": {"times": Annotated[kind, Meta(description="d")]}}


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"TOPIC": "Ticket Sung"}, "topic"),
        ({"TOPIC": "ticket.raised.v1"}, "taken"),
        ({"__doc__": None}, "docstring"),
        ({"STREAM": ""}, "STREAM"),
        ({"SENTENCE": "{by} sang {song}"}, "song"),
        ({"__annotations__": {"times": int}}, "description"),
        (holding(str), "bare str"),
        (holding(str | None), "bare str"),
        (holding(tuple[Annotated[str, Meta(max_length=9)], ...]), "'times' holds str"),
        (holding(tuple[str, ...]), "'times' holds str"),
        (holding(dict[str, int]), "'times' holds str"),
        (holding(dict[Plain, str]), "'times' holds str"),
        (holding(Verse), "'times' holds str"),
        (holding(tuple[Verse, ...] | None), "'times' holds str"),
        (holding(tuple[Personal, ...]), "Personal below its top"),
        (holding(dict[Personal, int]), "Personal below its top"),
        (holding(Personal | int), "Personal below its top"),
        (holding(Dedicated), "Personal below its top"),
        (holding(bytes), "'times' holds bytes"),
        (holding(NewType("Blob", bytes)), "'times' holds bytes"),
        (holding(Any), "'times' holds .*Any"),
        (holding(object), "'times' holds object"),
        (holding(tuple), "'times' holds tuple"),
    ],
)
def test_a_bad_declaration_is_refused_at_import(facts: dict[str, Any], why: str) -> None:
    whole = {
        "__doc__": "Somebody sang.",
        "__annotations__": {"times": DESCRIBED},
        "TOPIC": "ticket.sung.v1",
        "SENTENCE": "{by} sang {times} times",
        "STREAM": "ticket",
    }
    with pytest.raises(DeclarationRefused, match=why):
        type(Event)("Sung", (Event,), whole | facts)
    assert event_of("ticket.sung.v1") is None


@pytest.mark.parametrize(
    "kind",
    [
        Annotated[Personal, Meta(max_length=9)] | None,
        tuple[Plain, ...],
        dict[Plain, tuple[int, ...]],
        SourceRow,
    ],
)
def test_words_that_are_sealed_or_declared_plain_may_be_told(kind: Any) -> None:
    assert why_refused(kind) is None

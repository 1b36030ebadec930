"""What intake's commands work with, and how they say what became of a request."""

import json as json_
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, NoReturn, Protocol

import msgspec
import typer
from pydantic import ValidationError

from services.intake.carrying import Answer, Call
from services.intake.people import People
from shared.command_line import FAILED, code_of, told_of
from shared.eventlog.port import Refusal
from shared.people.access import Access
from shared.vocabulary.identity import SETUP, Actor

JSON = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AGENT = Annotated[str, typer.Argument(help="The agent's name or id.")]
BY = Annotated[str | None, typer.Option("--by", help="Who asks: a person's name or id.")]


class Office(Protocol):
    """What the composition puts into `ctx.obj`; each part is opened when first asked for."""

    @property
    def people(self) -> People: ...

    @property
    def access(self) -> Access: ...

    @property
    def address(self) -> str:
        """Where the desk's pages are, without a slash at the end."""


def call_by(office: Office, by: str | None) -> Call:
    """A call in the name of a person, or of whoever sets the desk up."""
    intake = office.people.intake
    actor = Actor(intake.directory.person_named(by)) if by else SETUP
    return intake.call(actor)


@contextmanager
def refusals_told(json: bool) -> Iterator[None]:
    """Say what was refused on the error stream, and end with its exit code."""
    try:
        yield
    except Refusal as refused:
        end(str(refused), kind=type(refused).__name__, json=json, code=code_of(refused))
    except ValidationError as wrong:
        end(
            "; ".join(map(told_of, wrong.errors())),
            kind="RequestIsMalformed",
            json=json,
            code=FAILED,
        )


def end(why: str, *, kind: str, json: bool, code: int) -> NoReturn:
    """Stop with a reason."""
    print(json_.dumps({"refused": kind, "why": why}) if json else why, file=sys.stderr)
    raise typer.Exit(code)


def say(answer: Answer, *, done: str, json: bool, more: str = "") -> None:
    """What became of a request, and what people should know of it."""
    if json:
        print(msgspec.json.encode(answer).decode())
        return
    about = f"ticket {answer.number}" if answer.number else answer.id
    print(f"{about}: {done}; version {answer.version}, position {answer.position}")
    if more:
        print(more)


def show(content: Any, *, json: bool, words: str) -> None:
    """Something that was asked for."""
    print(json_.dumps(content, default=str) if json else words)

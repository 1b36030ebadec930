"""Taking, giving, flagging, appealing and the rest on the command line, made from the requests themselves."""

import inspect
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Annotated, Any, TypeVar

import msgspec
import typer
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from services.assignment.carrying_out.hands import TICKET_REQUESTS, Handed, Hands, TicketRequest
from services.assignment.requests.asking import Asked
from shared.command_line import parameter, takes, told_of, typed_once
from shared.eventlog.port import RequestIsUnclear
from shared.eventlog.references import ticket_named
from shared.vocabulary.identity import SETUP, Actor

M = TypeVar("M", bound=BaseModel)
Open = Callable[[], AbstractContextManager[Hands]]
Needed = Annotated[str, typer.Option("--by", help="Who it is about: an agent's name or id.")]
BY = Annotated[str | None, typer.Option("--by", help="Who does it: an agent's name or id.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
TICKET = Annotated[str, typer.Argument(help="Number, source:key or id of the ticket.")]


class WhoIsMissing(RequestIsUnclear):
    """Only a person can own a ticket."""


class RequestIsMalformed(RequestIsUnclear):
    """A field holds what it cannot hold."""


def add_commands(app: typer.Typer, writing: Open) -> None:
    """One command for each request, over a way to open the service for writing."""
    for kind in TICKET_REQUESTS:
        app.command(kind.PATH)(command_of(kind, writing))


def command_of(kind: type[TicketRequest], writing: Open) -> Callable[..., None]:
    """The command of one kind of request: its fields are arguments, people go by their names."""

    def command(ticket: str, by: str | None, as_json: bool, **typed: str | None) -> None:
        said = {name: value for name, value in typed.items() if value is not None}
        with writing() as hands:
            if "agent" in said:
                said["agent"] = hands.agent_called(said["agent"])
            told = hands.ask(
                ticket_named(hands.assignment.log, ticket),
                read_as(kind, said),
                by=actor(kind, hands, by),
                command=typed_once(hands.assignment.chance),
            )
        say(kind, told, as_json=as_json)

    parameters = [
        parameter("ticket", TICKET),
        *arguments(kind),
        parameter("by", BY, None),
        parameter("as_json", AsJson, False),
    ]
    return takes(command, parameters, words=kind.__doc__)


def arguments(kind: type[BaseModel]) -> list[inspect.Parameter]:
    """The fields of a request: what it needs as arguments, then what may be left out as options."""
    fields = sorted(kind.model_fields.items(), key=lambda each: not each[1].is_required())
    return [parameter_of(name, field) for name, field in fields]


def read_as(kind: type[M], said: Mapping[str, Any]) -> M:
    """What was typed as a request. Raises `RequestIsMalformed`, which names the field."""
    try:
        return kind.model_validate(said)
    except ValidationError as wrong:
        raise RequestIsMalformed("; ".join(map(told_of, wrong.errors()))) from wrong


def parameter_of(name: str, field: FieldInfo) -> inspect.Parameter:
    """A field as an argument, or as an option where it may be left out."""
    if field.is_required():
        return parameter(name, Annotated[str, typer.Argument(help=field.description)])
    return parameter(name, Annotated[str | None, typer.Option(help=field.description)], None)


def actor(kind: type[TicketRequest] | type[Asked], hands: Hands, by: str | None) -> Actor:
    """In whose name it is done; a supervisor's gift may come from whoever sets the desk up."""
    if by:
        return Actor(hands.agent_called(by) if kind.BY_AGENTS else hands.person_called(by))
    if kind.BY_AGENTS:
        raise WhoIsMissing(f"say who does it: evenhand {kind.PATH} … --by NAME")
    return SETUP


def say(kind: type[TicketRequest], told: Handed, *, as_json: bool) -> None:
    """What became of it."""
    if as_json:
        typer.echo(msgspec.json.encode(told))
        return
    typer.echo(f"ticket {told.number} {kind.DONE} (version {told.version})")

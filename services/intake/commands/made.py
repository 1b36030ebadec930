"""Commands made from requests: required fields become arguments, the others options.

The class alone says what a request needs, so that the API and the command line cannot differ.
"""

import inspect
from collections.abc import Callable
from datetime import datetime
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import typer
from pydantic.fields import FieldInfo

from services.intake.carrying import Answer
from services.intake.commands.office import BY, JSON, Office, call_by, refusals_told, say
from services.intake.requests.form import Request
from shared.command_line import parameter, takes
from shared.vocabulary.written import PERSON

Carry = Callable[[Office, str, Request, Any], Answer]
"""Carries a request out: office, whom or what it is about, the request, the call."""


def command_of(kind: type[Any], *, about: str, carry: Carry) -> Callable[..., None]:
    """The command for one kind of request about one thing."""

    def command(ctx: typer.Context, **typed: Any) -> None:
        what, by, json = typed.pop("about"), typed.pop("by"), typed.pop("json")
        office: Office = ctx.obj
        with refusals_told(json):
            said = {name: value for name, value in typed.items() if value not in (None, [])}
            request = kind.model_validate(with_ids(kind, said, office))
            answer = carry(office, what, request, call_by(office, by))
            say(answer, done=words_of(kind), json=json)

    fields = [(name, spoken(name, field)) for name, field in kind.model_fields.items()]
    required = [each for each in fields if each[1][1] is inspect.Parameter.empty]
    optional = [each for each in fields if each[1][1] is not inspect.Parameter.empty]
    named = Annotated[str, typer.Argument(metavar=about.upper(), help=f"Which {about}.")]
    parameters = [
        parameter("ctx", typer.Context),
        parameter("about", named),
        *(parameter(name, hint) for name, (hint, _) in required),
        *(parameter(name, hint, default) for name, (hint, default) in optional),
        parameter("by", BY, None),
        parameter("json", JSON, False),
    ]
    return takes(command, parameters, words=kind.__doc__)


def with_ids(kind: type[Any], said: dict[str, Any], office: Office) -> dict[str, Any]:
    """What was typed, with the ids of the people it names. Raises `PersonIsUnknown`."""
    known = office.people.intake.directory
    people = [name for name in said if names_a_person(kind.model_fields[name])]
    return said | {name: known.person_named(said[name]) for name in people}


def names_a_person(field: FieldInfo) -> bool:
    """Whether the field holds a person's id; on the command line their name will do."""
    return any(getattr(each, "pattern", None) == PERSON for each in field.metadata)


def spoken(name: str, field: FieldInfo) -> tuple[Any, Any]:
    """How a field is typed: its kind with its help, and its default if it has one."""
    kind, words = typed_as(field.annotation), field.description
    if field.is_required():
        return Annotated[kind, typer.Argument(metavar=name.upper(), help=words)], (
            inspect.Parameter.empty
        )
    option = typer.Option(f"--{name.replace('_', '-')}", help=words)
    if kind is bool or get_origin(kind) is list:
        return Annotated[kind, option], field.default if kind is bool else []
    return Annotated[kind | None, option], None


def typed_as(kind: Any) -> Any:
    """The kind as the command line knows it: moments and marked texts are words there."""
    if get_origin(kind) is Annotated:
        return typed_as(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return typed_as(next(each for each in get_args(kind) if each is not type(None)))
    if get_origin(kind) is tuple:
        return list[typed_as(get_args(kind)[0])]  # type: ignore[misc]
    return str if kind is datetime else kind


def words_of(kind: type[Request]) -> str:
    """The request as something done: `ReplyToTicket` reads `reply to ticket`."""
    name = kind.__name__
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip() + " done"

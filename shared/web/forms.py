"""What an HTML form sends, as a request takes it: blank is nothing, lists are told by commas.

A form carries two hidden fields of its own: `request`, the key under which a repeat is recognised, and
`version`, what its sender had seen. What somebody typed is kept for the page that may have to refuse it.
"""

from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, get_args, get_origin
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from shared.web.idempotency import FIELD

M = TypeVar("M", bound=BaseModel)
VERSION = "version"
MOST_FIELDS = 100


@dataclass(frozen=True, slots=True)
class Form:
    """The words of a form, and its two hidden fields."""

    words: dict[str, str]
    key: str | None
    version: str | None

    def read_as(self, kind: type[M]) -> M:
        """The request the form stands for. Raises `RequestValidationError`."""
        fields = kind.model_fields
        given = {
            name: value_of(text, fields[name].annotation) if name in fields else text
            for name, text in self.words.items()
        }
        try:
            return kind.model_validate(given)
        except ValidationError as wrong:
            errors = [{**each, "loc": ("form", *each["loc"])} for each in wrong.errors()]
            raise RequestValidationError(errors) from wrong


def value_of(text: str, kind: Any) -> Any:
    """The text as the field's kind wants it."""
    kinds = (kind, *get_args(kind))
    if any(get_origin(each) is tuple for each in kinds):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text


async def form_of(request: Request) -> Form:
    """The form that was sent; fields left blank are left out."""
    sent = fields_of(await request.body())
    words = {name: value for name, value in sent.items() if value.strip()}
    key, version = words.pop(FIELD, None), words.pop(VERSION, None)
    request.state.words = words
    return Form(words, key, version)


def fields_of(body: bytes) -> dict[str, str]:
    """The fields of a form's body, as browsers send them. Raises `RequestValidationError`."""
    try:
        told = parse_qsl(
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError as wrong:
        fault = {"type": "form_invalid", "loc": ("form",), "msg": f"no form in UTF-8: {wrong}"}
        raise RequestValidationError([fault]) from wrong
    return dict(told)


Sent = Annotated[Form, Depends(form_of)]

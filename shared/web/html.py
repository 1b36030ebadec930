"""Renders the few pages that belong to no view: signing in, asking for help, refusals."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

SHARED = Path(__file__).parent


@cache
def environment(folder: Path) -> Environment:
    """Templates of one folder, over the shared ones."""
    return Environment(
        loader=FileSystemLoader([folder, SHARED]), autoescape=True, undefined=StrictUndefined
    )


def page(template: str, folder: Path = SHARED, /, **shown: Any) -> str:
    """The page of that template with what it shows."""
    return environment(folder).get_template(template).render(**shown)

"""Renders templates: escaped, strict about what is missing, with icons, static files and words of time."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from shared.pages import words
from shared.pages.static import ICONS, Static
from shared.vocabulary.toughness import points

HERE = Path(__file__).parent


class Renderer:
    """Templates of some folders over the shared ones."""

    def __init__(self, static: Static, folders: Iterable[Path]) -> None:
        self.static = static
        self.environment = Environment(
            loader=FileSystemLoader([*folders, HERE]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        icons = static.url(ICONS)

        def icon(name: str) -> Markup:
            return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>').format(
                icons, name
            )

        self.environment.globals |= {"static": static.url, "icon": icon}
        self.environment.globals |= {
            "promise": words.promise, "ago": words.ago, "span": words.span,
            "group_of": words.group_of,
        }  # fmt: skip
        self.environment.filters |= {
            "moment": words.day_and_time, "initials": words.initials, "points": points,
        }  # fmt: skip

    def page(self, template: str, **shown: Any) -> str:
        """The page of a template with what it shows."""
        return self.environment.get_template(template).render(**shown)

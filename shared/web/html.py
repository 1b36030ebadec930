"""Pages that belong to no view: refusals, and what visitors see who are not signed in."""

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from shared.pages.render import Renderer

TEMPLATES = Path(__file__).parent
"""A folder of templates, for the composition's renderer."""
THEME = "evenhand-theme"


def page(request: Request, template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """The page of a template that stands outside the shell."""
    renderer: Renderer = request.app.state.renderer
    content = renderer.page(template, theme=theme_of(request), **shown)
    return HTMLResponse(content, status)


def theme_of(request: Request) -> str:
    """The colours the visitor chose; nothing for those of their system."""
    chosen = request.cookies.get(THEME, "")
    return chosen if chosen in ("light", "dark") else ""

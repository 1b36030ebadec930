"""What a page lacks while the desk is still taking in a large import."""

import pytest

from shared.pages.static import read_static
from shared.vocabulary.words import Role
from tests.pages.browser import browsing, overflows
from tests.web.site import PAGE, Site

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]


def a_page_that_lacks_much() -> str:
    """The open tickets of a desk that has not yet shown what happened last."""
    site = Site()
    ada, zoe = site.desk.agent("Ada"), site.signed_in("Zoe", Role.SUPERVISOR)
    zoe.get("/teams", headers=PAGE)
    for _ in range(300):
        site.desk.judge(site.desk.ticket("it broke", by=ada), by=ada)
    zoe.event_hooks["request"].clear()
    return zoe.get("/teams", headers=PAGE).text


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390], ids=["desktop", "phone"])
def test_what_a_page_lacks_is_told_in_a_line_above_it(dark: bool, width: int) -> None:
    sheets = read_static().files[read_static().names["evenhand.css"]].content.decode()
    with browsing(dark=dark, width=width) as context:
        page = context.new_page()
        page.set_content(a_page_that_lacks_much())
        page.add_style_tag(content=sheets)
        told = page.get_by_text("events are not on this page yet").bounding_box()
        panel = page.locator(".panel").first.bounding_box()
        assert told is not None
        assert panel is not None
        assert (told["y"] + told["height"] <= panel["y"], told["height"] < 100) == (True, True)
        assert panel["width"] > 0.8 * told["width"]
        assert not overflows(page)

"""Every page in light, dark and on a phone: readable for everyone, within its own policy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.process import DeskProcess, serving
from tests.pages.browser import axe, browsing, overflows, refused, wider_than_shown

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]

HOSTILE = '<script>document.title = "taken over"</script><img src=x onerror=alert(1)>'
LOOKS = pytest.mark.parametrize(
    ("dark", "width"), [(False, 1440), (True, 1440), (False, 390)], ids=["light", "dark", "phone"]
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    with serving(tmp_path_factory.mktemp("desk"), "--sample") as desk:
        desk.raise_ticket(HOSTILE, "hostile", subject=HOSTILE[:190])
        yield desk


def pages(desk: DeskProcess) -> list[str]:
    listed = desk.client.get("/api/v1/tickets").json()["tickets"]
    ticket = desk.client.get(f"/api/v1/tickets/{listed[-1]['number']}").json()
    return [
        "/teams", "/teams?owner=nobody", f"/teams/{ticket['team']}", "/queue", "/mine", "/new",
        f"/tickets/{ticket['number']}", "/tickets/20", "/tickets/20/history",
        f"/tickets/20/history?at={desk.client.get('/api/v1/audit').json()['events'][-1]['position']}",
        "/supervision", "/supervision?at=2000", f"/agents/{ticket['owner'] or 'nobody'}", "/audit",
        "/people", "/policy", "/tickets/999999", "/sign-in",
    ]  # fmt: skip


@LOOKS
def test_every_page_can_be_read_by_everyone(desk: DeskProcess, dark: bool, width: int) -> None:
    wrong: list[str] = []
    with browsing(dark=dark, width=width) as context:
        context.add_cookies(cookies_of(desk))
        page = context.new_page()
        for path in pages(desk):
            shown = page.goto(f"{desk.client.base_url}{path}")
            assert shown is not None
            assert shown.status in (200, 404), f"{path} answers {shown.status}"
            wrong += [f"{path}: {each}" for each in [*axe(page), *refused(page)]]
            wrong += [f"{path} is wider than the window"] if overflows(page) else []
    assert not wrong, "\n".join(wrong)


def test_a_phone_shows_every_word_without_moving_sideways(desk: DeskProcess) -> None:
    long = "Ticket printer in the hall does not print"
    desk.raise_ticket("It does not", "long", subject=long)
    with browsing(width=390) as context:
        context.add_cookies(cookies_of(desk))
        page = context.new_page()
        for path in ("/teams", "/audit", "/tickets/20", "/tickets/20/history"):
            page.goto(f"{desk.client.base_url}{path}")
            assert wider_than_shown(page, "nav, .scroll, .name") == []
            assert long not in wider_than_shown(page, ".subject")
        page.goto(f"{desk.client.base_url}/supervision")
        sizes = page.eval_on_selector_all(
            ".chart text", "all => all.map(a => a.getBoundingClientRect().height)"
        )
        assert min(sizes) > 9, "words of a drawing shrink with it"


@LOOKS
def test_an_offer_can_be_read_by_everyone_and_is_accepted_where_it_stands(
    desk: DeskProcess, dark: bool, width: int
) -> None:
    agent, team = somebody_who_is_offered(desk, f"{dark}-{width}")
    number = desk.raise_ticket("It jams", team, service=team, subject="The plotter").json()[
        "number"
    ]
    with browsing(dark=dark, width=width) as context:
        page = context.new_page()
        page.goto(sign_in_link(desk, agent))
        page.get_by_role("button").first.click()
        page.goto(f"{desk.client.base_url}/queue")
        page.get_by_role("heading", name="Offered to you").wait_for(timeout=5_000)
        assert [*axe(page), *refused(page)] == []
        assert not overflows(page)
        page.get_by_role("button", name="Accept").click()
        page.get_by_text("accepted the offer").wait_for(timeout=5_000)
        assert [*axe(page), *refused(page)] == []
        page.goto(f"{desk.client.base_url}/queue")
        assert (
            page.get_by_role("link", name="The plotter").get_attribute("href")
            == f"/tickets/{number}"
        )


def somebody_who_is_offered(desk: DeskProcess, name: str) -> tuple[str, str]:
    """A new agent who is always on shift, alone in a team that is offered its tickets."""

    def asked(address: str, **body: object) -> dict[str, str]:
        answer = desk.client.post(address, json=body)
        assert answer.status_code in (200, 201), answer.text
        told: dict[str, str] = answer.json()
        return told

    agent = asked("/api/v1/people", name=f"Dee {name}", roles=["agent"])["person"]
    asked(f"/api/v1/agents/{agent}/welcome")
    team = asked("/api/v1/teams", name=f"Plotters {name}", services=[f"Plotters {name}"])["team"]
    asked(f"/api/v1/teams/{team}/join", agent=agent)
    asked(f"/api/v1/teams/{team}/giving", way="offered")
    return agent, f"Plotters {name}"


def sign_in_link(desk: DeskProcess, person: str) -> str:
    """A link with which somebody signs in."""
    return str(desk.client.post("/api/v1/sign-in-links", json={"person": person}).json()["link"])


def test_what_people_write_is_never_run(desk: DeskProcess) -> None:
    number = desk.client.get("/api/v1/tickets").json()["tickets"][-1]["number"]
    with browsing() as context:
        context.add_cookies(cookies_of(desk))
        page = context.new_page()
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        for path in ("/teams", f"/tickets/{number}", f"/tickets/{number}/history", "/audit"):
            page.goto(f"{desk.client.base_url}{path}")
            assert "taken over" not in page.title()[:10]
            assert page.locator("img").count() == 0


def test_a_page_comes_alive_when_something_happens(desk: DeskProcess) -> None:
    with browsing() as context:
        context.add_cookies(cookies_of(desk))
        page = context.new_page()
        page.goto(f"{desk.client.base_url}/teams")
        desk.raise_ticket("The coffee machine speaks Latin", "latin")
        arrived = page.get_by_text("The coffee machine speaks Latin")
        arrived.wait_for(timeout=5_000)
        assert arrived.is_visible()


def test_a_page_that_comes_alive_takes_nothing_out_of_anybodys_hands(desk: DeskProcess) -> None:
    with browsing() as context:
        context.add_cookies(cookies_of(desk))
        page = context.new_page()
        number = desk.raise_ticket("The lift hums", "lift").json()["number"]
        page.goto(f"{desk.client.base_url}/tickets/{number}")
        page.get_by_text("Judge", exact=True).click()
        page.locator("#text").fill("Half a sent")
        page.locator("h1").click()
        note(desk, number, "It hums in D minor", "hum")
        page.wait_for_timeout(1_500)
        assert page.locator("#text").input_value() == "Half a sent"
        page.locator("#text").fill("")
        page.locator("h1").click()
        page.get_by_text("It hums in D minor").wait_for(timeout=5_000)
        assert page.get_by_label("Why?").first.is_visible()


def test_the_line_that_was_reached_by_keys_stays_reached_when_the_list_moves(
    desk: DeskProcess,
) -> None:
    with browsing() as context:
        context.add_cookies(cookies_of(desk))
        page = context.new_page()
        page.goto(f"{desk.client.base_url}/teams")
        page.keyboard.press("j")
        reached = page.evaluate("document.activeElement.href")
        desk.raise_ticket("The tea machine answers in Greek", "greek")
        page.get_by_text("The tea machine answers in Greek").wait_for(timeout=5_000)
        assert page.evaluate("document.activeElement.href") == reached


def note(desk: DeskProcess, number: int, text: str, key: str) -> None:
    body, headers = {"text": text}, {"Idempotency-Key": key}
    kept = desk.client.post(f"/api/v1/tickets/{number}/notes", json=body, headers=headers)
    assert kept.status_code < 300, kept.text


def test_the_theme_is_a_choice_that_stays(desk: DeskProcess) -> None:
    with browsing() as context:
        context.add_cookies(cookies_of(desk))
        page = context.new_page()
        page.goto(f"{desk.client.base_url}/teams")
        page.get_by_role("button", name="Switch to dark colours").click()
        page.goto(f"{desk.client.base_url}/supervision")
        assert page.locator("html").get_attribute("data-theme") == "dark"


def cookies_of(desk: DeskProcess) -> list[dict[str, str]]:
    url = str(desk.client.base_url)
    return [{"name": c.name, "value": str(c.value), "url": url} for c in desk.client.cookies.jar]


def test_links_lead_somewhere(desk: DeskProcess) -> None:
    broken: list[str] = []
    seen: set[str] = set()
    with browsing() as context:
        context.add_cookies(cookies_of(desk))
        page = context.new_page()
        for path in ("/teams", "/tickets/20", "/tickets/20/history", "/supervision", "/audit"):
            page.goto(f"{desk.client.base_url}{path}")
            links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
            for link in {each.split("#")[0] for each in links} - seen:
                seen.add(link)
                if desk.client.get(link, follow_redirects=True).status_code != 200:
                    broken.append(f"{path} → {link}")
    assert broken == []
    assert len(seen) > 10


def test_the_browser_files_were_set_up() -> None:
    assert (Path(__file__).parents[2] / "shared" / "pages" / "vendored" / "axe.js").exists()

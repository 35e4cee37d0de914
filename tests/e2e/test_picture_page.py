"""The interactive page in a real browser: it does what it offers, asks nobody for anything, and runs no name."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from designer.adapters.image import Pictures
from designer.adapters.image.page import interactive_page
from designer.catalog.catalog import Catalog
from designer.model import Design
from designer.render.escape import one_line
from designer.views import build_views
from tests.support.hostile_views import OWN_VIEWS
from tests.unit.render_svg.samples import HOSTILE, SAMPLES, TECHNOLOGIES, component, design, link

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CATALOG = Catalog(technologies=TECHNOLOGIES)
EVIL = (
    *HOSTILE,
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "https://example.com/ javascript:alert(1)",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "{{constructor.constructor('alert(1)')()}}",
    "__proto__",
)
DRAWN = {
    "a",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "g",
    "image",
    "line",
    "marker",
    "path",
    "pattern",
    "polygon",
}
DRAWN |= {"polyline", "rect", "style", "svg", "symbol", "text", "title", "tspan", "use"}
DESK, PHONE = {"width": 1360, "height": 860}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not Path(CHROMIUM).exists() and os.environ.get("CI") != "true":
        pytest.skip("there is no Chromium on this machine; apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


def hostile_design() -> Design:
    parts = [component(f"p{number}", name, "service", name) for number, name in enumerate(EVIL)]
    parts.append(component("constructor", "Constructor", "service"))
    links = [link(f"p{number}", f"p{number + 1}", name, name) for number, name in enumerate(EVIL[:-1])]
    return design(EVIL[4], parts, links, boundaries=[("b", EVIL[12], None)])


class Visit:
    """A page from a file, and what it did: errors, requests beyond the file itself, dialogs."""

    def __init__(self, browser: Any, path: Path, *, size: dict[str, int], scheme: str = "light", **more: Any) -> None:
        self.page = browser.new_page(viewport=size, color_scheme=scheme, **more)
        self.troubles: list[str] = []
        own = path.as_uri()
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on(
            "console", lambda told: self.troubles.append(told.text) if told.type in ("error", "warning") else None
        )
        self.page.on("dialog", lambda dialog: (self.troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("popup", lambda popup: self.troubles.append(f"popup: {popup.url}"))
        self.page.on(
            "request",
            lambda request: (
                None
                if request.url.split("#")[0] == own or request.url.startswith("data:image/png")
                else self.troubles.append(f"request: {request.url[:200]}")
            ),
        )
        self.page.goto(own)

    def details(self) -> str:
        """Return what the panel says."""
        return str(self.page.locator("#details").inner_text())

    def card(self, id: str) -> Any:
        """Return a card of the view that is shown."""
        return self.page.locator(f".view:not([hidden]) [data-part='{id}']").first

    def box(self) -> list[float]:
        """Return what part of the picture is shown."""
        return [float(one) for one in self.page.locator(".view:not([hidden]) > svg").get_attribute("viewBox").split()]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("page") / "page.html"
    place.write_text(interactive_page(SAMPLES["sms-gateway"], CATALOG), encoding="utf-8")
    return place


@pytest.fixture
def visit(browser: Any, path: Path) -> Iterator[Visit]:
    visit = Visit(browser, path, size=DESK)
    yield visit
    assert visit.troubles == []
    visit.page.close()


def test_a_click_on_a_card_shows_its_details_and_what_it_talks_to(visit: Visit) -> None:
    part = next(one for one in SAMPLES["sms-gateway"].graph.components if one.name == "Routing engine")
    visit.card(part.id).click()
    told = visit.details()
    assert "Routing engine" in told and "Service · Python" in told and "CALLS AND SENDS TO" in told.upper()
    visit.page.locator("#details button.link").first.click()
    assert "Routing engine" not in visit.page.locator("#details h2").inner_text()
    visit.page.keyboard.press("Escape")
    assert visit.page.locator(".dimmed").count() == 0


def test_search_marks_what_it_finds_and_enter_centres_it(visit: Visit) -> None:
    page = visit.page
    page.keyboard.press("/")
    page.keyboard.type("rout")
    assert page.get_by_role("option").count() >= 1
    assert page.locator(".ring.hit").count() >= 1
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == "Routing engine"
    part = next(one for one in SAMPLES["sms-gateway"].graph.components if one.name == "Routing engine")
    seen, stage = visit.card(part.id).bounding_box(), page.locator("#stage").bounding_box()
    for at, length in (("x", "width"), ("y", "height")):
        assert abs(seen[at] + seen[length] / 2 - stage[at] - stage[length] / 2) < 30
    page.keyboard.press("/")
    page.keyboard.type("nothing is called this")
    assert page.get_by_role("option").count() == 0
    assert "Nothing is called that." in page.locator("#found").inner_text()


def test_wheel_buttons_and_keys_zoom_and_a_drag_moves(visit: Visit) -> None:
    page = visit.page
    whole = visit.box()
    page.mouse.move(700, 400)
    page.mouse.wheel(0, -400)
    assert visit.box()[2] < whole[2]
    page.keyboard.press("0")
    assert visit.box() == pytest.approx(whole)
    for zoom_in, zoom_out in ((lambda: page.click("#in"), lambda: page.click("#out")),
                              (lambda: page.keyboard.press("+"), lambda: page.keyboard.press("-"))):  # fmt: skip
        zoom_in()
        assert visit.box()[2] < whole[2]
        zoom_out()
        assert visit.box()[2] == pytest.approx(whole[2])
    page.click("#in")
    before = visit.box()
    page.mouse.move(300, 700)
    page.mouse.down()
    page.mouse.move(380, 640, steps=4)
    page.mouse.up()
    assert visit.box()[0] < before[0] and visit.box()[1] > before[1]
    assert page.locator(".dimmed").count() == 0


def test_every_view_can_be_shown_and_has_cards_for_the_keyboard(visit: Visit) -> None:
    page = visit.page
    for entry in page.locator(".entry").all():
        entry.click()
        assert page.locator(".view:not([hidden])").get_attribute("data-view") == entry.get_attribute("data-view")
        assert page.locator(".view:not([hidden]) [data-part][tabindex='0'][role=button][aria-label]").count() >= 1
    page.locator("#stage").focus()
    page.keyboard.press("Tab")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text()[:8] in label


def test_the_button_turns_light_into_dark_and_back(browser: Any, path: Path) -> None:
    grounds = "getComputedStyle(document.body).backgroundColor"
    cards = "getComputedStyle(document.querySelector('.view:not([hidden]) > svg > rect')).fill"
    for scheme in ("light", "dark"):
        visit = Visit(browser, path, size=DESK, scheme=scheme)
        first = visit.page.evaluate(grounds), visit.page.evaluate(cards)
        assert first[0] == first[1] == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(14, 20, 27)")
        visit.page.click("#theme")
        assert visit.page.evaluate(grounds) != first[0] and visit.page.evaluate(cards) != first[1]
        visit.page.click("#theme")
        assert (visit.page.evaluate(grounds), visit.page.evaluate(cards)) == first
        visit.page.emulate_media(media="print")
        assert visit.page.evaluate(grounds) == "rgb(255, 255, 255)"
        assert visit.page.locator("section.view:visible").count() == visit.page.locator("section.view").count()
        assert not visit.page.locator(".top").is_visible()
        assert visit.troubles == []
        visit.page.close()


def test_a_phone_has_a_menu_and_a_sheet_that_leaves_the_card_in_sight(browser: Any, path: Path) -> None:
    visit = Visit(browser, path, size=PHONE, has_touch=True, is_mobile=True)
    page = visit.page
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not page.locator("#views").is_visible() and not page.locator("#panel").is_visible()
    last = SAMPLES["sms-gateway"].graph.components[-1]
    visit.card(last.id).tap()
    assert page.locator("#details h2").inner_text() == last.name
    assert visit.card(last.id).bounding_box()["y"] < page.locator("#panel").bounding_box()["y"]
    page.locator(".close").tap()
    assert not page.locator("#panel").is_visible()
    page.locator("#menu").tap()
    page.locator(".entry").nth(1).tap()
    assert not page.locator("#views").is_visible()
    assert visit.troubles == []
    page.close()


def test_two_fingers_zoom(browser: Any, path: Path) -> None:
    visit = Visit(browser, path, size=PHONE, has_touch=True, is_mobile=True)
    before = visit.box()
    session = visit.page.context.new_cdp_session(visit.page)
    for kind, gap in (("touchStart", 60), ("touchMove", 90), ("touchMove", 140)):
        points = [{"x": 195 - gap / 2, "y": 500, "id": 0}, {"x": 195 + gap / 2, "y": 500, "id": 1}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert visit.box()[2] < 0.7 * before[2]
    assert visit.troubles == []
    visit.page.close()


def test_hostile_names_are_shown_and_nothing_of_them_runs(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "evil.html"
    path.write_text(interactive_page(hostile_design(), CATALOG), encoding="utf-8")
    visit = Visit(browser, path, size=DESK)
    page = visit.page
    nodes = page.evaluate("document.querySelectorAll('script, iframe, img, form, link, object, embed').length")
    assert nodes == 2
    for number, name in enumerate(EVIL):
        page.keyboard.press("Escape")
        visit.card(f"p{number}").focus()
        page.keyboard.press("Enter")
        assert page.locator("#details h2").text_content() == one_line(name, 300)
        assert page.evaluate("document.querySelectorAll('#details script, #details img, #details a').length") == 0
        page.keyboard.press("/")
        page.keyboard.type(name[:20].replace("\n", " ").replace("\r", " "))
        page.keyboard.press("Enter")
    page.goto(path.as_uri() + "#__proto__/constructor")
    page.goto(path.as_uri() + "#%E0%A4%A")
    page.goto(path.as_uri() + "#container/%3Cimg src=x onerror=alert(1)%3E")
    page.reload()
    page.wait_for_timeout(200)
    assert page.evaluate("document.querySelectorAll('img').length") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK["width"]
    assert visit.troubles == []
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_pictures_with_hostile_names_ask_for_nothing_and_run_nothing(browser: Any, tmp_path: Path, theme: str) -> None:
    designs = (hostile_design(), SAMPLES["hostile"])
    views = [view for design in designs for view in build_views(design, CATALOG)] + list(OWN_VIEWS.values())
    # A theme changes colours: all names in one of them, some in the others.
    for number, view in enumerate(views if theme == "light" else views[:6]):
        path = tmp_path / f"{number}.svg"
        path.write_text(Pictures().svg(view, theme=theme), encoding="utf-8")
        visit = Visit(browser, path, size=DESK)
        found = visit.page.evaluate(
            "[...document.querySelectorAll('*')].map((one) => ({tag: one.localName, calls: [...one.attributes]"
            ".filter((item) => /^on/i.test(item.name) || /javascript:|https?:/i.test(item.value)).length"
            " * !/^(text|title|desc|svg)$/.test(one.localName), link: one.getAttribute('href') ?? ''}))"
        )
        assert {one["tag"] for one in found} <= DRAWN, view.id
        links = {one["link"] for one in found} - {""}
        assert all(re.match(r"data:image/png;base64,|#[\w-]+$|[a-z0-9-]+\.svg$", link) for link in links), links
        assert not [one for one in found if one["calls"]], view.id
        assert visit.page.locator("parsererror").count() == 0
        assert visit.troubles == []
        visit.page.close()


def test_the_policy_stops_what_an_attacker_would_add(browser: Any, path: Path) -> None:
    visit = Visit(browser, path, size=DESK)
    blocked: list[str] = []
    visit.page.on("requestfailed", lambda request: blocked.append(request.failure))
    visit.page.evaluate(
        "() => { for (const text of ['window.evil = 1', '']) { const made = document.createElement('script');"
        "made.textContent = text; document.body.append(made); }"
        "const image = document.createElement('img'); image.src = 'https://example.invalid/x.png'; document.body.append(image);"
        "const button = document.createElement('b'); button.setAttribute('onclick', 'window.evil = 2');"
        "document.body.append(button); button.click(); }"
    )
    visit.page.wait_for_timeout(100)
    assert visit.page.evaluate("window.evil") is None
    assert blocked == ["csp"]
    assert any("Content Security Policy" in one for one in visit.troubles)
    visit.page.close()

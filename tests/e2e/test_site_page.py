"""The site in a real browser: its search finds, its address remembers, and no name runs."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from designer.site import Source, build_site
from tests.support.catalogs import shipped
from tests.support.spoken import spoken

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
EVIL = "</script><script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("site")
    evil = spoken("hostile").model_copy(update={"title": EVIL, "summary": EVIL})
    designs = [Source(one) for one in (spoken("url-shortener"), spoken("dictated"), evil)]
    for item in build_site(designs, shipped()):
        place = folder / item.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(item.data)
    return (folder / "index.html").as_uri()


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    if not Path(CHROMIUM).exists() and os.environ.get("CI") != "true":
        pytest.skip("there is no Chromium on this machine; apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        made = started.new_page()
        made.set_default_timeout(30_000)
        made.problems = []
        made.on("pageerror", lambda error: made.problems.append(str(error)))
        made.on("console", lambda said: made.problems.append(said.text) if said.type == "error" else None)
        made.on(
            "request",
            lambda asked: None if asked.url.startswith(("file:", "data:")) else made.problems.append(asked.url),
        )
        made.goto(address)
        yield made
        assert made.problems == []
        started.close()


def shown(page: Any) -> list[str]:
    return [item.inner_text() for item in page.locator(".card:visible h2").all()]


def until(page: Any, condition: str) -> None:
    """Wait for a condition; the page's own policy forbids the browser to look for it by itself."""
    deadline = time.monotonic() + 30
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        time.sleep(0.05)


def test_words_and_choices_narrow_the_list_and_stand_in_the_address(page: Any) -> None:
    assert len(shown(page)) == 3
    page.fill("input[name=q]", "kafka REDIRECT")
    assert shown(page) == ["URL shortener"]
    assert page.inner_text("#count") == "1 of 3 designs"
    page.fill("input[name=q]", "")
    page.select_option("select[name=technology]", "apache-kafka")
    assert len(shown(page)) == 2
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    assert len(shown(page)) == 2
    page.fill("input[name=q]", "nothing has this")
    assert shown(page) == [] and page.locator("#none").is_visible()
    page.click("button[type=reset]")
    until(page, "document.querySelectorAll('.card:not([hidden])').length === 3")


def test_pages_lead_to_each_other_and_no_name_runs(page: Any) -> None:
    assert EVIL in shown(page)[0]
    assert page.title() == "Designs"
    page.click("text=Findings")
    page.click(f"text={spoken('dictated').title} >> nth=0")
    page.click("text=All pictures")
    assert page.title() != "run"


def test_pictures_are_there(page: Any) -> None:
    until(page, "[...document.images].every((one) => one.complete && one.naturalWidth > 0)")

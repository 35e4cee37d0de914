"""The web app in a real browser: it draws, it answers, it speaks to nobody else."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
BRIEF = 'A URL shortener for 100 million new links a month called "<img src=x onerror=alert(1)>"'


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "designer", "app", "--port", str(port), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the app did not start")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not Path(CHROMIUM).exists() and os.environ.get("CI") != "true":
        pytest.skip("there is no Chromium on this machine; apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


class Visit:
    """A page, and what it did: errors it logged, hosts it asked, dialogs it opened."""

    def __init__(self, browser: Any, address: str, scheme: str) -> None:
        self.page = browser.new_page(viewport={"width": 1360, "height": 1000}, color_scheme=scheme)
        self.troubles: list[str] = []
        self.hosts: set[str | None] = set()
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", lambda told: self.troubles.append(told.text) if told.type == "error" else None)
        self.page.on("dialog", lambda dialog: self.troubles.append(f"dialog: {dialog.message}") or dialog.dismiss())
        self.page.on("request", lambda request: self.hosts.add(urlparse(request.url).hostname))
        self.page.goto(address)

    def design(self, brief: str) -> None:
        """Type a brief, press the button and wait for the picture."""
        self.page.get_by_role("textbox").first.fill(brief)
        self.page.get_by_role("button", name="Design", exact=False).first.click()
        self.picture().wait_for(timeout=60_000)

    def picture(self) -> Any:
        """Return the diagram."""
        return self.page.locator(".st-key-picture img").first

    def picture_source(self) -> str:
        """Return the address of the diagram."""
        return str(self.picture().get_attribute("src"))


@pytest.fixture(params=["light", "dark"])
def visit(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address, request.param)
    yield visit
    visit.page.close()


def test_a_visitor_goes_from_a_sentence_to_a_bundle(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    visit.design(BRIEF)
    assert page.get_by_role("heading", name="URL shortener").first.is_visible()
    box = visit.picture().bounding_box()
    assert box["width"] > 550  # its own width: letters are as large as drawn
    assert visit.picture_source().startswith("data:image/svg+xml")
    assert visit.picture().evaluate("image => image.naturalWidth") > 400

    before = visit.picture_source()
    page.get_by_role("combobox", name="Are clicks counted?").click()
    page.get_by_role("option", name="Not counted").click()
    page.wait_for_function("before => document.querySelector('.st-key-picture img').src !== before", arg=before)

    for name, words in (("Numbers", "They rest on"), ("Document", "Architecture")):
        page.get_by_role("tab", name=name).click()
        page.get_by_role("heading", name=words).first.wait_for()
    assert page.locator("img[src='x']").count() == 0

    with page.expect_download() as started:
        page.get_by_role("button", name="Download").click()
    started.value.save_as(tmp_path / "design.zip")
    names = zipfile.ZipFile(io.BytesIO((tmp_path / "design.zip").read_bytes())).namelist()
    assert {"design.json", "DESIGN.md", "manifest.json", "diagrams/container.png"} <= set(names)

    assert visit.troubles == []
    assert visit.hosts <= {"127.0.0.1", None, ""}


def test_a_visitor_sees_no_traceback(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Design", exact=False).first.click()
    visit.page.get_by_text("The brief is empty").wait_for()
    assert "Traceback" not in visit.page.content()

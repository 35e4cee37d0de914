"""Editors' own code in a browser: mxGraph reads what we write for draw.io, Excalidraw draws what we write for it.

Names add no part, line, markup or picture, and nothing is asked of anybody.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from designer.model import AnyView, SequenceView
from designer.render.drawio import render_drawio
from designer.render.excalidraw import render_excalidraw
from tests.support.blueprint_views import blueprint_views, placed
from tests.support.hostile_views import OWN_VIEWS
from tests.support.other_tools import CHROMIUM, FLAGS, TOOLS

pytestmark = pytest.mark.browser

MXGRAPH = TOOLS / "node_modules" / "mxgraph" / "javascript" / "mxClient.min.js"
EXCALIDRAW = TOOLS / "node_modules" / "@excalidraw" / "utils" / "dist" / "excalidraw-utils.min.js"
DRAWIO_TAGS = {
    "b",
    "br",
    "defs",
    "div",
    "font",
    "foreignObject",
    "g",
    "image",
    "path",
    "rect",
    "svg",
    "ellipse",
    "text",
}
EXCALIDRAW_TAGS = {
    "clipPath",
    "defs",
    "g",
    "image",
    "mask",
    "path",
    "rect",
    "style",
    "symbol",
    "text",
    "use",
    "metadata",
}


@cache
def views() -> dict[str, AnyView]:
    """Return hostile views, and two of every blueprint."""
    found = dict(OWN_VIEWS)
    for name, pair in blueprint_views().items():
        found |= {f"{name} {view.kind}": view for view in pair}
    return found


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    for need in (Path(CHROMIUM), MXGRAPH, EXCALIDRAW):
        if not need.is_file():
            if os.environ.get("CI") == "true":
                pytest.fail(f"{need.name} is missing: apt-get install chromium; npm ci --prefix tests/tools")
            pytest.skip(f"{need.name} is missing: apt-get install chromium; npm ci --prefix tests/tools")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page()
        opened.set_content("<!doctype html><body></body>")
        opened.evaluate("mxLoadResources = mxLoadStylesheets = false; mxBasePath = '';")
        opened.add_script_tag(path=str(MXGRAPH))
        opened.add_script_tag(path=str(EXCALIDRAW))
        yield opened
        browser.close()


@pytest.fixture
def troubles(page: Any) -> Iterator[list[str]]:
    """Return what the page did beyond drawing: requests that are no data of ours, dialogs, errors."""
    found: list[str] = []
    hooks = {
        "request": lambda request: None if request.url.startswith("data:image/") else found.append(request.url[:200]),
        "dialog": lambda dialog: (found.append(f"dialog: {dialog.message}"), dialog.dismiss()),
        "popup": lambda popup: found.append(f"popup: {popup.url}"),
        "pageerror": lambda error: found.append(str(error)),
    }
    for name, hook in hooks.items():
        page.on(name, hook)
    yield found
    for name, hook in hooks.items():
        page.remove_listener(name, hook)


def counts_of(view: AnyView) -> tuple[int, int, int]:
    """Return how many cards, lines and boundaries a view has."""
    if isinstance(view, SequenceView):
        return len(view.participants), len(view.messages), 0
    return len(view.nodes), len(view.edges), len(view.groups)


def test_mxgraph_reads_the_parts_lines_and_boundaries_of_every_view(page: Any, troubles: list[str]) -> None:
    code = (TOOLS / "read_drawio.js").read_text(encoding="utf-8")
    for name, view in views().items():
        found = page.evaluate(code, render_drawio([placed(view)], {}))
        parts = found["parts"]
        lines = parts.count("connection") + parts.count("message")
        assert (parts.count("component"), lines, parts.count("boundary")) == counts_of(view), name
        assert found["loose"] == 0, name
        assert set(found["tags"]) <= DRAWIO_TAGS, name
        assert set(found["pictures"]) <= {"data:image/"}, name
    assert troubles == []


def test_mxgraph_shows_hostile_names_as_text(page: Any) -> None:
    code = (TOOLS / "read_drawio.js").read_text(encoding="utf-8")
    found = page.evaluate(code, render_drawio([placed(OWN_VIEWS["tricks"])], {}))
    told = " ".join(found["labels"])
    for words in ("!include /etc/passwd", "{{ 7 * 7 }}", "<TABLE>", "'); import os;"):
        assert words.replace(" ", "") in told.replace("\n", "").replace(" ", "")


def test_excalidraw_draws_every_element_of_every_view(page: Any, troubles: list[str]) -> None:
    code = (TOOLS / "read_excalidraw.js").read_text(encoding="utf-8")
    for name, view in views().items():
        scene = json.loads(render_excalidraw(placed(view), {}))
        found = page.evaluate(code, scene)
        texts = [one["text"] for one in scene["elements"] if one["type"] == "text"]
        lines = [line for text in texts for line in text.split("\n")]
        assert sorted(found["words"]) == sorted(lines), name
        assert found["pictures"] == sum(one["type"] == "image" for one in scene["elements"]), name
        assert (found["wrong"], found["calls"]) == (0, 0), name
        assert set(found["tags"]) <= EXCALIDRAW_TAGS, name
        arrows = sum(one["type"] == "arrow" for one in scene["elements"])
        assert arrows <= counts_of(view)[1], name
    assert troubles == []

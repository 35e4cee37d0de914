"""The interactive page: one file, a strict policy, both colours in one drawing, and text that stays text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from designer.adapters.image.page import interactive_page
from designer.catalog.catalog import Catalog
from designer.model import Design, ViewKind
from designer.render.page import KINDS
from designer.render.theme import DARK, LIGHT
from designer.render.theme_file import read_theme
from designer.views import build_views
from tests.unit.render_svg.samples import HOSTILE, SAMPLES, TECHNOLOGIES

CATALOG = Catalog(technologies=TECHNOLOGIES)


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.inside = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.inside = tag
        if tag in self.raw:
            self.raw[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside in self.raw:
            self.raw[self.inside][-1] += data


def page_of(name: str, **more: Any) -> str:
    return interactive_page(SAMPLES[name], CATALOG, **more)


def data_of(page: str) -> Any:
    return json.loads(Elements(page).raw["script"][0])


@pytest.fixture(scope="module")
def page() -> str:
    return page_of("sms-gateway")


def test_every_kind_of_view_has_a_name_in_the_list() -> None:
    assert set(KINDS) == set(ViewKind)


def test_all_views_are_in_it_and_the_first_is_shown(page: str) -> None:
    ids = [view.id for view in build_views(SAMPLES["sms-gateway"], CATALOG)]
    sections = [attributes for tag, attributes in Elements(page).found if tag == "section"]
    assert [attributes["data-view"] for attributes in sections] == ids
    assert [("hidden" in attributes) for attributes in sections] == [False] + [True] * (len(ids) - 1)
    entries = [
        attributes["data-view"] for tag, attributes in Elements(page).found if attributes.get("class") == "entry"
    ]
    assert sorted(map(str, entries)) == sorted(ids)


@pytest.mark.parametrize("name", ["sms-gateway", "hostile"])
def test_the_policy_allows_this_style_and_this_script_and_nothing_else(name: str) -> None:
    elements = Elements(page_of(name))
    policy = next(a["content"] for t, a in elements.found if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data:"
    assert set(rules) == {"default-src", "img-src", "style-src", "script-src", "base-uri", "form-action"}
    for rule, texts in (("style-src", elements.raw["style"]), ("script-src", elements.raw["script"][1:])):
        assert len(texts) == 1
        digest = base64.b64encode(hashlib.sha256(texts[0].encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"


@pytest.mark.parametrize("name", ["sms-gateway", "hostile"])
def test_nothing_in_it_runs_loads_or_leads_outside(name: str) -> None:
    elements = Elements(page_of(name))
    tags = {tag for tag, _ in elements.found}
    assert not tags & {"iframe", "object", "embed", "link", "form", "base", "img", "foreignobject", "animate", "set"}
    assert [a.get("type") for tag, a in elements.found if tag == "script"] == ["application/json", None]
    for _, attributes in elements.found:
        for key, value in attributes.items():
            assert not key.startswith("on") and key not in ("style", "src", "srcset", "action"), key
            if key.endswith("href"):
                assert str(value).startswith(("#", "data:image/png;base64,")), value
    style = elements.raw["style"][0]
    assert "url(" not in style and "@import" not in style


def test_hostile_names_stay_text_and_cannot_end_the_data() -> None:
    page = page_of("hostile")
    assert "<script>alert" not in page
    assert "</script>alert" not in page
    names = {part["name"] for part in data_of(page)["parts"].values()}
    assert "]]><script>alert(1)</script>" in names
    assert all(len(name) <= 300 for name in names)
    assert "<" not in Elements(page).raw["script"][0]


@pytest.mark.parametrize(
    "word", [*HOSTILE, "</script><script>alert(1)</script>", "<!--<script>", "\u2028\u2029", "${7*7}`"]
)
def test_any_title_stays_a_title(word: str) -> None:
    design = SAMPLES["one"].model_copy(update={"title": word, "summary": word})
    elements = Elements(interactive_page(Design.model_validate(design.model_dump()), CATALOG))
    assert [a.get("type") for tag, a in elements.found if tag == "script"] == ["application/json", None]
    assert len(elements.raw["script"][1]) == len(Elements(page_of("one")).raw["script"][1])


def test_the_drawing_has_both_colours(page: str) -> None:
    style = Elements(page).raw["style"][0]
    light, dark = style.partition("@media (prefers-color-scheme:dark)")[::2]
    ink = next(name for name, color in re.findall(r"--(k\d+):(#[0-9A-F]{6})", light) if color == LIGHT.ink)
    assert f'fill="var(--{ink})"' in page
    assert f"--{ink}:{DARK.ink};" in dark
    drawing = page.partition("<section")[2].partition("</section>")[0]
    assert LIGHT.ink not in drawing and DARK.card not in drawing


def test_icons_are_there_once_and_ids_are_unique(page: str) -> None:
    images = re.findall(r'href="(data:image/png;base64,[^"]+)"', page)
    assert images and len(images) == len(set(images))
    ids = [attributes["id"] for _, attributes in Elements(page).found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<use href="#([^"]+)"', page)) <= set(ids)


def test_a_theme_of_ones_own_takes_the_place_of_light_or_of_dark() -> None:
    tokens = {"base": "dark", "ink": "#FFEEDD"}
    page = page_of("one", theme=read_theme(tokens, lambda keys: ""))
    assert "#FFEEDD" in page and LIGHT.ink in page and DARK.ink not in page


def test_details_tell_where_a_part_comes_from_and_what_it_talks_to() -> None:
    design = SAMPLES["sms-gateway"]
    data = data_of(page_of("sms-gateway"))
    for component in design.graph.components:
        told = data["parts"][component.id]
        assert (told["name"], told["kind"], told["replicas"]) == (
            component.name,
            component.kind.label,
            component.replicas,
        )
        assert told["origin"]
    ends = sorted((line["from"], line["to"]) for line in data["lines"])
    assert ends == sorted((link.source, link.target) for link in design.graph.connections)
    assert len(data["findings"]) == len(design.findings)


def test_the_same_design_gives_the_same_page(page: str) -> None:
    assert page == page_of("sms-gateway")

"""What views lay over parts is readable without colour, keeps every part in its place, and breaks no picture."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree

import pytest

import designer
from designer.adapters.image import Pictures
from designer.adapters.image.engine import GraphvizEngine
from designer.adapters.image.pictures import arrange
from designer.model import (
    Badge,
    Design,
    Key,
    Kind,
    Note,
    SequenceView,
    View,
    ViewEdge,
    ViewGroup,
    ViewKind,
    ViewNode,
    ViewRow,
)
from designer.render.card_size import card_size
from designer.render.dress import bare, dressed
from designer.render.quality import measure
from designer.render.theme import THEMES, Theme, contrast, ink_on
from designer.views import build_view, build_views
from tests.support.catalogs import shipped
from tests.unit.render_svg.samples import HOSTILE

NS = "{http://www.w3.org/2000/svg}"
HEAT = ("low", "fair", "busy", "hot", "over")
SAID = ("good", "info", "warn", "bad")
BLUEPRINTS = [blueprint.id for blueprint in shipped().blueprints]
CONTAINERS = (ViewKind.CONTAINER, ViewKind.CONTEXT, ViewKind.COMPONENT)


@cache
def design_of(blueprint: str) -> Design:
    return designer.design(shipped().blueprint(blueprint).examples[0].brief, catalog=shipped())


def drawn_views(blueprint: str) -> list[View]:
    return [view for view in build_views(design_of(blueprint), shipped()) if not isinstance(view, SequenceView)]


def texts_of(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{NS}text")]


def check(view: View) -> None:
    """Fail where anything in the picture of a view lies on anything else, or a label of a new kind of view is cut."""
    arranged = arrange(bare(view), GraphvizEngine(), deadline_s=60)
    assert arranged.notes == ()
    assert measure(arranged.placed).flaws == 0, view.id
    if view.kind not in CONTAINERS:
        cut = [
            line for label in arranged.placed.labels for line in (*label.text.lines, label.text.protocol) if "…" in line
        ]
        assert cut == []


@pytest.mark.parametrize("number", range(len(BLUEPRINTS)))
def test_nothing_is_wrong_in_two_views_of_each_blueprint(number: int) -> None:
    views = [view for view in drawn_views(BLUEPRINTS[number]) if view.kind is not ViewKind.CONTAINER]
    for turn in (0, 1):
        check(views[(number + turn * (len(views) // 2)) % len(views)])


@pytest.mark.slow
@pytest.mark.parametrize("blueprint", BLUEPRINTS)
def test_nothing_is_wrong_in_any_view_of_any_blueprint(blueprint: str) -> None:
    for view in drawn_views(blueprint):
        check(view)


@pytest.mark.parametrize("blueprint", ["payment-system", "sms-gateway"])
def test_no_field_of_an_entity_is_cut(blueprint: str) -> None:
    view = build_view(design_of(blueprint), "entities", shipped())
    assert isinstance(view, View)
    words = texts_of(Pictures().svg(view))
    assert [text for text in words if "…" in text] == []
    rows = [row for node in view.nodes for row in node.rows]
    assert {row.name for row in rows} | {row.type for row in rows} <= set(words)
    assert sorted(row.tag.upper() for row in rows if row.tag) == sorted(
        text for text in words if text in ("PERSONAL", "PAYMENT", "SECRET", "HEALTH")
    )


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_words_on_every_tone_pass_aa(theme: Theme) -> None:
    for tone in (*HEAT, *SAID):
        color = theme.tones[tone]  # type: ignore[index]
        assert contrast(ink_on(color), color) >= 4.5
    for tone in SAID:
        assert contrast(theme.tones[tone], theme.background) >= 4.5  # type: ignore[index]


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_heat_is_told_by_lightness_alone(theme: Theme) -> None:
    lightness = [contrast(theme.tones[tone], theme.background) for tone in HEAT]  # type: ignore[index]
    assert lightness == sorted(lightness)
    assert all(later / earlier > 1.2 for earlier, later in pairwise(lightness))


def test_heat_prints_every_share_in_words() -> None:
    view = build_view(design_of("payment-system"), "heat", shipped())
    assert isinstance(view, View)
    words = texts_of(Pictures().svg(view))
    assert {node.figure for node in view.nodes if node.figure} <= set(words)
    assert {key.text for key in view.keys} <= set(words)


def test_overlays_leave_every_part_where_the_container_has_it() -> None:
    places = []
    for name in ("container", "heat", "failures", "threats"):
        view = build_view(design_of("payment-system"), name, shipped())
        assert isinstance(view, View)
        placed = dressed(arrange(bare(view), GraphvizEngine(), deadline_s=60).placed, view)
        assert [one.node for one in placed.nodes] == list(view.nodes)
        places.append([one.rect for one in placed.nodes])
    assert places[0] == places[1] == places[2] == places[3]


def test_layout_of_tables_knows_their_words() -> None:
    row = ViewRow(name="a_rather_long_name_of_a_field_that_stands_alone", type="timestamp", mark="PK", tag="personal")
    table = ViewNode(id="t", name="T", kind=Kind.RELATIONAL_DB, technology="kept " * 20, rows=(row,))
    view = View(id="v", kind=ViewKind.ENTITIES, title="T", nodes=(table,))
    assert card_size(bare(view).nodes[0]) == card_size(table)


def overlaid(*words: str) -> View:
    """Return a small view with everything that a view can lay over a part, named by `words`."""
    nodes = tuple(
        ViewNode(
            id=f"n{number}",
            name=word,
            kind=Kind.SERVICE,
            group="g",
            technology=word,
            badges=(Badge(text=word, tone="bad"), Badge(text="12", tone="")),
            figure=word[:4],
            tone="hot" if number % 2 else "warn",
            rows=(ViewRow(name=word, type=word, mark="PK FK", tag=word, tone="bad"),) if number % 3 == 2 else (),
            link="component-a" if number % 3 == 1 else "",
        )
        for number, word in enumerate(words)
    )
    edges = tuple(
        ViewEdge(id=f"e{number}", source="n0", target=f"n{number}", label=word, protocol=word, tone="bad")
        for number, word in enumerate(words[1:], 1)
    )
    return View(
        id="threats",
        kind=ViewKind.THREATS,
        title="T",
        nodes=nodes,
        edges=edges,
        groups=(ViewGroup(id="g", name=words[0], is_trust=True),),
        keys=(Key(text=words[0], tone="bad"), Key(text="context", tone="")),
        notes=tuple(Note(mark=str(number), title=word, text=word) for number, word in enumerate(words, 1)),
    )


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_hostile_words_of_an_overlay_stay_text(theme: str) -> None:
    svg = Pictures().svg(overlaid(*HOSTILE), theme=theme)
    ElementTree.fromstring(svg)
    assert "<script" not in svg and "<b>" not in svg and "\u202e" not in svg
    assert set(re.findall(r'<a href="([^"]*)"', svg)) == {"component-a.svg"}


def test_note_stands_below_the_picture_with_its_number() -> None:
    words = texts_of(Pictures().svg(overlaid("Front door")))
    assert words.count("1") == 1
    assert words.count("Front door") >= 3


def test_trust_boundary_is_told_by_its_line() -> None:
    view = overlaid("Front door")
    plain = view.model_copy(update={"groups": (ViewGroup(id="g", name="Front door"),)})
    assert 'stroke-dasharray="9 5"' in Pictures().svg(view)
    assert 'stroke-dasharray="9 5"' not in Pictures().svg(plain)
    assert "Trust boundary" in texts_of(Pictures().svg(view))


def test_badge_that_finds_no_room_does_not_leave_its_card() -> None:
    view = overlaid("An entry point with far too many words for a badge")
    svg = Pictures().svg(view)
    card = arrange(bare(view), GraphvizEngine(), deadline_s=60).placed.nodes[0].rect
    widths = [float(width) for width in re.findall(r'width="([\d.]+)" height="14" rx="4"', svg)]
    assert widths and max(widths) < card.w - 50

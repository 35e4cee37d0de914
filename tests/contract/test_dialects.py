"""The real parsers read what the text dialects write, and understand the same words."""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import designer
from designer.model import AnyView, SequenceView, View, ViewKind, ViewNode
from designer.render.d2 import render_d2
from designer.render.dot import render_dot
from designer.render.escape import one_line
from designer.render.mermaid import render_mermaid
from designer.render.outline import (
    NAME_LIMIT,
    card_lines,
    edge_text,
    group_name,
    message_text,
    row_line,
    view_title,
    with_notes,
)
from designer.views import build_views
from tests.support.catalogs import shipped
from tests.support.hostile_views import OWN_VIEWS
from tests.unit.render_svg.test_overlays import overlaid
from tests.unit.render_text.sample_views import (
    HOSTILE,
    MARKS,
    every_kind,
    sample_sequence,
    sample_view,
    sequence_named,
    view_named,
)

TOOLS = Path(__file__).resolve().parent.parent / "tools"
INSTALL = "npm ci --prefix tests/tools"
ENGINE = Path(sys.executable).with_name("graphviz-pure")

VIEWS: dict[str, AnyView] = {
    "sample": sample_view(),
    "sequence": sample_sequence(),
    "every kind": every_kind(),
    "every kind, one copy": every_kind(replicas=1),
    "empty": View(id="v", kind=ViewKind.CONTAINER, title="Nothing yet"),
    "hostile": view_named(*HOSTILE),
    "hostile sequence": sequence_named(*HOSTILE),
    "every mark": view_named(*MARKS),
    "every mark in a sequence": sequence_named(*MARKS),
}


def _as_states(view: View) -> View:
    """Return a view as a state machine whose first card is where it starts and whose last is an end."""
    last = len(view.nodes) - 1
    stages = ["start", *["state"] * (last - 1), "end"]
    nodes = tuple(
        node.model_copy(update={"stage": stage, "rows": ()}) for node, stage in zip(view.nodes, stages, strict=True)
    )
    return view.model_copy(update={"kind": ViewKind.STATE, "nodes": nodes, "notes": ()})


def _of_blueprints() -> dict[str, AnyView]:
    """Return one view of each blueprint, so that together they are of every kind many times over.

    With `ALL_VIEWS` set, every view of every blueprint.
    """
    found: dict[str, AnyView] = {}
    for number, blueprint in enumerate(shipped().blueprints):
        design = designer.design(blueprint.examples[0].brief, catalog=shipped())
        kinds = [kind for kind in ViewKind if kind not in (ViewKind.DIFF, ViewKind.SEQUENCE)]
        views = [view for view in build_views(design, shipped()) if view.kind in kinds]
        wanted = kinds[number % len(kinds)]
        chosen = views if ALL_VIEWS else [view for view in views if view.kind is wanted][:1]
        found |= {f"{blueprint.id} {view.id}": view for view in chosen}
    return found


ALL_VIEWS = os.environ.get("ALL_VIEWS") == "1"
VIEWS |= {
    "marks of a view": overlaid("Front door", "Back door", "Cellar"),
    "hostile marks of a view": overlaid(*HOSTILE),
    "hostile entities": overlaid(*HOSTILE).model_copy(update={"kind": ViewKind.ENTITIES}),
    "every mark in entities": overlaid(*MARKS).model_copy(update={"kind": ViewKind.ENTITIES}),
    "hostile states": _as_states(overlaid(*HOSTILE)),
    "every mark in states": _as_states(overlaid(*MARKS)),
    **{f"own {name}": view for name, view in OWN_VIEWS.items() if "fuzzed" in name or "tricks" in name},
    **_of_blueprints(),
}
TITLES: dict[str, AnyView] = {f"title {name[:20]!r}": view_named(name) for name in HOSTILE}
BROKEN = {"mermaid": "flowchart TB\n n0(( {", "d2": "a -> {"}


def words(view: AnyView, dialect: str = "") -> dict[str, list[str]]:
    """Return every text of a view as a reader should see it in a dialect, sorted."""
    if isinstance(view, SequenceView):
        nodes = [card_lines(node)[0] for node in view.participants]
        edges = [message_text(message) for message in view.messages]
        return {"nodes": sorted(nodes), "groups": [], "edges": sorted(edges)}
    if dialect == "mermaid" and view.kind is ViewKind.ENTITIES:
        names = [one_line(edge.label, NAME_LIMIT) for edge in view.edges]
        return {"nodes": sorted(card_lines(node)[0] for node in view.nodes), "groups": [], "edges": sorted(names)}
    if dialect == "mermaid" and view.kind is ViewKind.STATE:
        nodes = [card_lines(node)[0] for node in view.nodes if node.stage != "start"]
        ends = [""] * sum(1 for node in view.nodes if node.stage == "end")
        return {"nodes": sorted(nodes), "groups": [], "edges": sorted([*map(edge_text, view.edges), *ends])}
    view = with_notes(view)
    return {
        "nodes": sorted(_card_words(node, rows=dialect != "mermaid") for node in view.nodes),
        "groups": sorted(group_name(group) for group in view.groups),
        "edges": sorted(edge_text(edge) for edge in view.edges),
    }


def _card_words(node: ViewNode, *, rows: bool = True) -> str:
    if node.rows and rows:
        return "\n".join((card_lines(node)[0], *map(row_line, node.rows)))
    if node.stage:
        return "" if node.stage == "start" else card_lines(node)[0]
    return "\n".join(card_lines(node))


@pytest.fixture(scope="session")
def readings() -> dict[tuple[str, str], dict[str, Any]]:
    """Return what node's parsers read in all diagrams, by dialect and name of the view."""
    if not (TOOLS / "node_modules").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the parsers are missing: run `{INSTALL}`")
        pytest.skip(f"the parsers are missing: run `{INSTALL}`")
    tasks = [{"dialect": "mermaid", "name": name, "text": render_mermaid(view)} for name, view in TITLES.items()]
    for name, view in VIEWS.items():
        tasks.append({"dialect": "mermaid", "name": name, "text": render_mermaid(view)})
        tasks.append({"dialect": "d2", "name": name, "text": render_d2(view)})
    tasks += [{"dialect": dialect, "name": "broken", "text": text} for dialect, text in BROKEN.items()]
    run = subprocess.run(
        ["node", "check_dialects.mjs"],
        cwd=TOOLS,
        input=json.dumps(tasks).encode("utf-8"),
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    results = json.loads(run.stdout)
    return {(task["dialect"], task["name"]): result for task, result in zip(tasks, results, strict=True)}


@pytest.mark.parametrize("dialect", ["mermaid", "d2"])
@pytest.mark.parametrize("name", VIEWS)
def test_parser_reads_the_words_of_the_view(
    readings: dict[tuple[str, str], dict[str, Any]], dialect: str, name: str
) -> None:
    found = readings[dialect, name]
    assert found["error"] is None
    assert {key: sorted(found[key]) for key in ("nodes", "groups", "edges")} == words(VIEWS[name], dialect)


@pytest.mark.parametrize("name", VIEWS)
def test_d2_reads_the_title(readings: dict[tuple[str, str], dict[str, Any]], name: str) -> None:
    assert readings["d2", name]["title"] == view_title(VIEWS[name].title)


@pytest.mark.parametrize("name", TITLES)
def test_mermaid_takes_any_title(readings: dict[tuple[str, str], dict[str, Any]], name: str) -> None:
    found = readings["mermaid", name]
    assert found["error"] is None
    assert found["groups"] == words(TITLES[name])["groups"]


@pytest.mark.parametrize("dialect", BROKEN)
def test_parser_refuses_a_broken_diagram(readings: dict[tuple[str, str], dict[str, Any]], dialect: str) -> None:
    assert readings[dialect, "broken"]["error"]


@pytest.fixture(scope="session")
def graphs() -> dict[str, dict[str, Any]]:
    """Return what Graphviz read in each DOT text: all in one run, one JSON document after the other."""
    text = "".join(render_dot(view) for view in VIEWS.values())
    run = subprocess.run([ENGINE, "-Tdot_json"], input=text.encode(), capture_output=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr.decode()
    # An engine without font files guesses the width of "·"; nothing else may be worth a warning.
    assert [line for line in run.stderr.splitlines() if b"no value for width" not in line] == []
    decoder, rest, found = json.JSONDecoder(), run.stdout.decode("utf-8").strip(), []
    while rest:
        graph, end = decoder.raw_decode(rest)
        found.append(graph)
        rest = rest[end:].strip()
    return dict(zip(VIEWS, found, strict=True))


@pytest.mark.parametrize("name", VIEWS)
def test_graphviz_reads_the_words_of_the_view(graphs: dict[str, dict[str, Any]], name: str) -> None:
    view, graph = VIEWS[name], graphs[name]
    things = graph.get("objects", [])
    whole = view if isinstance(view, SequenceView) else with_notes(view)
    cards = sorted(map(_card_words, _cards(whole)))
    assert sorted(_drawn(thing["label"]) for thing in things if "nodes" not in thing) == cards
    assert sorted(_drawn(thing["label"]) for thing in things if "nodes" in thing) == words(view)["groups"]
    labels = [_drawn(edge.get("label", "")) for edge in graph.get("edges", [])]
    assert sorted(_without_number(view, label) for label in labels) == words(view)["edges"]
    assert _drawn(graph["label"]) == view_title(view.title)


def _cards(view: AnyView) -> Any:
    return view.participants if isinstance(view, SequenceView) else view.nodes


def _drawn(label: str) -> str:
    """Return a label as Graphviz draws it: escapes are undone, then entities."""
    return html.unescape(label.replace("\\\\", "\0").replace("\\n", "\n").replace('\\"', '"').replace("\0", "\\"))


def _without_number(view: AnyView, label: str) -> str:
    return label.partition(". ")[2] if isinstance(view, SequenceView) else label

"""What other tools make of our exports: PlantUML, networkx for GraphML, and the package diagrams.

The formats of editors that have no program for a test (draw.io, Excalidraw) are in test_editor_formats.py.
"""

from __future__ import annotations

import ast
import html
import importlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from shutil import which
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest

from designer.api import default_catalog
from designer.model import AnyView, Kind, SequenceView, View
from designer.render.diagrams_classes import CLASSES
from designer.render.diagrams_script import KIND_CLASSES, render_diagrams
from designer.render.escape import one_line
from designer.render.graphml import render_graphml
from designer.render.outline import card_lines, group_name, message_text
from designer.render.plantuml import render_plantuml
from tests.support.blueprint_views import blueprint_views
from tests.support.hostile_views import OWN_VIEWS
from tests.unit.render_text.sample_views import sample_view

ENGINE = Path(sys.executable).with_name("graphviz-pure")

BLUEPRINTS = [blueprint.id for blueprint in default_catalog().blueprints]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return PlantUML's SVG of our own views by name, all drawn in one run."""
    folder = tmp_path_factory.mktemp("plantuml")
    for number, view in enumerate(OWN_VIEWS.values()):
        (folder / f"v{number}.puml").write_text(render_plantuml(view), encoding="utf-8")
    run = _plantuml(folder, "-tsvg")
    assert run.returncode == 0, run.stderr.decode()[-2000:]
    files = {name: folder / f"v{number}.svg" for number, name in enumerate(OWN_VIEWS)}
    return {name: path.read_text(encoding="utf-8") for name, path in files.items()}


@pytest.mark.parametrize("name", OWN_VIEWS)
def test_plantuml_draws_every_word(drawn: dict[str, str], name: str) -> None:
    drawing = _squeezed("".join(_svg_texts(drawn[name])))
    for text in _plantuml_texts(OWN_VIEWS[name]):
        # Lines may break anywhere, and the text of two lines be drawn in turns: only the first words count.
        assert _squeezed(text)[:12] in drawing, text


@pytest.mark.parametrize("name", [name for name, view in OWN_VIEWS.items() if isinstance(view, View)])
def test_plantuml_draws_no_more_parts_and_lines_than_the_view_has(drawn: dict[str, str], name: str) -> None:
    view, svg = OWN_VIEWS[name], drawn[name]
    assert isinstance(view, View)
    comments = re.findall(r"(?s)<!--MD5=\[\w+\]\n(.*?)-->(<?[a-z]*)", svg)
    # PlantUML keeps parts that have no connection in order by links of its own, which have no path.
    links = [text for text, what in comments if re.fullmatch(r"link n\d+ to n\d+", text) and what == "<path"]
    assert len(links) == len(view.edges)
    assert sum(text.startswith("cluster ") for text, _ in comments) == len(view.groups)
    assert sum(text.startswith("entity ") for text, _ in comments) == len(view.nodes)
    assert "<image" not in svg
    assert "<a " not in svg


@pytest.mark.slow
def test_plantuml_accepts_every_blueprint(tmp_path: Path) -> None:
    for name, views in blueprint_views().items():
        for view in views:
            (tmp_path / f"{name}-{view.kind.value}.puml").write_text(render_plantuml(view), encoding="utf-8")
    run = _plantuml(tmp_path, "-checkonly")
    assert run.returncode == 0, run.stdout.decode()[-2000:] + run.stderr.decode()[-2000:]


def test_plantuml_refuses_a_broken_file(tmp_path: Path) -> None:
    (tmp_path / "a.puml").write_text(render_plantuml(sample_view()).replace("Boundary(g0", "Boundary((g0"))
    assert _plantuml(tmp_path, "-checkonly").returncode != 0


def _plantuml(folder: Path, action: str) -> subprocess.CompletedProcess[bytes]:
    program = which("plantuml")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PlantUML is missing: apt-get install plantuml")
        pytest.skip("PlantUML is missing: apt-get install plantuml")
    files = sorted(path.name for path in folder.glob("*.puml"))
    command = [program, "-charset", "UTF-8", "-failfast2", action, *files]
    environment = {**os.environ, "GRAPHVIZ_DOT": str(ENGINE)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=300, check=False)


def _svg_texts(svg: str) -> list[str]:
    plain = re.sub(r"(?s)<!--.*?-->", "", svg)
    return [html.unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", plain)]


def _squeezed(text: str) -> str:
    """Return a text without white space, which lines break at, and without characters that have no width."""
    return re.sub(r"[\s\u2060\u00a0]+", "", text)


def _plantuml_texts(view: AnyView) -> list[str]:
    if isinstance(view, SequenceView):
        return [*(card_lines(node)[0] for node in view.participants), *map(message_text, view.messages)]
    return [*(line for node in view.nodes for line in _told(node)), *(one_line(edge.label) for edge in view.edges)]


def _told(node: Any) -> tuple[str, ...]:
    # A person carries no technology in C4.
    return card_lines(node)[:1] if node.kind is Kind.PERSON else card_lines(node)


@pytest.mark.parametrize("name", OWN_VIEWS)
def test_networkx_reads_the_view(name: str) -> None:
    view = OWN_VIEWS[name]
    graph = networkx.parse_graphml(render_graphml(view), force_multigraph=True)
    facts = [data for _, data in graph.nodes(data=True)]
    cards = view.participants if isinstance(view, SequenceView) else view.nodes
    lines = view.messages if isinstance(view, SequenceView) else view.edges
    parts = [data for data in facts if data["type"] == "component"]
    assert sorted((data["id"], data["name"], data["replicas"]) for data in parts) == sorted(
        (one_line(node.id), one_line(node.name, 20_000), node.replicas) for node in cards
    )
    assert len(facts) - len(parts) == (0 if isinstance(view, SequenceView) else len(view.groups))
    assert graph.number_of_edges() == len(lines)
    assert {data["mode"] for *_, data in graph.edges(data=True)} <= {"sync", "async", "replication"}


@pytest.mark.parametrize("name", BLUEPRINTS)
def test_networkx_reads_every_blueprint(name: str) -> None:
    view, _ = blueprint_views()[name]
    graph = networkx.parse_graphml(render_graphml(view), force_multigraph=True)
    keys = {key: data["id"] for key, data in graph.nodes(data=True)}
    found = {(data["id"], keys[a], keys[b], data["mode"]) for a, b, data in graph.edges(data=True)}
    assert found == {(edge.id, edge.source, edge.target, edge.mode.value) for edge in view.edges}
    nested = ElementTree.fromstring(render_graphml(view)).iter("{http://graphml.graphdrawing.org/xmlns}graph")
    assert sum(1 for _ in nested) == 1 + len(view.groups)


@pytest.fixture(scope="module")
def program_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a `dot`: the packaged engine, which draws everything but icons."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "dot").symlink_to(ENGINE)
    return folder


RUN: dict[str, AnyView] = {
    **{name: OWN_VIEWS[name] for name in ("sample", "every kind", "tricks", "tricks sequence", "fuzzed")},
}


@pytest.mark.parametrize("name", RUN)
def test_script_for_diagrams_runs_and_draws(program_folder: Path, tmp_path: Path, name: str) -> None:
    view = RUN[name]
    (tmp_path / "draw.py").write_text(render_diagrams(view), encoding="utf-8")
    _run_script(tmp_path, program_folder)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == sorted(["draw.py", f"{view.id}.png"])


@pytest.mark.parametrize("name", RUN)
def test_graphviz_reads_the_words_of_the_script(program_folder: Path, tmp_path: Path, name: str) -> None:
    view = RUN[name]
    script = render_diagrams(view).replace("show=False", 'show=False, outformat="dot"')
    (tmp_path / "draw.py").write_text(script, encoding="utf-8")
    _run_script(tmp_path, program_folder)
    run = subprocess.run(
        [ENGINE, "-Tdot_json", f"{view.id}.dot"], cwd=tmp_path, capture_output=True, timeout=60, check=True
    )
    # A label in angle brackets would be read as markup.
    assert not re.search(r"\b\w+=<", (tmp_path / f"{view.id}.dot").read_text(encoding="utf-8").replace('\\"', ""))
    graph = json.loads(run.stdout)
    things = graph.get("objects", [])
    cards = view.participants if isinstance(view, SequenceView) else view.nodes
    drawn = Counter(_as_drawn(thing["label"]) for thing in things if "nodes" not in thing)
    assert drawn == Counter("\n".join(card_lines(node)) for node in cards)
    groups = () if isinstance(view, SequenceView) else view.groups
    assert sorted(_as_drawn(thing["label"]) for thing in things if "nodes" in thing) == sorted(map(group_name, groups))
    lines = view.messages if isinstance(view, SequenceView) else view.edges
    assert len(graph.get("edges", [])) == len(lines)


def _run_script(folder: Path, programs: Path) -> None:
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    run = subprocess.run(
        [sys.executable, "draw.py"], cwd=folder, env=environment, capture_output=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr.decode()[-2000:]


def _as_drawn(label: str) -> str:
    """Return a label as Graphviz draws it: escapes are undone, then entities."""
    return html.unescape(label.replace("\\\\", "\0").replace("\\n", "\n").replace('\\"', '"').replace("\0", "\\"))


@pytest.mark.parametrize("name", BLUEPRINTS)
def test_script_of_every_blueprint_imports_what_exists(name: str) -> None:
    for view in blueprint_views()[name]:
        tree = ast.parse(render_diagrams(view))
        known = set()
        for statement in tree.body:
            if isinstance(statement, ast.ImportFrom):
                module = importlib.import_module(statement.module or "")
                for alias in statement.names:
                    assert callable(getattr(module, alias.name))
                    known.add(alias.asname or alias.name)
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert called <= known


@pytest.mark.parametrize("name", OWN_VIEWS)
def test_script_has_no_code_but_our_own(name: str) -> None:
    view = OWN_VIEWS[name]
    tree = ast.parse(render_diagrams(view))
    kinds = {type(statement).__name__ for statement in tree.body}
    assert kinds <= {"Expr", "ImportFrom", "Assign", "With"}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert all(isinstance(call.func, ast.Name) for call in calls)
    lines = view.messages if isinstance(view, SequenceView) else view.edges
    assert sum(call.func.id == "Edge" for call in calls if isinstance(call.func, ast.Name)) == len(lines)


def test_every_class_of_the_tables_exists_and_shows_the_icon() -> None:
    for path, (module, name) in CLASSES.items():
        found = getattr(importlib.import_module(module), name)
        assert f"{found._icon_dir}/{found._icon}" == f"resources/{path}"
    for kind in Kind:
        module, name = KIND_CLASSES[kind]
        assert getattr(importlib.import_module(module), name)._icon


def test_every_icon_of_the_catalog_is_in_the_table() -> None:
    icons = {technology.icon for technology in default_catalog().technologies if technology.icon}
    assert icons <= set(CLASSES)

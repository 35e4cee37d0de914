"""Mermaid's own parser reads the C4 and architecture diagrams: the parts, groups and pairs of the view, no more."""

from __future__ import annotations

import json
import os
import subprocess
from functools import cache
from typing import Any

import pytest

from designer.adapters.image import Pictures
from designer.model import AnyView, Kind, SequenceView, View, ViewKind
from designer.render.mermaid_architecture import render_mermaid_architecture
from designer.render.mermaid_c4 import render_mermaid_c4
from designer.render.mermaid_pairs import pairs_of, parts_of
from designer.render.outline import card_lines, group_name, with_notes
from tests.contract.test_dialects import INSTALL, TOOLS, VIEWS
from tests.support.blueprint_views import blueprint_views
from tests.support.hostile_views import OWN_VIEWS
from tests.unit.render_text.sample_views import view_named

DIRECTIONS = (
    "direction TB",
    "a direction\tLR b",
    "DIRECTION BT",
    "title x",
    "accDescr { x",
    "C4Context",
    "Rel(n0, n1)",
)
DIALECTS = ("mermaid-c4", "mermaid-architecture")


@cache
def views() -> dict[str, AnyView]:
    """Return every view that the dialects are tried with: hostile ones, and those of all blueprints."""
    found = {
        **VIEWS,
        **{f"own {name}": view for name, view in OWN_VIEWS.items()},
        "directions": view_named(*DIRECTIONS),
    }
    for name, pair in blueprint_views().items():
        found |= {f"{name} {view.kind}": view for view in pair}
    sample = OWN_VIEWS["tricks"]
    assert isinstance(sample, View)
    for kind in (ViewKind.CONTEXT, ViewKind.COMPONENT, ViewKind.DEPLOYMENT):
        found[f"tricks as {kind}"] = sample.model_copy(update={"kind": kind})
    return found


@pytest.fixture(scope="module")
def readings() -> dict[tuple[str, str], dict[str, Any]]:
    if not (TOOLS / "node_modules").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the parsers are missing: run `{INSTALL}`")
        pytest.skip(f"the parsers are missing: run `{INSTALL}`")
    tasks = []
    for name, view in views().items():
        page = Pictures().placed(view)
        tasks.append({"dialect": "mermaid-c4", "name": name, "text": render_mermaid_c4(view)})
        tasks.append({"dialect": "mermaid-architecture", "name": name, "text": render_mermaid_architecture(page, {})})
    run = subprocess.run(
        ["node", "check_dialects.mjs"],
        cwd=TOOLS,
        input=json.dumps(tasks).encode("utf-8"),
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    return {(task["dialect"], task["name"]): result for task, result in zip(tasks, json.loads(run.stdout), strict=True)}


def names_of(view: AnyView) -> list[str]:
    return sorted(card_lines(node)[0] for node in parts_of(view))


def groups_of(view: AnyView) -> list[str]:
    return [] if isinstance(view, SequenceView) else sorted(group_name(group) or " " for group in view.groups)


def test_c4_holds_the_parts_groups_and_pairs_of_every_view(readings: dict[tuple[str, str], dict[str, Any]]) -> None:
    for name, view in views().items():
        found = readings["mermaid-c4", name]
        assert found["error"] is None, (name, found["error"])
        whole = view if isinstance(view, SequenceView) else with_notes(view)
        assert sorted(words.partition("\n")[0] for words in found["nodes"]) == names_of(whole), name
        assert sorted(found["groups"]) == groups_of(whole), name
        said = sorted("\n".join(word for word in (pair.words, pair.technology) if word) for pair in pairs_of(whole))
        assert sorted(found["edges"]) == said, name


def test_architecture_holds_the_parts_groups_and_pairs_of_every_view(
    readings: dict[tuple[str, str], dict[str, Any]],
) -> None:
    for name, view in views().items():
        found = readings["mermaid-architecture", name]
        assert found["error"] is None, (name, found["error"])
        assert sorted(found["nodes"]) == sorted(" - ".join(card_lines(node)) for node in parts_of(view)), name
        assert sorted(found["groups"]) == groups_of(view), name
        drawn = [pair for pair in pairs_of(view) if pair.source != pair.target]
        said = sorted(" - ".join(word for word in (pair.words, pair.technology) if word) for pair in drawn)
        assert sorted(found["edges"]) == said, name


def test_mermaid_gives_no_two_parts_of_an_architecture_one_place(
    readings: dict[tuple[str, str], dict[str, Any]],
) -> None:
    for name in views():
        for places in readings["mermaid-architecture", name]["places"]:
            assert len(set(places)) == len(places), name


def test_every_kind_of_part_has_a_word_in_c4() -> None:
    text = render_mermaid_c4(OWN_VIEWS["every kind"])
    macros = {"Person(", "Container(", "ContainerDb(", "ContainerQueue(", "System_Ext("}
    assert all(macro in text for macro in macros)
    assert text.count("%% n") >= len(Kind)

"""The files of a project: complete, the same each time, and free of code that a text planted."""

from __future__ import annotations

import ast
import json
import time
import tomllib

import pytest

from designer.errors import DesignError, SettingsError
from designer.model.design import Design
from designer.model.finding import Finding, Severity
from designer.model.kinds import Kind
from designer.stubs import load_templates, refuse_errors, write_project
from designer.stubs.kinds import STANDS
from tests.support.stub_designs import MARK, hostile_design, wide_design


def files_of(design: Design) -> dict[str, str]:
    return {item.path: item.data.decode() for item in write_project(design, version="1", diagram="flowchart")}


def test_every_kind_has_a_stand() -> None:
    assert STANDS.keys() == set(Kind)


def test_the_same_design_gives_the_same_bytes() -> None:
    assert write_project(wide_design(), version="1") == write_project(wide_design(), version="1")


def test_every_component_has_its_folder_and_every_flow_its_test() -> None:
    design = wide_design()
    files = files_of(design)
    folders = {path.split("/")[2] for path in files if path.startswith("app/components/") and path.count("/") == 3}
    assert len(folders) == len(design.graph.components) == 40
    assert sum(path.startswith("tests/flows/test_") for path in files) == len(design.flows)
    assert all(f"`app/components/{folder}`" in files["README.md"] for folder in folders)


def test_the_lock_lists_every_file_and_changes_with_the_design() -> None:
    files = files_of(wide_design())
    lock = json.loads(files.pop("designer.lock"))
    assert set(lock["files"]) == set(files)
    other = json.loads(files_of(wide_design(39))["designer.lock"])
    assert other["design_sha256"] != lock["design_sha256"]
    assert other["templates"] == lock["templates"]


def test_hostile_texts_stay_texts() -> None:
    for path, text in files_of(hostile_design()).items():
        if path.endswith(".py"):
            # A name made from a text may hold its words; the statement that the text tried to be binds this very name.
            names = {getattr(node, "id", getattr(node, "name", "")) for node in ast.walk(ast.parse(text))}
            assert MARK not in names, path
        assert path.isascii() and MARK not in path
        if path in ("Makefile", ".env.example", ".gitignore"):
            assert MARK not in text
    project = tomllib.loads(files_of(hostile_design())["pyproject.toml"])
    assert MARK in project["project"]["description"]
    assert project["project"]["name"] == "app"


def test_dependencies_are_pinned_and_none_comes_from_the_design() -> None:
    found = [tomllib.loads(files_of(one)["pyproject.toml"])["project"] for one in (wide_design(), hostile_design())]
    assert found[0]["dependencies"] == found[1]["dependencies"]
    assert all("==" in line for line in found[0]["dependencies"] + found[0]["optional-dependencies"]["dev"])


def test_a_design_with_errors_is_refused_unless_forced() -> None:
    wrong = Finding(rule="REL001", severity=Severity.ERROR, message="it is wrong", subjects=("c",))
    design = wide_design().model_copy(update={"findings": (wrong,)})
    with pytest.raises(DesignError, match="it is wrong"):
        refuse_errors(design, force=False)
    refuse_errors(design, force=True)
    assert "1 finding of severity error" in files_of(design)["README.md"]


def test_a_broken_template_is_told_by_name() -> None:
    broken = {**load_templates(), "project/README.md.j2": "{{ nothing.here }}"}
    with pytest.raises(SettingsError, match=r"README\.md\.j2"):
        write_project(wide_design(), version="1", templates=broken)


def test_an_empty_design_is_a_project_too() -> None:
    design = wide_design().model_copy(
        update={"graph": wide_design().graph.model_copy(update={"components": (), "connections": ()}), "flows": ()}
    )
    assert "The design has none." in files_of(design)["README.md"]


def test_forty_components_take_well_under_half_a_second() -> None:
    write_project(wide_design(), version="1")
    started = time.process_time()
    write_project(wide_design(), version="1")
    assert time.process_time() - started < 0.5

"""What is not needed is not imported: the import and the help stay quick."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import designer
from designer import model
from designer.cli.parser import COMMANDS

HEAVY = ("langchain", "langchain_core", "langchain_openai", "openai", "streamlit", "diagrams", "graphviz")
ALSO_SLOW = (*HEAVY, "pydantic", "jinja2", "yaml", "rapidfuzz", "sqlite3")
NOT_FOR_A_PICTURE = (
    *HEAVY,
    "jinja2",
    "yaml",
    "rapidfuzz",
    "designer.pipeline",
    "designer.planner",
    "designer.ports",
    "designer.bundle",
    "designer.catalog.load",
    "designer.model.blueprint",
    "designer.model.block",
    "html",
)
NOT_FOR_A_BUNDLE = (
    *HEAVY,
    "yaml",
    "multiprocessing",
    "designer.batch",
    "designer.catalog.check",
    "designer.catalog.read",
    "designer.rule_files",
)
COMMAND = "from designer.cli.main import main\nmain(['render', 'design.json', '--out', 'drawn.png'])"
BUNDLE = "from designer.cli.main import main\nmain(['new', 'a URL shortener', '--out', 'bundle', '--formats', 'svg'])"
CALLS = """
import designer
from pathlib import Path
Path("drawn.png").write_bytes(designer.load("design.json").render("container", "png"))
"""


def modules_of(program: str, folder: Path | None = None) -> set[str]:
    """Return the modules that a program loads; it keeps what it compiles in its working folder, where one is given."""
    environment = {**os.environ, **({"DESIGNER_CACHE_DIR": str(folder / "cache")} if folder is not None else {})}
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys\n{program}\nprint('LOADED', *sorted(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=folder,
        env=environment,
    )
    return set(ran.stdout.rpartition("LOADED ")[2].split())


def loaded_by(program: str) -> set[str]:
    """Return the top-level modules that a program loads."""
    return {name.partition(".")[0] for name in modules_of(program)}


def test_the_package_alone_loads_nothing_slow() -> None:
    assert not loaded_by("import designer") & set(ALSO_SLOW)


def test_a_design_without_a_model_loads_no_model_library_and_no_web() -> None:
    loaded = loaded_by("import designer\nmade = designer.design('a URL shortener')\nmade.render(); made.document()")
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)])
def test_help_loads_nothing_slow(arguments: list[str]) -> None:
    program = f"from designer.cli.main import main\ntry:\n    main({arguments!r})\nexcept SystemExit:\n    pass"
    assert not loaded_by(program) & set(ALSO_SLOW)


@pytest.mark.parametrize("program", [COMMAND, CALLS], ids=["command", "calls"])
def test_one_picture_loads_only_what_draws_it(program: str, tmp_path: Path) -> None:
    (tmp_path / "design.json").write_text(designer.design("a URL shortener").to_json(), encoding="utf-8")
    modules_of(program, tmp_path)
    first = (tmp_path / "drawn.png").read_bytes()
    assert not modules_of(program, tmp_path) & set(NOT_FOR_A_PICTURE)
    assert (tmp_path / "drawn.png").read_bytes() == first


def test_one_bundle_loads_only_what_makes_it(tmp_path: Path) -> None:
    modules_of(BUNDLE, tmp_path)
    first = files_of(tmp_path / "bundle")
    assert not modules_of(BUNDLE, tmp_path) & set(NOT_FOR_A_BUNDLE)
    assert files_of(tmp_path / "bundle") == first


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_command_looks_for_no_garbage_when_it_ends() -> None:
    program = "import atexit, gc\natexit.register(lambda: print('FROZEN', gc.get_freeze_count()))\n"
    ran = subprocess.run(
        [sys.executable, "-c", f"{program}from designer.cli.main import main\nmain(['--version'])"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert int(ran.stdout.rpartition("FROZEN ")[2]) > 0


@pytest.mark.parametrize("module", [designer, model], ids=["designer", "model"])
def test_every_public_name_is_there(module: ModuleType) -> None:
    assert sorted(module.__all__) == dir(module)
    for name in module.__all__:
        assert getattr(module, name) is not None


def test_public_names_are_sorted() -> None:
    assert sorted(designer.__all__) == designer.__all__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        designer.nonsense  # noqa: B018  # the look-up is what is tested
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        model.nonsense  # noqa: B018

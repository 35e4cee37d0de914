"""What is not needed is not imported: the import and the help stay quick."""

from __future__ import annotations

import subprocess
import sys

import pytest

import designer
from designer.cli.parser import COMMANDS

HEAVY = ("langchain", "langchain_core", "langchain_openai", "openai", "streamlit", "diagrams", "graphviz")
ALSO_SLOW = (*HEAVY, "pydantic", "jinja2", "yaml", "rapidfuzz", "sqlite3")


def loaded_by(program: str) -> set[str]:
    """Return the top-level modules that a program loads."""
    tail = "\nprint('LOADED', *sorted({name.partition('.')[0] for name in sys.modules}))"
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys\n{program}{tail}"], capture_output=True, text=True, check=True, timeout=60
    )
    return set(ran.stdout.rpartition("LOADED ")[2].split())


def test_the_package_alone_loads_nothing_slow() -> None:
    assert not loaded_by("import designer") & set(ALSO_SLOW)


def test_a_design_without_a_model_loads_no_model_library_and_no_web() -> None:
    loaded = loaded_by("import designer\nmade = designer.design('a URL shortener')\nmade.render(); made.document()")
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)])
def test_help_loads_nothing_slow(arguments: list[str]) -> None:
    program = f"from designer.cli.main import main\ntry:\n    main({arguments!r})\nexcept SystemExit:\n    pass"
    assert not loaded_by(program) & set(ALSO_SLOW)


def test_every_public_name_is_there_and_sorted() -> None:
    assert sorted(designer.__all__) == designer.__all__ == dir(designer)
    for name in designer.__all__:
        assert getattr(designer, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        designer.nonsense  # noqa: B018  # the look-up is what is tested

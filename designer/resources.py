"""The only module that knows where catalog/ and templates/ are, and where what is made once is kept.

The folders stand beside a checkout, or inside a wheel.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from designer.errors import SettingsError

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root(name: str) -> Path:
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise SettingsError(f"the folder {name}/ is missing", where=str(_PACKAGE.parent), fix="install the package again")


def catalog_root() -> Path:
    """Return the folder that holds blueprints/, technologies/ and blocks/."""
    return _root("catalog")


def templates_root() -> Path:
    """Return the folder that holds prompts/, docs/ and stubs/."""
    return _root("templates")


@cache
def icons_root() -> Path | None:
    """Return the icon folder of the `diagrams` package, or None when it is not installed.

    The package's import costs time and pulls in Graphviz bindings, so only its place is looked up.
    """
    from importlib.util import find_spec

    spec = find_spec("diagrams")
    for package in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(package).parent / "resources"
        if folder.is_dir():
            return folder
    return None


def cache_folder() -> Path | None:
    """Return where what is compiled or answered once is kept; None where there is no such place."""
    if (own := os.environ.get("DESIGNER_CACHE_DIR")) is not None:
        return Path(own) if own else None
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "designer"
    except RuntimeError:
        return None


def app_script() -> Path:
    """Return the script of the web app, with .streamlit/config.toml beside it."""
    for candidate in (_PACKAGE / "_data" / "app" / "app.py", _PACKAGE.parent / "app.py"):
        if candidate.is_file():
            return candidate
    raise SettingsError("the file app.py is missing", where=str(_PACKAGE.parent), fix="install the package again")

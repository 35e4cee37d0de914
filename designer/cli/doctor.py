"""`designer doctor`: what is installed, what is set, and what is missing."""

from __future__ import annotations

import os
import platform
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from typing import NamedTuple

from designer import __version__
from designer.cli.console import Console, table
from designer.cli.options import add_json_option
from designer.errors import DesignerError


class Finding(NamedTuple):
    """One thing that was looked at; `fix` says how to get what is missing."""

    id: str
    ok: bool
    found: str
    fix: str = ""


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    add_json_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Look at everything; end with 3 when something that is needed does not work."""
    found = list(_examine())
    if options.json:
        console.say_json([item._asdict() for item in found])
    else:
        rows = [("" if item.ok else "!", item.id, item.found, item.fix) for item in found]
        console.say(table([("", "what", "found", "to do"), *rows]))
    return 0 if all(item.ok for item in found) else 3


def _examine() -> Iterator[Finding]:
    yield Finding("designer", True, f"{__version__} on Python {platform.python_version()}")
    yield _try("settings", _settings)
    yield _try("catalog", _catalog)
    yield _try("layout", _layout)
    yield _try("pixels", _pixels)
    yield _icons()
    yield _model()
    yield from (_package(name) for name in ("streamlit", "langchain_openai"))


def _try(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, look())
    except DesignerError as error:
        return Finding(name, False, error.what, error.fix)


def _settings() -> str:
    from designer.settings import FILE_NAME, Settings, load_settings

    changed = [name for name in Settings.__slots__ if getattr(load_settings({}), name) != getattr(Settings(), name)]
    return f"set by environment or {FILE_NAME}: {', '.join(changed)}" if changed else "defaults"


def _catalog() -> str:
    from designer.api import default_catalog

    catalog = default_catalog()
    return f"{len(catalog.blueprints)} blueprints, version {catalog.version}"


def _layout() -> str:
    from designer.adapters.image import Pictures

    Pictures().svg(_tiny_view(), theme="light")
    return "draws"

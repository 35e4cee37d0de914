"""Template texts, and what fills them; the environment is kept for each set of texts."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, TemplateError, TemplateNotFound, TemplateSyntaxError

from designer.docs.markdown import cell, cells, code, md
from designer.errors import SettingsError
from designer.resources import templates_root
from designer.templating import environment

SUFFIX = ".md.j2"
SHIPPED = "templates/docs"
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_LARGEST = 200_000
_MOST = 200
_FILTERS = {"md": md, "cell": cell, "cells": cells, "code": code}


# The one place of this package that reads files. Everything else takes the texts as an argument, so that a
# user's own templates, a test or a server need no folder.
@cache
def load_templates() -> Mapping[str, str]:
    """Return the shipped document templates by name ("flows.md.j2"), read once, in the order of their names."""
    folder = templates_root() / "docs"
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob(f"*{SUFFIX}"))}
    return MappingProxyType(texts)


@cache
def load_asset(name: str) -> str:
    """Return the text of what stands beside the templates: the style sheet of the page, the layout of the PDF."""
    return (templates_root() / "docs" / name).read_text(encoding="utf-8")


def load_own_templates(folder: Path) -> Mapping[str, str]:
    """Return the templates of a user's folder over the shipped ones: a file of the same name takes its place.

    Raises:
        SettingsError: there is no such folder, it holds no template, or a file cannot be read.
    """
    if not folder.is_dir():
        raise SettingsError("there is no such folder", where=str(folder), fix="name a folder with *.md.j2 files")
    paths = sorted(folder.glob(f"*{SUFFIX}"))
    if not 0 < len(paths) <= _MOST:
        raise SettingsError(
            f"the folder holds {len(paths)} templates", where=str(folder), fix=f"put *{SUFFIX} files into it"
        )
    return MappingProxyType({**load_templates(), **{path.name: read_own(path) for path in paths}})


def read_own(path: Path) -> str:
    """Return the text of a user's template or profile.

    Raises:
        SettingsError: it cannot be read, is too large or not UTF-8.
    """
    try:
        data = path.read_bytes()
        if len(data) <= _LARGEST:
            return data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("the template cannot be read", where=str(path), fix="save it as UTF-8") from error
    raise SettingsError("the template is too large", where=str(path), fix=f"keep it below {_LARGEST:,} bytes")


def fill(templates: Mapping[str, str], name: str, *, where: str = SHIPPED, **values: object) -> str:
    """Return a template filled with values.

    Args:
        templates: template texts by name.
        name: which one.
        where: the folder they come from, for errors.
        values: what the template may place.

    Raises:
        SettingsError: the template is missing, is no template, or asks for something that is not there; with its
            line, and the name it asks for.
    """
    try:
        text = _environment(tuple(sorted(templates.items()))).get_template(name).render(**values)
    except TemplateError as error:
        raise _broken(error, name, where, error.message or type(error).__name__) from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        # A template of a user may do anything to a value: add a word to a number, divide by zero, call itself.
        raise _broken(error, name, where, f"{type(error).__name__}: {error}") from error
    # What a template leaves out leaves its blank lines behind; values are single lines, so no text of a user changes.
    return _BLANK_LINES.sub("\n\n", text).strip() + "\n"


def _broken(error: Exception, name: str, where: str, reason: str) -> SettingsError:
    """Return the error with the template and the line in which it happened."""
    file, line = name, 0
    if isinstance(error, TemplateSyntaxError):
        file, line = error.name or name, error.lineno
    elif not isinstance(error, TemplateNotFound):
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(SUFFIX)]
        if frames:
            file, line = frames[-1].filename, frames[-1].lineno or 0
    return SettingsError(
        f"the document template fails: {' '.join(reason.split())[:300]}",
        where=f"{where}/{file}:{line}" if line else f"{where}/{file}",
        fix="compare it with the template that ships with the package",
    )


@lru_cache(maxsize=8)
def _environment(templates: tuple[tuple[str, str], ...]) -> Environment:
    texts = dict(templates)
    is_shipped = texts == load_templates()
    return environment(texts, _FILTERS, family="docs" if is_shipped else "")

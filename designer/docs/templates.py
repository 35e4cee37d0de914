"""Template texts, and the environment that fills them: sandboxed, strict, and kept for each set of texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from designer.docs.markdown import cell, cells, code, md
from designer.errors import SettingsError
from designer.resources import templates_root

SUFFIX = ".md.j2"
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


# The one place of this package that reads files. Everything else takes the texts as an argument, so that a
# user's own templates, a test or a server need no folder.
@cache
def load_templates() -> Mapping[str, str]:
    """Return the shipped document templates by name ("flows.md.j2"), read once, in the order of their names."""
    folder = templates_root() / "docs"
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob(f"*{SUFFIX}"))}
    return MappingProxyType(texts)


def fill(templates: Mapping[str, str], name: str, **values: object) -> str:
    """Return a template filled with values.

    Raises:
        SettingsError: the template is missing, is no template, or asks for something that is not there.
    """
    try:
        text = _environment(tuple(sorted(templates.items()))).get_template(name).render(**values)
    except TemplateError as error:
        line = f":{error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        raise SettingsError(
            f"the document template fails: {error.message or type(error).__name__}",
            where=f"templates/docs/{name}{line}",
            fix="compare it with the template that ships with the package",
        ) from error
    # What a template leaves out leaves its blank lines behind; values are single lines, so no text of a user changes.
    return _BLANK_LINES.sub("\n\n", text).strip() + "\n"


@lru_cache(maxsize=8)
def _environment(templates: tuple[tuple[str, str], ...]) -> SandboxedEnvironment:
    # No optimiser: its pass costs more than it saves on templates that are filled a few times.
    # No autoescape: the output is Markdown, so every value goes through one of our own escapers instead.
    made = SandboxedEnvironment(
        loader=DictLoader(dict(templates)),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
        optimized=False,
    )
    made.filters.update({"md": md, "cell": cell, "cells": cells, "code": code})
    return made

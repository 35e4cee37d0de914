"""Template texts and the environment that fills them: sandboxed, strict, and cached for each set of texts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from designer.docs.markdown import cell, code, md
from designer.resources import templates_root

SUFFIX = ".md.j2"


@cache
def load_templates() -> Mapping[str, str]:
    """Return the shipped document templates by name ("requirements.md.j2"), read once."""
    folder = templates_root() / "docs"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob(f"*{SUFFIX}"))}


def environment_of(templates: Mapping[str, str]) -> SandboxedEnvironment:
    """Return the environment for a set of template texts."""
    return _environment(tuple(sorted(templates.items())))


@lru_cache(maxsize=8)
def _environment(templates: tuple[tuple[str, str], ...]) -> SandboxedEnvironment:
    # No autoescape: the output is Markdown, so every value goes through one of our own escapers instead.
    made = SandboxedEnvironment(
        loader=DictLoader(dict(templates)),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    made.filters.update({"md": md, "cell": cell, "code": code})
    return made

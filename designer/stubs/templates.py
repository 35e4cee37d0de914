"""Template texts and plain files of the generated project, and the environment that fills the templates."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from jinja2 import Environment, Template, TemplateError, TemplateSyntaxError

from designer.errors import SettingsError
from designer.resources import templates_root
from designer.stubs.text import doc, md, py, toml, yaml
from designer.templating import environment

SUFFIX = ".j2"
_KEPT = (".j2", ".py")
_FILTERS = {"py": py, "doc": doc, "md": md, "toml": toml, "yaml": yaml}
_REFERENCE = (".py", ".toml", ".md", ".json")
_OF_THE_CHECKOUT = ("reference/conftest.py", "reference/pytest.ini")


# The one place of this package that reads files; everything else takes the texts as an argument.
@cache
def load_templates() -> Mapping[str, str]:
    """Return the shipped files of the project by path, templates with their ending, in the order of their paths."""
    root = templates_root() / "stubs"
    named = ((path.relative_to(root).as_posix(), path) for path in sorted(root.rglob("*")))
    return MappingProxyType({name: path.read_text(encoding="utf-8") for name, path in named if _is_ours(name)})


def _is_ours(name: str) -> bool:
    """Whether a file belongs to projects: not what tools leave behind, nor what only the checkout needs."""
    if not name.startswith("reference/"):
        return name.endswith(_KEPT)
    is_hidden = any(part.startswith((".", "__pycache__")) for part in name.split("/"))
    return name.endswith(_REFERENCE) and not is_hidden and name not in _OF_THE_CHECKOUT


def version_of(templates: Mapping[str, str]) -> str:
    """Return a short digest of all templates: it changes when any of them does."""
    digest = hashlib.sha256()
    for name, text in sorted(templates.items()):
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()[:16]


def fill(templates: Mapping[str, str], name: str, **values: object) -> str:
    """Return a template filled with values.

    Raises:
        SettingsError: the template is missing, is no template, or asks for something that is not there.
    """
    try:
        return _template(_sources(templates), name).render(**values)
    except TemplateError as error:
        line = f":{error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        raise SettingsError(
            f"the template of a generated file fails: {error.message or type(error).__name__}",
            where=f"templates/stubs/{name}{line}",
            fix="compare it with the template that ships with the package",
        ) from error


def _sources(templates: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, text) for name, text in templates.items() if name.endswith(SUFFIX)))


@lru_cache(maxsize=256)
def _template(sources: tuple[tuple[str, str], ...], name: str) -> Template:
    return _environment(sources).get_template(name)


@lru_cache(maxsize=4)
def _environment(sources: tuple[tuple[str, str], ...]) -> Environment:
    is_shipped = sources == _sources(load_templates())
    return environment(dict(sources), _FILTERS, family="stubs" if is_shipped else "")

"""The environment that fills templates, and the code of the shipped ones, kept from one process to the next.

To compile the templates of a bundle takes a tenth of what the bundle takes. What is kept is code, so it is run only from
a file that nobody but the user who runs this can have written. (Jinja's own cache unpickles a part of each file.)
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any, Final

from jinja2 import BaseLoader, Environment, FunctionLoader, StrictUndefined, Template, TemplateNotFound, compiler
from jinja2.sandbox import SandboxedEnvironment

from designer.resources import cache_folder

_FOLDER = "templates"
_SEAL = hashlib.sha256().digest_size
# No optimiser: its pass costs more than it saves on templates that are filled a few times.
# No autoescape: the output is Markdown, Python or TOML, so every value goes through the escaper of its target.
_SETTINGS: Final[Mapping[str, Any]] = {
    "undefined": StrictUndefined,
    "keep_trailing_newline": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "autoescape": False,
    "optimized": False,
    "auto_reload": False,
}

Codes = Mapping[str, CodeType]
"""What each template compiles to, by name."""


def environment(
    texts: Mapping[str, str], filters: Mapping[str, Callable[..., Any]], *, family: str = ""
) -> Environment:
    """Return a sandboxed environment that fills templates; a name that is not there is an error.

    Args:
        texts: the templates by name, under which an error tells them.
        filters: what templates may apply to values, by name.
        family: the name under which the code of these templates is kept; "" keeps none, as for a user's own.

    Raises:
        TemplateSyntaxError: a template of a family is none.
    """

    def load(name: str) -> tuple[str, str, None] | None:
        return (texts[name], name, None) if name in texts else None

    made = SandboxedEnvironment(loader=FunctionLoader(load), **_SETTINGS)
    made.filters.update(filters)
    if family:
        made.loader = _Compiled(_codes(made, texts, family))
    return made


class _Compiled(BaseLoader):
    """Gives templates that are compiled already."""

    has_source_access = False

    def __init__(self, codes: Codes) -> None:
        self._codes = codes

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:
        """Return a template.

        Raises:
            TemplateNotFound: there is none of this name.
        """
        if name not in self._codes:
            raise TemplateNotFound(name)
        return environment.template_class.from_code(environment, self._codes[name], globals or {})


def _codes(made: Environment, texts: Mapping[str, str], family: str) -> Codes:
    """Return the code of all templates of a family: as it is kept, or compiled and then kept for the next process."""
    folder, key = cache_folder(), _key(made, texts)
    place = folder / _FOLDER / f"{family}-{key.hex()[:24]}.bin" if folder is not None else None
    data = _written_by_us(place) if place is not None else b""
    if data == _sealed(key, data[_SEAL:]):
        kept: Codes = marshal.loads(data[_SEAL:])
        return kept
    codes = {name: made.compile(text, name, name) for name, text in texts.items()}
    if place is not None:
        _keep(place, _sealed(key, marshal.dumps(codes)), family)
    return codes


def _key(made: Environment, texts: Mapping[str, str]) -> bytes:
    """Return what changes with templates and filters, with the settings, and with the Python and the Jinja that compile."""
    writer = (sys.version, str(Path(compiler.__file__).stat().st_mtime_ns), repr(_SETTINGS), repr(sorted(made.filters)))
    named = (part for name, text in sorted(texts.items()) for part in (name, text))
    return hashlib.sha256("\0".join((*writer, *named)).encode()).digest()


def _sealed(key: bytes, code: bytes) -> bytes:
    """Return code with what tells, in front of it, that it is whole and was made under this key."""
    return hashlib.sha256(key + code).digest() + code


def _written_by_us(place: Path) -> bytes:
    """Return what a file holds that only this user can have written, in a folder of which the same is true; else nothing."""
    if sys.platform == "win32":
        return b""
    try:
        with place.open("rb") as file:
            held = (os.fstat(file.fileno()), place.parent.stat())
            others = stat.S_IWGRP | stat.S_IWOTH
            return file.read() if all(one.st_uid == os.geteuid() and not one.st_mode & others for one in held) else b""
    except OSError:
        return b""


def _keep(place: Path, data: bytes, family: str) -> None:
    """Keep a file whole or not at all, in place of what older templates gave; a folder that cannot be written is let be."""
    with suppress(OSError):
        place.parent.parent.mkdir(parents=True, exist_ok=True)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        for stale in place.parent.glob(f"{family}-*.bin"):
            stale.unlink(missing_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(place)

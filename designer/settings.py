"""Settings of a run: command-line option, then environment, then designer.toml, then default.

Keys of language models are no settings: they are read from the environment only, where they are used.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.errors import Problem, SettingsError

if TYPE_CHECKING:
    from designer.model.spending import Budget, Price
    from designer.render.theme import Theme

FILE_NAME = "designer.toml"
FORMATS = ("svg", "png", "mermaid", "d2")
THEMES = ("light", "dark", "print")
MODEL_FAILURES = ("draft", "error")
FAIL_LEVELS = ("error", "warning", "never")
_SHORTEST, _LONGEST = 0.1, 600.0
_MOST_CALLS = 100
_SHORT = {"model_max_tokens": "max_tokens", "model_max_usd": "max_usd", "model_max_calls": "max_calls"}
"""Settings whose option has a shorter name."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may vary.

    `catalog` holds folders with blueprints of the user's own; `on_model_failure` says whether a language model
    that fails ends the run or leaves the offline draft. `theme` is the name of a shipped theme, or one of the user's own.
    `model_max_tokens` and `model_max_usd` are ceilings for one design, those of `batch_` for a batch; money is counted by
    `model_price`. `model_max_calls` is how often a model may be asked for one instruction; None means the usual 8. `model_cache` says whether answers of models are kept; None keeps those of servers elsewhere,
    which cost money, and not those of this machine.
    `layout_seconds` is how long the layout engine may take for one picture before a simpler one is drawn.
    """

    model: str = "offline"
    on_model_failure: str = "error"
    model_max_tokens: int | None = None
    model_max_calls: int | None = None
    model_max_usd: float | None = None
    model_price: Price | None = None
    model_cache: bool | None = None
    batch_max_tokens: int | None = None
    batch_max_usd: float | None = None
    formats: tuple[str, ...] = FORMATS
    theme: str | Theme = "light"
    stubs: bool = True
    catalog: tuple[Path, ...] = ()
    jobs: int = 1
    fail_on: str = "error"
    out: Path | None = None
    layout_seconds: float = 10.0

    @property
    def model_budget(self) -> Budget:
        """The ceilings for one design."""
        from designer.model.spending import Budget

        return Budget(max_tokens=self.model_max_tokens, max_usd=self.model_max_usd, price=self.model_price)


def load_settings(
    options: Mapping[str, Any], *, environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> Settings:
    """Return the settings that hold.

    Args:
        options: values of the command line by the names of `Settings`; None stands for "not given".
        environment: the variables, `os.environ` by default; `DESIGNER_MODEL` sets `model`.
        folder: where designer.toml is looked for, the working folder by default.

    Raises:
        SettingsError: a value or a name is wrong; all problems of a source at once.
    """
    settings = replace(Settings(), **_from_file((folder or Path()) / FILE_NAME))
    settings = replace(settings, **_from_environment(os.environ if environment is None else environment))
    given = {name: value for name, value in options.items() if value is not None and name in _READERS}
    return replace(settings, **_read(given, lambda name: f"--{_SHORT.get(name, name).replace('_', '-')}"))


def names(text: Any) -> tuple[str, ...]:
    """Return the names in a list or in a comma-separated text, each once, in order.

    >>> names("svg, png,svg")
    ('svg', 'png')
    """
    items = text.split(",") if isinstance(text, str) else texts(text)
    found = tuple(dict.fromkeys(stripped for item in items if (stripped := item.strip())))
    if not found:
        raise ValueError("it names nothing")
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("it takes a text")
    return value.strip()


def texts(value: Any) -> tuple[str, ...]:
    """Return a list of texts as it is; anything else raises ValueError."""
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ValueError("it takes a list of texts")
    return tuple(value)


def _yes_or_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    known = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if not isinstance(value, str) or value.strip().lower() not in known:
        raise ValueError("it takes true or false")
    return known[value.strip().lower()]


def _count(value: Any) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not text.isascii() or not text.isdecimal() or not 1 <= int(text[:9]) <= 1024:
        raise ValueError("it takes a whole number from 1 to 1024")
    return int(text)


def _seconds(value: Any) -> float:
    try:
        found = float(value) if not isinstance(value, bool) else 0.0
    except (TypeError, ValueError):
        found = 0.0
    if not _SHORTEST <= found <= _LONGEST:
        raise ValueError(f"it takes seconds, from {_SHORTEST:g} to {_LONGEST:g}")
    return found


def _tokens(value: Any) -> int:
    text = str(value).strip().replace("_", "")
    if isinstance(value, bool) or not text.isascii() or not text.isdecimal() or not 1 <= int(text[:16]) <= 10**12:
        raise ValueError("it takes a whole number of tokens, from 1")
    return int(text)


def _dollars(value: Any) -> float:
    try:
        found = float(value) if not isinstance(value, bool) else 0.0
    except (TypeError, ValueError):
        found = 0.0
    if not 0 < found <= 1e6:
        raise ValueError("it takes US dollars, above 0")
    return found


def _calls(value: Any) -> int:
    try:
        found = _count(value)
    except ValueError:
        found = 0
    if not 1 <= found <= _MOST_CALLS:
        raise ValueError(f"it takes a whole number from 1 to {_MOST_CALLS}")
    return found


def _price(value: Any) -> Price:
    from pydantic import ValidationError

    from designer.model.spending import price_of

    try:
        return price_of(_text(value))
    except (ValueError, ValidationError) as error:
        raise ValueError("it takes dollars for a million tokens read and written, like 0.25/2") from error


def layout_seconds() -> float:
    """Return how long the layout of one picture may take, by the environment, designer.toml or default.

    Raises:
        SettingsError: the environment or designer.toml is broken.
    """
    return load_settings({}).layout_seconds


def _one_of(known: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in known:
            raise ValueError(f"it takes one of {', '.join(known)}")
        return str(value)

    return read


def to_path(value: Any) -> Path:
    """Return a path that a text names, `~` resolved."""
    return value if isinstance(value, Path) else Path(_text(value)).expanduser()


def _theme(value: Any) -> str | Theme:
    """Return the name of a shipped theme, or the theme of a file that is named."""
    if value in THEMES:
        return str(value)
    if not isinstance(value, str) or not value.lower().endswith((".yaml", ".yml")):
        raise ValueError(f"it takes one of {', '.join(THEMES)}, or a .yaml file")
    from designer.adapters.theme_file import load_theme

    return load_theme(to_path(value))


def _paths(value: Any) -> tuple[Path, ...]:
    items = value.split(os.pathsep) if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        raise ValueError("it takes a list of folders")
    return tuple(to_path(item) for item in items if item)


_READERS: dict[str, Callable[[Any], Any]] = {
    "model": _text,
    "on_model_failure": _one_of(MODEL_FAILURES),
    "model_max_tokens": _tokens,
    "model_max_calls": _calls,
    "model_max_usd": _dollars,
    "model_price": _price,
    "model_cache": _yes_or_no,
    "batch_max_tokens": _tokens,
    "batch_max_usd": _dollars,
    "formats": names,
    "theme": _theme,
    "stubs": _yes_or_no,
    "catalog": _paths,
    "jobs": _count,
    "fail_on": _one_of(FAIL_LEVELS),
    "out": to_path,
    "layout_seconds": _seconds,
}


def _read(given: Mapping[str, Any], place: Callable[[str], str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in given.items():
        try:
            found[name] = _READERS[name](value)
        except ValueError as error:
            problems.append(Problem(f"{_shown(value)} does not fit", place(name), str(error)))
    if problems:
        raise SettingsError(problems=problems)
    return found


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 60 else f"{text[:57]}..."


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    given = {name: environment[key] for name in _READERS if environment.get(key := f"DESIGNER_{name.upper()}")}
    return _read(given, lambda name: f"environment DESIGNER_{name.upper()}")


THEME = "theme"
RULES = "rules"
"""The table of designer.toml with what a team decided about rules and findings; see `designer.policy_file`."""


def _from_file(path: Path) -> dict[str, Any]:
    data, text = read_toml(path)
    data = {key: value for key, value in data.items() if key != RULES}
    problems = [
        Problem(f"unknown setting {key!r}", line_of(key, text), _advice(key)) for key in data if key not in _READERS
    ]
    if problems:
        raise SettingsError(problems=problems)
    own: dict[str, Any] = {}
    if isinstance(data.get(THEME), dict):
        from designer.render.theme_file import read_theme

        own[THEME] = read_theme(data.pop(THEME), lambda keys: line_of(keys[-1] if keys else THEME, text))
    return _read(data, lambda name: line_of(name, text)) | own


def read_toml(path: Path) -> tuple[dict[str, Any], str]:
    """Return what the file says, and its text; nothing when there is none."""
    if not path.is_file():
        return {}, ""
    import tomllib

    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", where=FILE_NAME, fix="check its rights") from error
    except UnicodeDecodeError as error:
        raise SettingsError("is not UTF-8", where=FILE_NAME, fix="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"is not valid TOML: {error}", where=FILE_NAME, fix="correct the syntax there") from error
    return data, text


def _advice(key: str) -> str:
    if re.search(r"key|token|secret|password", key, re.IGNORECASE):
        return "keys are read from the environment only; remove it here"
    return f"use one of {', '.join(sorted(_READERS))}"


def line_of(key: str, text: str) -> str:
    """Return the file and line of a key in the text of designer.toml."""
    written = re.compile(rf"\s*\[{{0,2}}\s*[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
    for number, line in enumerate(text.splitlines(), start=1):
        if written.match(line):
            return f"{FILE_NAME}:{number}"
    return FILE_NAME

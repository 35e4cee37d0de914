"""A theme of the user's own: named tokens laid over a shipped theme, and refused where the result cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from designer.errors import Problem, SettingsError
from designer.model.base import slugify
from designer.model.kinds import Family
from designer.render.theme import LIGHT, THEMES, Theme, blend, contrast, ink_on

COLORS = ("background", "card", "ink", "secondary", "edge", "strong", "danger", "plate")
SHARES = {"tint": (0.0, 0.5), "tile": (0.0, 0.6), "line": (0.3, 3.0)}
TABLES: Mapping[str, tuple[str, ...]] = {
    "families": tuple(Family),
    "marks": tuple(LIGHT.marks),
    "tones": tuple(LIGHT.tones),
}
TEXT, LINE = 4.5, 3.0
_COLOR = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})\Z")
_KNOWN = ("name", "base", *COLORS, *SHARES, *TABLES, "hatched")

Place = Callable[[tuple[str, ...]], str]


class Pair(NamedTuple):
    """Two colours that meet in a picture: what stands on what, their contrast, and the least that WCAG AA asks for."""

    upper: str
    lower: str
    ratio: float
    least: float

    def __str__(self) -> str:
        """Return the pair in words."""
        return f"{self.upper} on {self.lower} has a contrast of {self.ratio:.2f}, below {self.least:g}"


def read_theme(data: Any, place: Place, *, name: str = "own") -> Theme:
    """Return the theme that tokens describe.

    Args:
        data: the tokens, as YAML or TOML gives them; `base` names the shipped theme that the rest is taken from.
        place: where a key stands, for errors.
        name: that of the theme where the tokens give none.

    Raises:
        SettingsError: a key is unknown, a value does not fit, or two colours are too alike; all problems at once.
    """
    if not isinstance(data, Mapping) or not data:
        raise SettingsError("a theme is a table of tokens", where=place(()), fix=f"use {', '.join(_KNOWN)}")
    problems: list[Problem] = []
    changes: dict[str, Any] = {}
    base = THEMES.get(str(data.get("base", LIGHT.name)), LIGHT)
    for key, value in data.items():
        try:
            found = _token(str(key), value, base)
        except ValueError as error:
            problems.append(Problem(f"{str(key)[:40]}: {str(error)[:200]}", place((str(key),)), _fix(str(key))))
            continue
        if isinstance(found, _Table):
            problems += [Problem(what, place((str(key), inner)), fix) for inner, what, fix in found.problems]
            found = found.values
        changes[str(key)] = found
    if problems:
        raise SettingsError(problems=problems)
    changes.pop("base", None)
    if "hatched" in changes:
        changes["is_hatched"] = changes.pop("hatched")
    theme = replace(base, **{"name": slugify(name, fallback="own"), **changes})
    unreadable = [
        Problem(str(pair), place((pair.upper.split(".")[0],)), "take colours further apart in lightness")
        for pair in weak_pairs(theme)
    ]
    if unreadable:
        raise SettingsError(problems=unreadable)
    return theme


class _Table(NamedTuple):
    values: dict[Any, str]
    problems: list[tuple[str, str, str]]


def _token(key: str, value: Any, base: Theme) -> Any:
    """Return the value of a token; ValueError says what is wrong with it."""
    if key in COLORS:
        return _color(value)
    if key in SHARES:
        least, most = SHARES[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise ValueError(f"{_shown(value)} is no number from {least:g} to {most:g}")
        return float(value)
    if key in TABLES:
        return _table(key, value, base)
    if key == "base":
        if value not in THEMES:
            raise ValueError(f"there is no theme {_shown(value)}")
        return value
    if key == "name":
        if not isinstance(value, str) or not value.strip():
            raise ValueError("a name is a text")
        return slugify(value, fallback="own")
    if key == "hatched":
        if not isinstance(value, bool):
            raise ValueError(f"{_shown(value)} is neither true nor false")
        return value
    raise ValueError("there is no such token")


def _table(key: str, value: Any, base: Theme) -> _Table:
    if not isinstance(value, Mapping):
        raise ValueError("it takes a table of colours")
    values: dict[Any, str] = dict(getattr(base, key))
    problems: list[tuple[str, str, str]] = []
    known = TABLES[key]
    for inner, color in value.items():
        if inner not in known:
            fix = f"use {', '.join(known)}"
            problems.append((str(inner), f"{key}.{str(inner)[:40]}: there is no such token", fix))
            continue
        try:
            values[Family(inner) if key == "families" else inner] = _color(color)
        except ValueError as error:
            problems.append((str(inner), f"{key}.{inner}: {error}", "write it as #RRGGBB"))
    return _Table(values, problems)


def _color(value: Any) -> str:
    if not isinstance(value, str) or not _COLOR.match(value):
        raise ValueError(f"{_shown(value)} is no colour")
    digits = value[1:] if len(value) == 7 else "".join(2 * digit for digit in value[1:])
    return f"#{digits.upper()}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _fix(key: str) -> str:
    if key in COLORS:
        return "write it as #RRGGBB"
    if key == "base":
        return f"use one of {', '.join(THEMES)}"
    return "correct the value" if key in _KNOWN else f"use one of {', '.join(_KNOWN)}"


def weak_pairs(theme: Theme) -> tuple[Pair, ...]:
    """Return the pairs of colours that meet in a picture and are too alike, in a fixed order.

    Source: WCAG 2.2, success criteria 1.4.3 (text, 4.5 to 1) and 1.4.11 (graphics, 3 to 1).
    """
    found: dict[tuple[str, str], Pair] = {}
    for upper, color, lower, ground, least in _meetings(theme):
        ratio = contrast(color, ground)
        if ratio < least:
            found.setdefault((upper, lower), Pair(upper, lower, ratio, least))
    return tuple(found.values())


def _meetings(theme: Theme) -> Iterator[tuple[str, str, str, str, float]]:
    """Yield what stands on what: name and colour above, name and colour below, and the contrast that it needs."""
    grounds = (("background", theme.background), ("card", theme.card))
    for lower, ground in grounds:
        for upper in ("ink", "secondary", "strong"):
            yield upper, getattr(theme, upper), lower, ground, TEXT
        for family, color in theme.families.items():
            yield f"families.{family.value}", color, lower, ground, TEXT
    for upper, color in (("edge", theme.edge), ("danger", theme.danger)):
        yield upper, color, "background", theme.background, TEXT
    for mark, color in theme.marks.items():
        yield f"marks.{mark}", color, "background", theme.background, TEXT
        yield "card", theme.card, f"marks.{mark}", color, LINE
    for tone in ("good", "info", "warn", "bad"):
        yield f"tones.{tone}", theme.tones[tone], "background", theme.background, TEXT
    for tone, color in theme.tones.items():
        yield "words", ink_on(color), f"tones.{tone}", color, TEXT
    for family, color in theme.families.items():
        # Boundaries nest, so their tint is laid on twice.
        tinted = blend(color, theme.tint, blend(color, theme.tint, theme.background))
        yield "ink", theme.ink, f"families.{family.value} at tint", tinted, TEXT
        yield f"families.{family.value}", color, "its tile", blend(color, theme.tile, theme.card), LINE

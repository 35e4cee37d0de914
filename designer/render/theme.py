"""The colours of the light, the dark and the printed picture; every text colour passes AA on what lies behind it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from designer.errors import SettingsError
from designer.model.kinds import Family
from designer.model.view import Tone

FONT_STACK = "Inter, Arimo, Helvetica, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours.

    `tint` and `tile` are the shares of a family's colour in a boundary and behind a glyph; `plate` lies behind
    a technology's icon, so that dark icons stay visible on a dark card. `marks` are the colours of what was added,
    removed or changed. `tones` are the colours of what a view says of a part; those of heat grow steadily darker (on
    dark ground lighter), so that their order shows without hue.

    `line` is the strength of all lines, 1 for that of a screen. A hatched picture tells families by patterns, and
    shows glyphs in place of icons.
    """

    name: str
    background: str
    card: str
    ink: str
    secondary: str
    edge: str
    strong: str
    danger: str
    plate: str
    tint: float
    tile: float
    families: dict[Family, str]
    marks: dict[str, str]
    tones: dict[Tone, str]
    line: float = 1.0
    is_hatched: bool = False

    @property
    def is_dark(self) -> bool:
        """Whether light words stand on dark ground."""
        return _luminance(self.card) < _luminance(self.ink)


LIGHT = Theme(
    name="light",
    background="#FFFFFF",
    card="#FFFFFF",
    ink="#101828",
    secondary="#667085",
    edge="#475467",
    strong="#101828",
    danger="#B42318",
    plate="#FFFFFF",
    tint=0.045,
    tile=0.10,
    families={
        Family.CLIENT: "#475467",
        Family.EDGE: "#6D3BEB",
        Family.COMPUTE: "#1D5FD1",
        Family.DATA: "#0B7A75",
        Family.MESSAGING: "#B54708",
        Family.EXTERNAL: "#667085",
        Family.OPERATIONS: "#9F1AB1",
    },
    marks={"added": "#1A7F37", "removed": "#B42318", "changed": "#8A5A00"},
    tones={
        "good": "#0B6E4F",
        "info": "#1D5FD1",
        "warn": "#8A5A00",
        "bad": "#B42318",
        "low": "#DCE9F8",
        "fair": "#F2CC5A",
        "busy": "#E8942A",
        "hot": "#C84C0C",
        "over": "#7A0F2E",
    },
)

DARK = Theme(
    name="dark",
    background="#0E141B",
    card="#18212B",
    ink="#F2F4F7",
    secondary="#98A2B3",
    edge="#98A2B3",
    strong="#F2F4F7",
    danger="#FDA29B",
    plate="#F2F4F7",
    tint=0.10,
    tile=0.22,
    families={
        Family.CLIENT: "#CBD5E1",
        Family.EDGE: "#B9A3FF",
        Family.COMPUTE: "#84B6FF",
        Family.DATA: "#4FD6C6",
        Family.MESSAGING: "#FDB022",
        Family.EXTERNAL: "#98A2B3",
        Family.OPERATIONS: "#EE9BFF",
    },
    marks={"added": "#56D364", "removed": "#FF8A80", "changed": "#F0C24B"},
    tones={
        "good": "#5CD6A4",
        "info": "#84B6FF",
        "warn": "#F0C24B",
        "bad": "#FF8A80",
        "low": "#2B4B6F",
        "fair": "#7A6420",
        "busy": "#B9771F",
        "hot": "#F08A4B",
        "over": "#FFC2D1",
    },
)

PRINT = Theme(
    name="print",
    background="#FFFFFF",
    card="#FFFFFF",
    ink="#000000",
    secondary="#333333",
    edge="#000000",
    strong="#000000",
    danger="#000000",
    plate="#FFFFFF",
    tint=0.0,
    tile=0.0,
    families=dict.fromkeys(Family, "#000000"),
    marks={"added": "#000000", "removed": "#000000", "changed": "#404040"},
    tones={
        "good": "#595959",
        "info": "#404040",
        "warn": "#262626",
        "bad": "#000000",
        "low": "#E6E6E6",
        "fair": "#BDBDBD",
        "busy": "#8C8C8C",
        "hot": "#4D4D4D",
        "over": "#000000",
    },
    line=0.6,
    is_hatched=True,
)

THEMES: dict[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK, PRINT)}


def theme_named(name: str | Theme) -> Theme:
    """Return a theme by its name; a theme is returned as it is.

    Raises:
        SettingsError: there is none with this name.
    """
    if isinstance(name, Theme):
        return name
    if name not in THEMES:
        raise SettingsError(f"there is no theme {name!r}", where="--theme", fix=f"use one of {', '.join(THEMES)}")
    return THEMES[name]


def theme_mark(theme: str | Theme) -> str:
    """Return what tells a theme from every other one: its name, for one of a user's own with a digest of its tokens."""
    if isinstance(theme, str):
        return theme
    return f"{theme.name}:{hashlib.sha256(repr(theme).encode()).hexdigest()[:16]}"


def ink_on(color: str) -> str:
    """Return the colour of text on a filled patch: of dark and light the one that stands out more."""
    return max(("#101828", "#FFFFFF"), key=lambda ink: contrast(ink, color))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21.

    Source: WCAG 2.2, definitions of contrast ratio and relative luminance.

    >>> round(contrast("#000000", "#FFFFFF"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def blend(color: str, share: float, background: str) -> str:
    """Return `share` of a colour laid over a background, as one opaque colour.

    >>> blend("#000000", 0.5, "#FFFFFF")
    '#808080'
    """
    mixed = (
        round(int(color[at : at + 2], 16) * share + int(background[at : at + 2], 16) * (1 - share)) for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02X}" for part in mixed)

"""The colours of the light and the dark picture; every text colour passes AA on what lies behind it."""

from __future__ import annotations

from dataclasses import dataclass

from designer.errors import SettingsError
from designer.model.kinds import Family

FONT_STACK = "Inter, Arimo, Helvetica, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours.

    `tint` and `tile` are the shares of a family's colour in a boundary and behind a glyph; `plate` lies behind
    a technology's icon, so that dark icons stay visible on a dark card. `marks` are the colours of what was added,
    removed or changed.
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
)

THEMES: dict[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK)}


def theme_named(name: str) -> Theme:
    """Return a theme.

    Raises:
        SettingsError: there is none with this name.
    """
    if name not in THEMES:
        raise SettingsError(f"there is no theme {name!r}", where="--theme", fix=f"use one of {', '.join(THEMES)}")
    return THEMES[name]


def blend(color: str, share: float, background: str) -> str:
    """Return `share` of a colour laid over a background, as one opaque colour.

    >>> blend("#000000", 0.5, "#FFFFFF")
    '#808080'
    """
    mixed = (
        round(int(color[at : at + 2], 16) * share + int(background[at : at + 2], 16) * (1 - share)) for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02X}" for part in mixed)

"""The elements of an Excalidraw scene. Every number that Excalidraw would draw at random follows from the id.

Source: Excalidraw, "JSON schema", https://docs.excalidraw.com/docs/codebase/json-schema
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from designer.render.facts import Facts
from designer.render.fonts import text_width
from designer.render.geometry import Point, Rect
from designer.render.theme import LIGHT

Element = dict[str, Any]

_HELVETICA = 2
_BELOW_BASELINE = 0.34
_LINE_HEIGHT = 1.25


def element(key: str, type: str, box: Rect, *, color: str = LIGHT.ink, **fields: Any) -> Element:
    """Return an element with everything that all types have; `fields` replace defaults and add to them."""
    return {
        "id": key,
        "type": type,
        "x": round(box.x, 2),
        "y": round(box.y, 2),
        "width": round(box.w, 2),
        "height": round(box.h, 2),
        "angle": 0,
        "strokeColor": color,
        "backgroundColor": "transparent",
        "fillStyle": "solid",
        "strokeWidth": 1,
        "strokeStyle": "solid",
        "roughness": 0,
        "opacity": 100,
        "groupIds": [],
        "frameId": None,
        "roundness": None,
        "seed": _number(key, "seed"),
        "version": 1,
        "versionNonce": _number(key, "nonce"),
        "isDeleted": False,
        "boundElements": [],
        "updated": 1,
        "link": None,
        "locked": False,
        **fields,
    }


def text(
    key: str,
    lines: Sequence[str],
    middle: Point,
    *,
    size: float,
    color: str = LIGHT.ink,
    original: str | None = None,
    container: Element | None = None,
    align: str = "center",
    vertical: str = "middle",
    corner: Point | None = None,
) -> Element:
    """Return a text around `middle`, or from `corner`; with a container, the two know each other."""
    width = max((text_width(line, size) for line in lines), default=0.0)
    height = len(lines) * size * _LINE_HEIGHT
    x, y = corner if corner is not None else (middle[0] - width / 2, middle[1] - height / 2)
    if container is not None:
        container["boundElements"].append({"id": key, "type": "text"})
    words = "\n".join(lines)
    return element(
        key,
        "text",
        Rect(x, y, width, height),
        color=color,
        text=words,
        originalText=words if original is None else original,
        fontSize=size,
        fontFamily=_HELVETICA,
        textAlign=align,
        verticalAlign=vertical,
        containerId=container["id"] if container is not None else None,
        lineHeight=_LINE_HEIGHT,
        # Releases before 0.17 place text by it; later ones leave it alone.
        baseline=round(height - size * _BELOW_BASELINE),
        autoResize=True,
    )


def line(
    key: str,
    type: str,
    path: Sequence[Point],
    *,
    color: str,
    width: float,
    style: str,
    ends: tuple[Element, Element] | None = None,
    head: str | None = None,
    facts: Facts | None = None,
) -> Element:
    """Return a line or arrow along a path; with `ends`, each end is bound to its card, and the card to the line."""
    x, y = path[0]
    box = Rect(
        x, y, max(p[0] for p in path) - min(p[0] for p in path), max(p[1] for p in path) - min(p[1] for p in path)
    )
    made = element(
        key,
        type,
        box,
        color=color,
        strokeWidth=width,
        strokeStyle=style,
        points=[[round(p[0] - x, 2), round(p[1] - y, 2)] for p in path],
        lastCommittedPoint=None,
        startBinding=_binding(ends[0]) if ends else None,
        endBinding=_binding(ends[1]) if ends else None,
        startArrowhead=None,
        endArrowhead=head,
    )
    if type == "arrow":
        made["elbowed"] = False
    if facts is not None:
        made["customData"] = facts
    # A card that calls itself is bound to the line once.
    for end in {end["id"]: end for end in ends or ()}.values():
        end["boundElements"].append({"id": key, "type": "arrow"})
    return made


def _binding(end: Element) -> Element:
    return {"elementId": end["id"], "focus": 0, "gap": 1}


def _number(key: str, salt: str) -> int:
    return zlib.crc32(f"{salt}:{key}".encode()) & 0x7FFFFFFF or 1

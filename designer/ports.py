"""The outside world, as protocols: adapters implement them, everything else takes them as arguments."""

from __future__ import annotations

from typing import Protocol


class LayoutEngine(Protocol):
    """Places the nodes and splines of a DOT graph."""

    def layout(self, dot: str, *, deadline_s: float) -> str:
        """Return Graphviz JSON (`-Tjson`) with positions in points.

        Raises:
            LayoutError: the engine failed, gave nonsense, or did not finish in `deadline_s` seconds.
        """


class Rasteriser(Protocol):
    """Turns an SVG into pixels."""

    def png(self, svg: str, *, scale: float = 1.0) -> bytes:
        """Return a PNG of the SVG, `scale` pixels per unit.

        Raises:
            LayoutError: the SVG cannot be drawn.
        """

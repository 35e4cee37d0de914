"""Write out/gallery/index.html: all pictures of all blueprints and of ten composed designs, beside other tools' of the same.

make gallery                         everything
make gallery ONLY=url-shortener,pastebin VIEWS=container
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from statistics import fmean, median

from designer.adapters.image import Pictures
from designer.model import AnyView, Design, View
from designer.render.d2 import render_d2
from designer.render.diagrams_script import render_diagrams
from designer.render.mermaid import render_mermaid
from designer.render.quality import Quality, measure
from designer.views import build_views
from tests.reports.picture_report import blueprint_design
from tests.support.catalogs import shipped
from tests.support.composed import composed, composed_briefs
from tests.support.other_tools import Browser, Drawn, browser, diagrams_engine, draw_d2, draw_diagrams, missing_tools

OUT = Path("out/gallery")
COMPOSED = 10
OTHERS = ("diagrams", "d2", "mermaid")
_COLUMNS = ("lines", "crossings", "overlaps", "outside", "aspect", "letters")
_STYLE = """
body{font:14px/1.45 Inter,Arimo,Helvetica,Arial,sans-serif;margin:24px;color:#101828;background:#fff}
h2{margin:40px 0 4px}h3{margin:20px 0 6px;font-size:14px}.row{display:flex;flex-wrap:wrap;gap:12px}
figure{margin:0;border:1px solid #d0d5dd;border-radius:8px;padding:8px;width:520px;background:#fff}
figure.dark{background:#0e141b;color:#f2f4f7}figure img{width:100%;height:380px;object-fit:contain}
figcaption{font-size:12px;color:#667085}figure.dark figcaption{color:#98a2b3}.bad{color:#b42318;font-weight:600}
table{border-collapse:collapse;margin:12px 0}td,th{padding:3px 10px;border-bottom:1px solid #eaecf0;text-align:right}
td:first-child,th:first-child{text-align:left}
""".strip()


@dataclass
class Shown:
    """One view with its pictures: ours in two themes, those of other tools, and what was measured."""

    design: str
    view: AnyView
    files: dict[str, str] = field(default_factory=dict)
    figures: dict[str, Mapping[str, float]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    quality: Quality | None = None

    @property
    def name(self) -> str:
        """The name of its files."""
        return f"{self.design}-{self.view.id}"


def main() -> int:
    """Write the page."""
    (OUT / "pictures").mkdir(parents=True, exist_ok=True)
    missing = missing_tools()
    shown = [Shown(name, view) for name, design in _designs() for view in _views(design)]
    with browser() as page:
        for one in shown:
            _ours(one, page)
        _theirs(shown, page, missing)
    (OUT / "index.html").write_text(_page(shown, missing), encoding="utf-8")
    print(f"{OUT / 'index.html'}: {len(shown)} views of {len({one.design for one in shown})} designs")
    for line in _summary_lines(shown):
        print(line)
    return 0


def _designs() -> Iterable[tuple[str, Design]]:
    wanted = {name for name in os.environ.get("ONLY", "").split(",") if name}
    for blueprint in shipped().blueprints:
        if not wanted or blueprint.id in wanted:
            yield blueprint.id, blueprint_design(blueprint.id)
    for key in list(composed_briefs())[:COMPOSED]:
        if not wanted or key in wanted:
            yield key, composed(key)


def _views(design: Design) -> list[AnyView]:
    wanted = {name for name in os.environ.get("VIEWS", "").split(",") if name}
    return [view for view in build_views(design, shipped()) if not wanted or view.kind.value in wanted]


def _ours(one: Shown, page: Browser) -> None:
    pictures = Pictures()
    for theme in ("light", "dark"):
        svg = pictures.svg(one.view, theme=theme)
        _keep(one, theme, svg)
        if theme == "light":
            one.figures["light"] = page.measure(svg)
    if isinstance(one.view, View):
        one.quality = measure(pictures.arranged(one.view).placed)


def _keep(one: Shown, label: str, svg: str) -> None:
    path = f"pictures/{one.name}-{label}.svg"
    (OUT / path).write_text(svg, encoding="utf-8")
    one.files[label] = path


def _theirs(shown: Sequence[Shown], page: Browser, missing: Mapping[str, str]) -> None:
    """Draw the same graphs by the other tools; a picture that they refuse is said to be missing."""

    def take(one: Shown, tool: str, drawn: Drawn) -> None:
        if drawn.error or not drawn.svg:
            one.errors[tool] = drawn.error or "nothing was drawn"
            return
        _keep(one, tool, drawn.svg)
        one.figures[tool] = page.measure(drawn.svg)

    if "mermaid" not in missing and page.can_draw:
        for one in shown:
            take(one, "mermaid", page.mermaid(render_mermaid(one.view)))
    print("drawn by Mermaid", flush=True)
    if "d2" not in missing:
        for one, drawn in zip(shown, draw_d2([render_d2(one.view) for one in shown]), strict=True):
            take(one, "d2", drawn)
    print("drawn by D2", flush=True)
    if "diagrams" not in missing:
        for one in shown:
            if isinstance(one.view, View):
                take(one, "diagrams", draw_diagrams(render_diagrams(one.view)))


def _page(shown: Sequence[Shown], missing: Mapping[str, str]) -> str:
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>Gallery of pictures</title>",
        f"<style>{_STYLE}</style><h1>Gallery of pictures</h1>",
        "<p>Every view of every blueprint and of composed designs, in light and dark, beside the same graph by other tools. ",
        "Crossings, words that lie on other words or outside, the shape and the smallest letters on a page of A4 (points) "
        "are measured in a browser, alike for all. Ours also says what its own measure finds.</p>",
        *(f"<p>Not drawn by {escape(tool)}: {escape(why)}.</p>" for tool, why in sorted(missing.items())),
        f"<p>diagrams is laid out by {escape(diagrams_engine())}.</p>",
        "<table><tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in _HEAD) + "</tr>",
        *("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in _summary(shown)),
        "</table><h2>Our worst, by the measure that chooses layouts</h2><ol>",
        *(f'<li><a href="#{one.name}">{escape(one.name)}</a> {escape(_own(one))}' for one in _worst(shown)),
        "</ol>",
    ]
    for design in dict.fromkeys(one.design for one in shown):
        parts.append(f"<h2>{escape(design)}</h2>")
        parts += [_section(one) for one in shown if one.design == design]
    return "\n".join((*parts, ""))


def _section(one: Shown) -> str:
    figures = [_figure(one, label) for label in ("light", "dark", *OTHERS) if label in one.files or label in one.errors]
    return f'<h3 id="{one.name}">{escape(one.view.id)} · {escape(one.view.title)}</h3><div class=row>{"".join(figures)}</div>'


def _figure(one: Shown, label: str) -> str:
    words = _words(one.figures[label]) if label in one.figures else ""
    if label in one.errors:
        return f"<figure><figcaption>{label}: <span class=bad>{escape(one.errors[label])}</span></figcaption></figure>"
    own = f"<br>{escape(_own(one))}" if label == "light" and one.quality else ""
    kind = " class=dark" if label == "dark" else ""
    return (
        f'<figure{kind}><a href="{one.files[label]}"><img loading=lazy alt="{escape(label)}" src="{one.files[label]}"></a>'
        f"<figcaption>{label}: {escape(words)}{own}</figcaption></figure>"
    )


def _words(found: Mapping[str, float]) -> str:
    return (
        f"{found['crossings']:.0f} crossings of {found['lines']:.0f} lines, {found['overlaps']:.0f} words on words, "
        f"{found['outside']:.0f} outside, {found['aspect']:.2f} : 1, smallest letters {found['letters']:.1f} pt"
    )


def _own(one: Shown) -> str:
    if one.quality is None:
        return ""
    found = one.quality
    return f"own measure: {found.flaws} flaws, {found.crossings} crossings, {found.bends} bends, cost {found.cost:.0f}"


def _worst(shown: Sequence[Shown]) -> list[Shown]:
    measured = [one for one in shown if one.quality is not None]
    return sorted(measured, key=lambda one: -one.quality.cost if one.quality else 0.0)[:15]


_HEAD = (
    "tool",
    "pictures",
    "refused",
    "crossings a picture",
    "words on words",
    "outside",
    "shape beyond 1:1.4 to 2.2:1",
    "median letters, pt",
)


def _summary(shown: Sequence[Shown]) -> list[tuple[str, ...]]:
    """Return a row for each tool over the graph views that all of them drew, and one over all views."""
    tools = [tool for tool in ("light", *OTHERS) if any(tool in one.figures for one in shown)]
    common = [one for one in shown if all(tool in one.figures for tool in tools)]
    return [_summary_row(tool, common, shown) for tool in tools]


def _summary_row(tool: str, common: Sequence[Shown], shown: Sequence[Shown]) -> tuple[str, ...]:
    found = [one.figures[tool] for one in common]
    refused = sum(tool in one.errors for one in shown)
    if not found:
        return (tool, "0", str(refused), "", "", "", "", "")
    beyond = sum(not 1 / 1.41 <= item["aspect"] <= 2.21 for item in found)
    return (
        "designer" if tool == "light" else tool,
        str(len(found)),
        str(refused),
        f"{fmean(item['crossings'] for item in found):.1f}",
        str(round(sum(item["overlaps"] for item in found))),
        str(round(sum(item["outside"] for item in found))),
        str(beyond),
        f"{median(item['letters'] for item in found):.1f}",
    )


def _summary_lines(shown: Sequence[Shown]) -> list[str]:
    return ["  ".join(f"{cell:>12.22}" for cell in row) for row in (_HEAD, *_summary(shown))]


if __name__ == "__main__":
    sys.exit(main())

"""Rows of the bench about pictures: layout and drawing, small and large, beside other tools on the same graph."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from designer.adapters.image import Pictures
from designer.adapters.image import pictures as module
from designer.adapters.image.engine import GraphvizEngine
from designer.adapters.image.icons import DiagramsIcons
from designer.api import default_catalog
from designer.documents import WRITERS, document
from designer.model import Design, View
from designer.pipeline import check
from designer.render.d2 import render_d2
from designer.render.diagrams_script import render_diagrams
from designer.render.mermaid import render_mermaid
from designer.views import build_bundle_views
from tests.reports.picture_report import blueprint_design
from tests.support.other_tools import Drawn, browser, diagrams_engine, draw_d2, draw_diagrams, missing_tools
from tests.support.seeded import many

Row = Callable[[str, float, float | None], None]

SMALL = "llm-serving-system"
AIMS = {15: 0.25, 100: 1.5}
_CALLS = """
import designer
from pathlib import Path
Path("two.png").write_bytes(designer.load("design.json").render("container", "png"))
"""


def drawing_rows(row: Row, runs: int) -> None:
    """Print what pictures take, warm: all default ones of 15 and of 100 components, and one beside other tools."""
    small, large = blueprint_design(SMALL), check(many(100))
    for size, design in ((15, small), (100, large)):
        views = build_bundle_views(design, default_catalog())
        count = len(design.graph.components)
        arranged = _fresh(lambda views=views: Pictures().prepare(views), runs)  # type: ignore[misc]
        # Pictures with icons of their own are not shared, so that each is drawn anew.
        own = Pictures(icons=DiagramsIcons())
        drawn = median(_times(lambda views=views, own=own: [own.svg(view) for view in views], runs))  # type: ignore[misc]
        whole = arranged + drawn
        row(f"all {len(views)} default pictures of {count} components", whole, None)
        row("  of that, their layout", arranged, None)
        row("  of that, drawing", drawn, None)
        verdict = "within" if whole <= AIMS[size] else "OVER"
        print(f"{verdict} the {AIMS[size]:g} s that this may take")
    _documents(small, row, runs)
    _beside_others(small, row, runs)


def _documents(design: Design, row: Row, runs: int) -> None:
    """Print what the document takes in each format, where its pictures are laid out and drawn already."""
    for format in WRITERS:
        written = partial(document, design, format, catalog=default_catalog())
        written()
        row(f"the document of 15 components, {format}", median(_times(written, runs)), None)


def _fresh(work: Callable[[], object], runs: int) -> float:
    """Return the median time of some work that finds no layout made before."""
    work()
    times = []
    for _ in range(runs):
        module.forget()
        times += _times(work, 1)
    return median(times)


def _times(work: Callable[[], object], runs: int) -> list[float]:
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return found


def _beside_others(design: Design, row: Row, runs: int) -> None:
    view = next(view for view in build_bundle_views(design, default_catalog()) if isinstance(view, View))
    missing = missing_tools()

    def ours() -> object:
        module.forget()
        return Pictures(GraphvizEngine()).png(view)

    ours()
    warm = median(_times(ours, runs))
    with _commands(design) as (command, calls):
        cold = median(_times(command, runs))
        row("one PNG of 15 components, in process", warm, None)
        row("one PNG of 15 components, designer render", cold, None)
        row("  the same by calls of the package", median(_times(calls, runs)), cold)
        if "diagrams" not in missing:
            script = render_diagrams(view)
            spent = _other(lambda: draw_diagrams(script, format="png"), runs)
            row(f"the same by diagrams ({diagrams_engine()}), process", spent, cold)
            row("  the same by diagrams over ours in process", spent, warm)
            _processor_rows((command, calls, lambda: draw_diagrams(script, format="png")), row, runs)
    if "d2" not in missing:
        text = render_d2(view)
        times = [drawn.seconds for drawn in draw_d2([text] * (runs + 1))]
        row("the same by D2, SVG, warm", median(times[1:]), warm)
        row("the same by D2, SVG, process", median(_times(lambda: list(draw_d2([text])), runs)), cold)
    if "mermaid" not in missing:
        text = render_mermaid(view)
        with browser() as page:
            page.mermaid(text)
            row("the same by Mermaid, SVG, in a warm browser", _other(lambda: page.mermaid(text), runs), warm)

        def started() -> Drawn:
            with browser() as page:
                return page.mermaid(text)

        row("the same by Mermaid, SVG, browser and all", median(_times(started, runs)), cold)


def _other(work: Callable[[], Drawn], runs: int) -> float:
    drawn = [(spent, one) for spent, one in ((_spent(work)) for _ in range(runs))]
    failed = next((one.error for _, one in drawn if one.error), "")
    if failed:
        print(f"  (it failed: {failed[:120]})")
    return median(spent for spent, _ in drawn)


def _spent(work: Callable[[], Drawn]) -> tuple[float, Drawn]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def _processor_rows(works: Sequence[Callable[[], object]], row: Row, runs: int) -> None:
    """Print the least processor time of whole processes that draw one PNG, run in turn: it varies less than time."""
    spent = [[_processor(work) for work in works] for _ in range(runs)]
    command, calls, other = (min(times) for times in zip(*spent, strict=True))
    row("processor time of one PNG, designer render", command, None)
    row("  by calls of the package", calls, command)
    row("  by diagrams", other, command)
    print(f"{'within' if max(command, calls) <= other else 'OVER'} the processor time of diagrams")


def _processor(work: Callable[[], object]) -> float:
    """Return the seconds of the processor that the processes take which some work starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


@contextmanager
def _commands(design: Design) -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
    """Yield what draws one PNG in a process of its own: by the command, and by calls of the package."""
    program = str(Path(sys.executable).parent / "designer")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "design.json").write_text(design.to_json(), encoding="utf-8")
        command = [program, "render", "design.json", "--out", "one.png"]
        calls = [sys.executable, "-c", _CALLS]
        run = partial(subprocess.run, check=True, capture_output=True, cwd=folder)
        yield partial(run, command), partial(run, calls)

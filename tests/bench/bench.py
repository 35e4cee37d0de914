"""Print times and memory as ratios, measured in one run on one machine: whole processes, median of several.

make bench            all
make bench RUNS=9     more runs
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.drawing import drawing_rows
from tests.support.seeded import many

BRIEF = "People paste long links and get short ones back, 100 million new links a month"
RUNS = int(os.environ.get("RUNS", "5"))
MANY = 1000
RULES_BUDGET_MB = 150
_RULES = """
from designer.rules.registry import run_rules
from tests.support.seeded import many
sized = many({size})
{call}
""".strip().replace("\n", "; ")
DESIGNER = str(Path(sys.executable).parent / "designer")


def main() -> None:
    """Run all measurements and print them."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        os.environ["DESIGNER_CACHE_DIR"] = str(work / "cache")
        _processes(work)
        _memory_of_rules()
        _in_process()
        drawing_rows(_row, RUNS)


def _processes(work: Path) -> None:
    bare = _median([sys.executable, "-c", "import pydantic, jinja2"])
    nothing = _median([sys.executable, "-c", "pass"])
    imported = _median([sys.executable, "-c", "import designer"])
    command = [DESIGNER, "new", BRIEF, "--out", str(work / "one"), "--formats", "svg"]
    subprocess.run(command, check=True, capture_output=True)
    shutil.rmtree(work / "one")
    cold = _median(command, before=lambda: shutil.rmtree(work / "one", ignore_errors=True))
    full = [DESIGNER, "new", BRIEF, "--out", str(work / "two")]
    whole = _median(full, before=lambda: shutil.rmtree(work / "two", ignore_errors=True))
    _row("bare Python, importing pydantic and jinja2", bare)
    _row("import designer, above a bare Python", imported - nothing)
    _row("designer new, offline, SVG only", cold, bare)
    _row("designer new, offline, all default formats", whole, bare)
    engine = _engine_alone()
    _row("layout engine alone on the same graph", engine)
    _row("designer new over the layout engine", cold, engine)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'peak memory of the largest process':48} {peak:8.0f} MB")


def _memory_of_rules() -> None:
    """Print what all rules on a large graph take at most, each in a process of its own, and what that is without them."""
    for size in (100, MANY):
        whole, graph = (_peak_megabytes(_RULES.format(size=size, call=call)) for call in ("run_rules(sized)", "None"))
        _memory_row(f"all rules on {size:,} components, peak memory", whole)
        _memory_row("  of that, Python, the catalog and the graph", graph)
    verdict = "within" if whole <= RULES_BUDGET_MB else "OVER"
    print(f"{verdict} the {RULES_BUDGET_MB} MB that {MANY:,} components may take")


def _peak_megabytes(code: str) -> float:
    """Return the peak resident memory of a new Python process that runs some code, the median of several."""
    report = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    command = [sys.executable, "-c", f"{code}; {report}"]
    runs = (subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(RUNS))
    return statistics.median(float(out) for out in runs)


def _engine_alone() -> float:
    import designer
    from designer.adapters.image.engine import GraphvizEngine
    from designer.api import default_catalog
    from designer.render.dot import render_dot
    from designer.views import build_views

    view = build_views(designer.design(BRIEF), default_catalog())[0]
    dot = render_dot(view)
    engine = GraphvizEngine()
    return _median_of(lambda: engine.layout(dot, deadline_s=10))


def _in_process() -> None:
    import designer
    from designer.adapters.image import Pictures
    from designer.adapters.image.icons import DiagramsIcons
    from designer.api import default_catalog
    from designer.catalog.conformance import best_matches
    from designer.catalog.load import load_catalog
    from designer.planner.match import ranker_of
    from designer.rendering import document_text
    from designer.resources import catalog_root
    from designer.rules.registry import run_rules
    from designer.views import build_views

    designer.design(BRIEF)
    made = designer.design(BRIEF)
    _row("a design without pictures, in process", _median_of(lambda: designer.design(BRIEF)))
    _row("its document", _median_of(lambda: document_text(made, "md")))
    catalog = default_catalog()
    views = build_views(made, catalog)
    # Pictures with icons of their own are not shared, so that each is drawn anew.
    own = Pictures(icons=DiagramsIcons(), deadline_s=9)
    _row("its container picture, SVG", _median_of(lambda: own.svg(views[0])))
    _row("its graph against all blueprints", _median_of(lambda: best_matches(made.graph, catalog.blueprints)))
    large = many(100).graph
    _row(
        f"a graph of {len(large.components)} components against all",
        _median_of(lambda: best_matches(large, catalog.blueprints)),
    )
    base: float | None = None
    for size in (100, 1000, 5000):
        sized = many(size)
        spent = _median_of(lambda sized=sized: run_rules(sized))  # type: ignore[misc]
        _row(f"all rules on {len(sized.graph.components):,} components", spent, base)
        base = spent
    index = ranker_of(catalog).search
    _row("one search of the catalog", _median_of(lambda: index.search(BRIEF)))
    _row("the whole catalog, read from YAML", _median_of(lambda: load_catalog([catalog_root()])))
    cache = Path(os.environ["DESIGNER_CACHE_DIR"])
    _row("the whole catalog, compiled copy", _median_of(lambda: load_catalog([catalog_root()], cache_dir=cache)))


def _median(command: list[str], *, before: Callable[[], object] = lambda: None) -> float:
    def once() -> None:
        subprocess.run(command, check=True, capture_output=True)

    times = []
    for _ in range(RUNS):
        before()
        start = time.perf_counter()
        once()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _median_of(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _memory_row(name: str, megabytes: float) -> None:
    print(f"{name:48} {megabytes:8.0f} MB")


def _row(name: str, seconds: float, base: float | None = None) -> None:
    ratio = f"  {seconds / base:5.1f} times the above" if base else ""
    print(f"{name:48} {seconds * 1000:8.0f} ms{ratio}")


if __name__ == "__main__":
    main()

"""What every layout engine and every rasteriser must do, and how the subprocess behind the first is kept in hand."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from designer.adapters.image import engine as engine_module
from designer.adapters.image.engine import GraphvizEngine, find_engine
from designer.adapters.image.raster import ResvgRasteriser
from designer.errors import LayoutError, ServiceError
from designer.ports import LayoutEngine, Rasteriser

GRAPH = 'digraph { node [shape=box, fixedsize=true, label=""]; n0 -> n1; n0 -> n2; subgraph cluster_0 { n1 n2 } }'


class RowEngine:
    """An engine in memory: every node of every graph stands in one row."""

    def layout(self, dot: str, *, deadline_s: float) -> str:
        graphs = dot.split("digraph")[1:]
        if not graphs or any(graph.count("{") != graph.count("}") for graph in graphs):
            raise LayoutError("not a graph", where="dot", fix="write one")
        return "\n".join(
            json.dumps({"objects": [{"name": f"n{n}", "pos": f"{72 * n},0"} for n in range(3)]}) for _ in graphs
        )


@pytest.fixture(params=[RowEngine, GraphvizEngine], ids=["memory", "graphviz"])
def engine(request: pytest.FixtureRequest) -> LayoutEngine:
    make: Callable[[], LayoutEngine] = request.param
    return make()


class TestLayoutEngine:
    def test_every_node_gets_a_place(self, engine: LayoutEngine) -> None:
        graph = json.loads(engine.layout(GRAPH, deadline_s=20))
        places = {item["name"]: item["pos"] for item in graph["objects"] if "pos" in item}
        assert {"n0", "n1", "n2"} <= places.keys()
        assert all(len([float(part) for part in place.split(",")]) == 2 for place in places.values())

    def test_several_graphs_give_several_answers_in_order(self, engine: LayoutEngine) -> None:
        text = engine.layout(GRAPH + "\n" + GRAPH, deadline_s=20)
        _, end = json.JSONDecoder().raw_decode(text)
        assert json.loads(text[end:])["objects"]

    def test_same_graph_gives_the_same_bytes(self, engine: LayoutEngine) -> None:
        assert engine.layout(GRAPH, deadline_s=20) == engine.layout(GRAPH, deadline_s=20)

    def test_broken_graph_is_an_error(self, engine: LayoutEngine) -> None:
        with pytest.raises(LayoutError):
            engine.layout("digraph { a -> ", deadline_s=20)


@pytest.fixture(params=[ResvgRasteriser], ids=["resvg"])
def rasteriser(request: pytest.FixtureRequest) -> Rasteriser:
    make: Callable[[], Rasteriser] = request.param
    return make()


class TestRasteriser:
    def test_svg_becomes_a_png(self, rasteriser: Rasteriser) -> None:
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9" height="9"/></svg>'
        png = rasteriser.png(svg, scale=2)
        assert png.startswith(b"\x89PNG\r\n\x1a\n")
        assert (int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")) == (40, 20)

    @pytest.mark.parametrize("scale", [0.333, 1.0, 1.37, 2.0])
    def test_a_picture_fills_its_pixels_at_any_scale(self, rasteriser: Rasteriser, scale: float) -> None:
        area = 'viewBox="0 0 41 23" width="41" height="23"'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" {area}><rect width="41" height="23" fill="#123456"/></svg>'
        with Image.open(io.BytesIO(rasteriser.png(svg, scale=scale))) as image:
            assert image.size == (round(41 * scale), round(23 * scale))
            assert image.convert("RGBA").getcolors() == [(image.width * image.height, (0x12, 0x34, 0x56, 0xFF))]

    def test_same_svg_gives_the_same_bytes(self, rasteriser: Rasteriser) -> None:
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text y="15">abc</text></svg>'
        assert rasteriser.png(svg) == rasteriser.png(svg)

    @pytest.mark.parametrize(
        "svg", ["", "no svg", "<svg>", '<svg width="2pt" height="3pt"/>', '<svg width="9" height="9">']
    )
    def test_what_is_no_picture_is_an_error(self, rasteriser: Rasteriser, svg: str) -> None:
        with pytest.raises(LayoutError):
            rasteriser.png(svg)

    @pytest.mark.parametrize("scale", [0.0, -1.0, 10_000.0])
    def test_senseless_scale_is_an_error(self, rasteriser: Rasteriser, scale: float) -> None:
        with pytest.raises(LayoutError):
            rasteriser.png('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', scale=scale)

    def test_huge_picture_is_refused_before_memory_runs_out(self, rasteriser: Rasteriser) -> None:
        with pytest.raises(LayoutError, match="too large"):
            rasteriser.png('<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="90000"/>')


def program(tmp_path: Path, body: str) -> list[str]:
    """Return the command of an engine that does what `body` says."""
    script = tmp_path / "engine.py"
    script.write_text(f"import os, sys, time\n{body}\n", encoding="utf-8")
    return [sys.executable, str(script)]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_hanging_engine_is_killed_at_its_deadline(tmp_path: Path) -> None:
    body = f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    start = time.monotonic()
    with pytest.raises(LayoutError, match="did not finish in 1 s"):
        GraphvizEngine(program(tmp_path, body)).layout(GRAPH, deadline_s=1)
    assert time.monotonic() - start < 10
    assert not is_running(int((tmp_path / "pid").read_text()))


def test_engine_that_never_reads_its_input_does_not_block(tmp_path: Path) -> None:
    graph = f"digraph {{ {'n0 -> n1; ' * 200_000} }}"
    with pytest.raises(LayoutError, match="did not finish"):
        GraphvizEngine(program(tmp_path, "time.sleep(60)")).layout(graph, deadline_s=0.5)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets another process be bounded")
def test_engine_that_takes_too_much_memory_fails_alone(tmp_path: Path) -> None:
    # It waits for its input, which comes after the bound.
    body = "sys.stdin.read()\nheld = b'x' * 900_000_000\nprint(len(held))"
    with pytest.raises(LayoutError, match="failed with status"):
        GraphvizEngine(program(tmp_path, body), max_memory=600_000_000).layout(GRAPH, deadline_s=30)


def test_engine_that_writes_without_end_is_stopped(tmp_path: Path) -> None:
    flood = "while True: sys.stdout.write('x' * 65536)"
    with pytest.raises(LayoutError, match="wrote too much"):
        GraphvizEngine(program(tmp_path, flood), max_output=1_000_000).layout(GRAPH, deadline_s=20)


def test_failing_engine_says_why(tmp_path: Path) -> None:
    body = "sys.stderr.write('syntax error near line 1\\n'); sys.exit(3)"
    with pytest.raises(LayoutError, match="status 3: syntax error near line 1") as caught:
        GraphvizEngine(program(tmp_path, body)).layout(GRAPH, deadline_s=20)
    assert caught.value.fix
    assert isinstance(caught.value, ServiceError)


def test_answer_beside_a_failure_is_not_believed(tmp_path: Path) -> None:
    with pytest.raises(LayoutError):
        GraphvizEngine(program(tmp_path, "print('{}'); sys.exit(1)")).layout(GRAPH, deadline_s=20)


def test_missing_program_is_an_error() -> None:
    with pytest.raises(LayoutError, match="does not start"):
        GraphvizEngine(["/nowhere/graphviz"]).layout(GRAPH, deadline_s=1)


def test_engine_does_not_see_keys_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    found = GraphvizEngine(program(tmp_path, "print(sorted(os.environ))")).layout(GRAPH, deadline_s=20)
    assert "OPENAI_API_KEY" not in found


def test_packaged_engine_is_found_beside_python_by_its_files_or_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = find_engine()
    assert beside is not None
    monkeypatch.setattr(engine_module.sys, "executable", str(tmp_path / "python"))
    find_engine.cache_clear()
    assert find_engine() == beside
    monkeypatch.setattr(engine_module, "_from_metadata", lambda name: None)
    dot = tmp_path / "dot"
    dot.write_text("#!/bin/sh\n")
    dot.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    find_engine.cache_clear()
    assert find_engine() == (str(dot),)
    monkeypatch.setenv("PATH", "")
    find_engine.cache_clear()
    assert find_engine() is None
    find_engine.cache_clear()

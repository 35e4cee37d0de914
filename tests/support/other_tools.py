"""The same graph drawn by other tools, where they are on this machine: the package diagrams, D2 and Mermaid."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from designer.adapters.image.engine import find_engine

TOOLS = Path(__file__).parents[1] / "tools"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_ICON = re.compile(r'xlink:href="([^"]+\.png)"')
_SCRIPT_SECONDS = 60
_DRAW_MERMAID = """async ([id, text]) => {
  try {
    const box = document.createElement("div");
    box.innerHTML = (await mermaid.render(id, text)).svg;
    // What Mermaid gives is HTML; a file has to be XML.
    return {svg: new XMLSerializer().serializeToString(box.querySelector("svg"))};
  } catch (error) { return {error: String(error)}; }
}"""


class Drawn(NamedTuple):
    """What a tool made of a text: an SVG, or why there is none; and how long it took."""

    svg: str
    error: str = ""
    seconds: float = 0.0


def missing_tools() -> dict[str, str]:
    """Return why a tool cannot be asked, by its name; nothing for those that can."""
    found = {}
    if not shutil.which("node") or not (TOOLS / "node_modules" / "@terrastruct").is_dir():
        found["d2"] = "node or @terrastruct/d2 is not installed"
    if not Path(CHROMIUM).is_file() or not (TOOLS / "node_modules" / "mermaid").is_dir():
        found["mermaid"] = "chromium or the package mermaid is not installed"
    if not shutil.which("dot") and find_engine() is None:
        found["diagrams"] = "there is no dot"
    return found


def diagrams_engine() -> str:
    """Return which program lays out what the package diagrams draws."""
    return "Graphviz dot" if shutil.which("dot") else "the packaged Graphviz port"


def draw_diagrams(script: str, *, format: str = "svg") -> Drawn:
    """Return the SVG of a script for the package diagrams, its icons inside."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        environment = {**os.environ, "PATH": f"{_with_dot(work)}{os.pathsep}{os.environ.get('PATH', '')}"}
        text = script.replace("show=False", f'show=False, outformat="{format}"', 1)
        (work / "script.py").write_text(text, encoding="utf-8")
        command = [sys.executable, "script.py"]
        try:
            run = subprocess.run(
                command, cwd=work, env=environment, capture_output=True, timeout=_SCRIPT_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return Drawn("", f"did not finish in {_SCRIPT_SECONDS} s", float(_SCRIPT_SECONDS))
        spent = time.perf_counter() - start
        made = next(iter(work.glob(f"*.{format}")), None)
        if made is None:
            return Drawn("", run.stderr.decode("utf-8", "replace").strip()[-300:] or "it wrote nothing", spent)
        return Drawn(_ICON.sub(_inside, made.read_text(encoding="utf-8")) if format == "svg" else "", "", spent)


def _with_dot(work: Path) -> str:
    """Return a folder with a program `dot`: the packaged engine under this name where there is no other."""
    place = work / "bin"
    place.mkdir()
    engine = find_engine()
    if not shutil.which("dot") and engine is not None:
        (place / "dot").symlink_to(engine[0])
    return str(place)


def _inside(found: re.Match[str]) -> str:
    path = Path(found[1])
    data = base64.b64encode(path.read_bytes()).decode() if path.is_file() else ""
    return f'xlink:href="data:image/png;base64,{data}"'


def draw_d2(texts: Sequence[str]) -> Iterator[Drawn]:
    """Yield the drawing of each D2 text, from one process."""
    command = ["node", str(TOOLS / "draw_d2.mjs")]
    run = subprocess.run(command, input=json.dumps(list(texts)), capture_output=True, text=True, check=False, cwd=TOOLS)
    lines = run.stdout.splitlines()
    for number, _ in enumerate(texts):
        data: dict[str, Any] = json.loads(lines[number]) if number < len(lines) else {"error": "it ended early"}
        yield Drawn(data.get("svg", ""), data.get("error", ""), data.get("seconds", 0.0))


class Browser:
    """A browser that draws Mermaid and measures SVGs."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._count = 0
        self.can_draw = (TOOLS / "node_modules" / "mermaid" / "dist" / "mermaid.min.js").is_file()
        page.set_content("<!doctype html><body style='margin:0'></body>")
        if self.can_draw:
            page.add_script_tag(path=str(TOOLS / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"))
            page.evaluate("mermaid.initialize({startOnLoad: false, suppressErrorRendering: true, maxTextSize: 500000})")

    def mermaid(self, text: str) -> Drawn:
        """Return what Mermaid draws of a text."""
        self._count += 1
        start = time.perf_counter()
        found = self._page.evaluate(_DRAW_MERMAID, [f"m{self._count}", text])
        return Drawn(found.get("svg", ""), found.get("error", "")[:300], time.perf_counter() - start)

    def measure(self, svg: str) -> Mapping[str, float]:
        """Return what can be measured of any tool's SVG: see `measure_svg.js`."""
        code = (TOOLS / "measure_svg.js").read_text(encoding="utf-8")
        found: Mapping[str, float] = self._page.evaluate(code, svg)
        return found

    def screenshot(self, address: str, path: Path, *, width: int = 1600, height: int = 1200) -> None:
        """Write a picture of a page."""
        self._page.set_viewport_size({"width": width, "height": height})
        self._page.goto(address)
        self._page.screenshot(path=str(path))


@contextmanager
def browser() -> Iterator[Browser]:
    """Yield a browser that is closed in the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield Browser(started.new_page())
        finally:
            started.close()

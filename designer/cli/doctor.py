"""`designer doctor`: what is installed, what is set, and what is missing."""

from __future__ import annotations

import platform
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from designer import __version__
from designer.cli.console import Console, table
from designer.cli.options import add_json_option
from designer.errors import DesignerError

if TYPE_CHECKING:
    from designer.model.view import View


class Finding(NamedTuple):
    """One thing that was looked at; `fix` says how to get what is missing."""

    id: str
    ok: bool
    found: str
    fix: str = ""


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--model", metavar="NAME", help="ask this model as well, in each way that it may understand: a few tokens each"
    )
    add_json_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Look at everything; end with 3 when something that is needed does not work."""
    found = [*_examine(), *(_asked(options.model) if options.model else ())]
    if options.json:
        console.say_json([item._asdict() for item in found])
    else:
        rows = [("" if item.ok else "!", item.id, item.found, item.fix) for item in found]
        console.say(table([("", "what", "found", "to do"), *rows]))
    return 0 if all(item.ok for item in found) else 3


def _examine() -> Iterator[Finding]:
    yield Finding("designer", True, f"{__version__} on Python {platform.python_version()}")
    yield _try("settings", _settings)
    yield _try("catalog", _catalog)
    yield _try("layout", _layout)
    yield _try("pixels", _pixels)
    yield _icons()
    yield _model()
    yield _package("streamlit", "web app")
    yield _package("langchain_openai", "language model")


def _try(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, look())
    except DesignerError as error:
        return Finding(name, False, error.what, error.fix)


def _settings() -> str:
    from designer.settings import FILE_NAME, Settings, load_settings

    changed = [name for name in Settings.__slots__ if getattr(load_settings({}), name) != getattr(Settings(), name)]
    return f"set by environment or {FILE_NAME}: {', '.join(changed)}" if changed else "defaults"


def _catalog() -> str:
    from designer.api import default_catalog

    catalog = default_catalog()
    return f"{len(catalog.blueprints)} blueprints, version {catalog.version}"


def _layout() -> str:
    from designer.adapters.image import Pictures

    Pictures().svg(_smallest_view(), theme="light")
    return "draws"


def _pixels() -> str:
    from designer.adapters.image import Pictures

    Pictures().png(_smallest_view(), theme="light", scale=1.0)
    return "draws"


def _smallest_view() -> View:
    from designer.model.kinds import Kind
    from designer.model.view import View, ViewKind, ViewNode

    node = ViewNode(id="service", name="Service", kind=Kind.SERVICE)
    return View(id="container", kind=ViewKind.CONTAINER, title="Doctor", nodes=(node,))


def _icons() -> Finding:
    from designer.resources import icons_root

    if icons_root() is None:
        return Finding("icons", False, "no icons of products", "pip install diagrams")
    return Finding("icons", True, "installed")


def _model() -> Finding:
    try:
        from designer.settings import load_settings

        model = load_settings({}).model
        if model == "offline":
            return Finding("model", True, "offline; --model or DESIGNER_MODEL names another")
        from designer.adapters.llm import open_model

        # Opened and not asked: a doctor costs nothing and sends nothing.
        return Finding("model", True, f"{open_model(model).name}, not asked")
    except DesignerError as error:
        return Finding("model", False, error.what, error.fix)


def _asked(spec: str) -> Iterator[Finding]:
    """Yield how a model understands to be asked: it works when one way does."""
    from designer.adapters.llm import open_model
    from designer.adapters.llm.asking import Probe
    from designer.adapters.llm.openai_model import OpenAIModel
    from designer.ports import ChatMessage

    question = (ChatMessage("user", 'Answer with the JSON object {"works": true}.'),)
    try:
        model = open_model(spec)
        if not isinstance(model, OpenAIModel):
            answer = model.answer(question, into=Probe)
            yield Finding(model.name, True, f"answers, {answer.usage.input_tokens} tokens in")
            return
        ways = model.probe(question, into=Probe)
    except DesignerError as error:
        yield Finding("model asked", False, error.what, error.fix)
        return
    best = next((rung for rung, wrong in ways.items() if not wrong), None)
    for rung, wrong in ways.items():
        name = rung.name.lower().replace("_", " ")
        # A way that does not work is no fault while another does.
        yield Finding(f"asked by {name}", not wrong or best is not None, wrong or "answers")
    if best is None:
        yield Finding(model.name, False, "answers in no way that can be read", "use a model that follows JSON schemas")
    else:
        yield Finding(model.name, True, f"will be asked by {best.name.lower().replace('_', ' ')}")


def _package(name: str, used_for: str) -> Finding:
    distribution = name.replace("_", "-")
    if find_spec(name) is None:
        return Finding(distribution, False, f"not installed, so no {used_for}", f"pip install {distribution}")
    return Finding(distribution, True, f"{version(distribution)}, for {used_for}")

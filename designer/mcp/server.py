"""The MCP server: the tools, resources and prompt that an assistant sees. Only this module knows the `mcp` package."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from designer import __version__
from designer.errors import DesignerError, SettingsError
from designer.mcp.desk import Desk, blueprint_ids

if TYPE_CHECKING:
    from mcp.server import MCPServer

P = ParamSpec("P")
R = TypeVar("R")

INSTRUCTIONS = """
Designs software architectures from plain English: typed parts and connections, numbers with formulas, findings of rules, pictures and a
document. Everything is computed offline and the same text gives the same design. Call `design` with the user's whole text first; it
returns the design's id for the other tools. Never invent figures: what a tool does not say is unknown.
""".strip()
TEXT_FORMATS = ("svg", "mermaid", "d2", "plantuml", "structurizr", "likec4", "dot")
_MOST_CHARACTERS = 400_000


def build_server(root: Path | None = None) -> MCPServer:
    """Return the server, with designs of its own; `root` is the only folder that it reads and writes.

    Raises:
        SettingsError: the package `mcp` is not installed.
    """
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
    except ImportError as error:
        raise SettingsError("mcp is not installed", where="designer mcp", fix="pip install 'designer[mcp]'") from error

    server = MCPServer("designer", title="Designer", version=__version__, instructions=INSTRUCTIONS, log_level="ERROR")
    desk = Desk(root)

    def told(function: Callable[P, R]) -> Callable[P, R]:
        """Let an assistant read what is wrong, where, and how to fix it."""

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return function(*args, **kwargs)
            except DesignerError as error:
                raise ToolError(str(error)) from None

        return call

    @server.tool()
    @told
    def design(brief: str, answers: dict[str, str] | None = None) -> dict[str, Any]:
        """Design the system that a plain-English brief describes; answers are by the ids of its open questions."""
        return desk.new(brief, answers or {})

    @server.tool()
    @told
    def refine(design: str, instruction: str) -> dict[str, Any]:
        """Change a design by one instruction ("replace Redis by Memcached"), or ask about it ("why Kafka here?")."""
        return desk.refine(design, instruction)

    @server.tool()
    @told
    def undo(design: str) -> dict[str, Any]:
        """Take the last instruction back."""
        return desk.undo(design)

    @server.tool()
    @told
    def check(design: str) -> list[dict[str, Any]]:
        """List the weaknesses of a design, worst first, each with why it matters, how to fix it, and its source."""
        return desk.check(design)

    @server.tool()
    @told
    def explain(design: str, id: str) -> list[dict[str, str]]:
        """Say where a component, connection, number, finding or decision comes from, the words of the brief quoted."""
        return desk.explain(design, id)

    @server.tool()
    @told
    def render(design: str, view: str = "container", format: str = "mermaid") -> str:
        """Draw one view of a design as text: svg, mermaid, d2, plantuml, structurizr, likec4 or dot."""
        from designer.errors import InputError

        if format not in TEXT_FORMATS:
            raise InputError(
                f"there is no text format {format!r}", where="format", fix=f"use {', '.join(TEXT_FORMATS)}"
            )
        return str(desk.get(design).render(view, format))[:_MOST_CHARACTERS]

    @server.tool()
    @told
    def document(design: str, profile: str = "design-doc") -> str:
        """Write the design document as Markdown: design-doc, brief, arc42, rfc or adr-only."""
        return desk.get(design).document("md", profile=profile)[:_MOST_CHARACTERS]

    @server.tool()
    @told
    def search_catalog(text: str) -> list[dict[str, str]]:
        """Find pattern blueprints that come near to a text."""
        from designer.api import default_catalog
        from designer.brief.phrases import stemmed
        from designer.planner.match import rank, ranker_of

        catalog = default_catalog()
        found = rank(stemmed(text), ranker_of(catalog), catalog)[:5]
        return [
            {"id": fit.id, "title": catalog.by_id[fit.id].title, "summary": catalog.by_id[fit.id].summary}
            for fit in found
        ]

    @server.tool()
    @told
    def save(design: str, name: str) -> str:
        """Write the bundle of a design (model, document, pictures, decisions, runnable stubs) to a folder of this name."""
        return desk.save(design, name)

    @server.tool()
    @told
    def open_design(name: str) -> dict[str, Any]:
        """Open a saved bundle, a design.json, or a file to import (docker-compose, Kubernetes, Terraform plan, Mermaid, ...)."""
        return desk.open(name)

    @server.resource("designer://blueprints", mime_type="application/json")
    def blueprints() -> str:
        """The ids of all pattern blueprints."""
        return json.dumps(blueprint_ids())

    @server.resource("designer://blueprints/{id}", mime_type="application/json")
    def blueprint(id: str) -> str:
        """One blueprint: roles, connections, flows, capacity formulas, decisions, sources."""
        from designer.api import default_catalog

        return default_catalog().blueprint(id).model_dump_json(by_alias=True, exclude_defaults=True)

    @server.resource("designer://designs/{id}", mime_type="application/json")
    def saved(id: str) -> str:
        """One design of this conversation, as design.json has it."""
        return desk.get(id).to_json()

    @server.prompt()
    def review(design: str) -> str:
        """Review a design like a staff engineer."""
        return (
            f"Review the design {design}. Call `check` and `explain` for what you doubt, and name: the three weaknesses that matter most and "
            "the edit that mends each, what breaks first at ten times the load, and which question to the user would change the design most. "
            "Cite ids and rule codes; say where the tools do not know."
        )

    return server

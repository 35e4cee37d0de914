"""The tools as an official client sees them: in process, and over standard input and output."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from designer.mcp.server import build_server

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

BRIEF = "A URL shortener for 100 million new links a month"


def _value(result: Any) -> Any:
    data = result.structured_content
    return data["result"] if set(data) == {"result"} else data


def _talk(server: Any, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """Return what each call gives: its value, or the text of its error."""
    found: list[Any] = []

    async def talk() -> None:
        async with Client(server) as client:
            for name, arguments in calls:
                result = await client.call_tool(name, arguments)
                found.append(result.content[0].text if result.is_error else _value(result))

    anyio.run(talk)
    return found


def test_a_conversation_designs_refines_checks_and_goes_back() -> None:
    made, changed, asked, undone = _talk(
        build_server(),
        ("design", {"brief": BRIEF}),
        ("refine", {"design": "url-shortener", "instruction": "replace Redis by Memcached"}),
        ("refine", {"design": "url-shortener", "instruction": "why is there a click log?"}),
        ("undo", {"design": "url-shortener"}),
    )
    assert made["design"] == "url-shortener" and any("Redis" in line for line in made["components"])
    assert any("Memcached" in line for line in changed["components"]) and changed["changes"]
    assert asked["answer"]
    assert undone["components"] == made["components"]


def test_every_tool_works_on_one_design(tmp_path: Path) -> None:
    made, findings, why, picture, page, found, saved, opened = _talk(
        build_server(tmp_path),
        ("design", {"brief": BRIEF, "answers": {"click-tracking": "none"}}),
        ("check", {"design": "url-shortener"}),
        ("explain", {"design": "url-shortener", "id": "link-store"}),
        ("render", {"design": "url-shortener", "format": "mermaid"}),
        ("document", {"design": "url-shortener", "profile": "brief"}),
        ("search_catalog", {"text": "long links made short"}),
        ("save", {"design": "url-shortener", "name": "mine"}),
        ("open_design", {"name": "mine"}),
    )
    assert not any("click" in line for line in made["components"]), "the answer was not taken"
    assert isinstance(findings, list) and why[0]["kind"] == "component"
    assert ("flowchart" in picture and page.startswith("#")) or "title" in page
    assert found[0]["id"] == "url-shortener" and saved == "saved to mine/"
    assert opened["design"] == "url-shortener-2" and (tmp_path / "mine/design.json").is_file()


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("design", {"brief": "write me a poem"}, "Fix:"),
        ("check", {"design": "none"}, "there is no design 'none'"),
        ("refine", {"design": "url-shortener", "instruction": "blargh the frobnicator"}, "Fix:"),
        ("explain", {"design": "url-shortener", "id": "nothing"}, "nothing has the id"),
        ("render", {"design": "url-shortener", "format": "exe"}, "no text format"),
        ("render", {"design": "url-shortener", "view": "nowhere"}, "nowhere"),
        ("save", {"design": "url-shortener", "name": "../out"}, "outside the folder"),
        ("save", {"design": "url-shortener", "name": "/etc/x"}, "outside the folder"),
        ("save", {"design": "url-shortener", "name": "."}, "outside the folder"),
        ("open_design", {"name": "../../etc/passwd"}, "outside the folder"),
        ("undo", {"design": "url-shortener"}, "no earlier version"),
    ],
)
def test_what_cannot_be_done_is_told_in_words(name: str, arguments: dict[str, Any], words: str, tmp_path: Path) -> None:
    _, told = _talk(build_server(tmp_path), ("design", {"brief": BRIEF}), (name, arguments))
    assert words in told and "Traceback" not in told


def test_a_link_does_not_lead_outside(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "link").symlink_to(outside)
    told = _talk(
        build_server(root), ("design", {"brief": BRIEF}), ("save", {"design": "url-shortener", "name": "link/x"})
    )
    assert "outside the folder" in told[1] and not list(outside.iterdir())


def test_without_a_root_nothing_is_read_or_written() -> None:
    told = _talk(build_server(), ("design", {"brief": BRIEF}), ("save", {"design": "url-shortener", "name": "x"}))
    assert "--root" in told[1]


def test_resources_and_the_prompt_are_there() -> None:
    async def talk() -> None:
        async with Client(build_server()) as client:
            await client.call_tool("design", {"brief": BRIEF})
            listed = await client.read_resource("designer://blueprints")
            assert "url-shortener" in json.loads(listed.contents[0].text)
            one = await client.read_resource("designer://blueprints/url-shortener")
            assert json.loads(one.contents[0].text)["id"] == "url-shortener"
            design = await client.read_resource("designer://designs/url-shortener")
            assert json.loads(design.contents[0].text)["schema_version"] == "1"
            prompt = await client.get_prompt("review", {"design": "url-shortener"})
            assert "url-shortener" in prompt.messages[0].content.text

    anyio.run(talk)


def test_the_oldest_design_leaves_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("designer.mcp.desk.MOST_DESIGNS", 2)
    calls = [("design", {"brief": BRIEF})] * 3
    *_, told = _talk(build_server(), *calls, ("check", {"design": "url-shortener"}))
    assert "use one of url-shortener-2, url-shortener-3" in told


def test_an_assistant_starts_the_command_and_talks_to_it(tmp_path: Path) -> None:
    async def talk() -> None:
        command = StdioServerParameters(command=sys.executable, args=["-m", "designer", "mcp", "--root", str(tmp_path)])
        async with Client(stdio_client(command)) as client:
            tools = {tool.name for tool in (await client.list_tools()).tools}
            assert tools >= {"design", "refine", "undo", "check", "explain", "render", "document", "save"}
            result = await client.call_tool("design", {"brief": BRIEF})
            assert _value(result)["design"] == "url-shortener"

    anyio.run(talk)

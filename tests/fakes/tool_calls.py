"""Steps for the loopback server in which a model calls tools."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from tests.fakes.openai_server import Handler, Request, completion


def call(tool: str, /, **arguments: Any) -> dict[str, Any]:
    """Return a call as a script has it."""
    return {"name": tool, "arguments": arguments}


class Calls(NamedTuple):
    """A completion that calls tools; `{key}` in an argument becomes the key that was sent."""

    calls: tuple[dict[str, Any], ...]
    text: str = ""
    finish: str = "tool_calls"

    def play(self, handler: Handler, request: Request) -> None:
        key = request.headers.get("authorization", "").rpartition(" ")[2]
        made = []
        for number, one in enumerate(self.calls):
            arguments = one["arguments"] if isinstance(one["arguments"], str) else json.dumps(one["arguments"])
            function = {"name": one["name"], "arguments": arguments.replace("{key}", key)}
            made.append({"id": f"c{number}", "type": "function", "function": function})
        message = {"role": "assistant", "content": self.text.replace("{key}", key), "tool_calls": made}
        handler.send_json(200, completion(message, self.finish))


class Answers(NamedTuple):
    """A completion in words, whatever tools were offered; `{key}` becomes the key that was sent."""

    text: str
    finish: str = "stop"

    def play(self, handler: Handler, request: Request) -> None:
        key = request.headers.get("authorization", "").rpartition(" ")[2]
        message = {"role": "assistant", "content": self.text.replace("{key}", key)}
        handler.send_json(200, completion(message, self.finish))

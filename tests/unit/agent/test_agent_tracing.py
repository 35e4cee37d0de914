"""An agent's conversation goes to the server that was named, whatever the environment says of tracing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.tool_calls import Answers, Calls, call

CODE = """
import sys
from designer.adapters.llm import open_model
from designer.agent.loop import Limits, Tool, converse
from designer.agent.talking import ToolSpec
look = Tool(ToolSpec("look", "Looks.", {"type": "object", "properties": {}}), lambda given: "seen")
found = converse(open_model(sys.argv[1]), system="s", request="r", tools=[look], limits=Limits())
assert (found.text, found.called) == ("done", 1), found
from langchain_core.tracers.langchain import wait_for_all_tracers
wait_for_all_tracers()
"""


@pytest.mark.parametrize("prefix", ["LANGSMITH", "LANGCHAIN"])
def test_tracing_stays_off_even_where_the_environment_turns_it_on(prefix: str) -> None:
    """In a process of its own: langsmith reads its variables once."""
    with FakeOpenAI([Calls((call("look"),)), Answers("done")]) as server, FakeOpenAI() as spy:
        address = f"http://{spy.address}"
        extra = {
            f"{prefix}_TRACING_V2": "true",
            f"{prefix}_ENDPOINT": address,
            f"{prefix}_API_KEY": "k",
            "OPENAI_API_BASE": address,
            "OPENAI_API_KEY": "sk-canary-tracing-01",
        }
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", CODE, f"openai:m@{server.url}"],
            env={**os.environ, **extra},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert (len(server.requests), spy.connections) == (2, 0)

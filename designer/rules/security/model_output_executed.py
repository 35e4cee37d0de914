"""SEC040: the stranger writes the script, and it runs as one of us."""

import re
from collections.abc import Iterator

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.dataflow import ways_of_data
from designer.rules.facts import Facts
from designer.rules.model_calls import askers
from designer.rules.paths import reach
from designer.rules.rule import Found, rule

_RUNS = re.compile(
    r"\b(?:runs?|running|executes?|executing|execution of|evals?|evaluates?|interprets?|exec)\s+(?:\w+\s+){0,3}?"
    r"(?:code|scripts?|python|javascript|sql|shell|commands?|programs?|snippets?)\b"
    r"|\b(?:code|script|python|shell|command|sql|snippet)\s+(?:interpreter|runner|executor|execution)\b",
    re.IGNORECASE,
)
_SHUT_IN = re.compile(
    r"\b(?:sandbox(?:es|ed|ing)?|gvisor|firecracker|micro-?vms?|kata|nsjail|seccomp|isolated|isolates?|webassembly|wasm"
    r"|e2b|deno|jail|throwaway (?:vm|container)s?|no network)\b",
    re.IGNORECASE,
)
_UNBOXED = re.compile(
    r"\b(?:no|not|without(?:\s+an?)?|un)[\s-]?(?:sandbox(?:ed|ing)?|isolated|isolation)\b", re.IGNORECASE
)
_RUNNERS = frozenset({Kind.SERVICE, Kind.WORKER, Kind.FUNCTION, Kind.BATCH_JOB})


@rule("SEC040", "model-output-executed", severity=Severity.WARNING)
def model_output_executed(facts: Facts) -> Iterator[Found]:
    """A part runs code that a language model wrote, and nothing shuts it in.

    Why: whoever gets words before the model runs programs with the rights, secrets and network of this part.
    Fix: run it in a sandbox for one use, without secrets or network (microVM, gVisor, WebAssembly), and say so of the part.
    Source: OWASP Top 10 for LLM Applications 2025, LLM05 Improper Output Handling; CWE-94 Improper Control of Generation
        of Code.
    """
    asking = askers(facts)
    reached = reach(facts.ordered(asking), ways_of_data(facts)) if asking else set()
    for part in facts.of_kind(*_RUNNERS):
        ways = facts.incoming[part.id]
        texts = [part.name, part.description, *part.tags, *(link.label for link in ways)]
        runs = any(_RUNS.search(text[:2000]) for text in texts)
        if part.id in reached and runs and not _is_shut_in(part, ways, texts):
            yield Found.at(f"{facts.name(part)} runs what a model wrote, and nothing shuts it in", part)


def _is_shut_in(part: Component, ways: list[Connection], texts: list[str]) -> bool:
    said = " ".join((part.technology, *texts))
    return bool(_SHUT_IN.search(_UNBOXED.sub(" ", said)))

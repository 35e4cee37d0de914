from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from designer.errors import InputError
from designer.model.brief import Brief, Mention
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.design import Design, SizedDraft
from designer.model.finding import Severity
from designer.model.flow import Flow, Step
from designer.model.graph import Graph
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.registry import ALL, rule_named, run_rules
from designer.rules.rule import Category, Found, Rule, rule

DOC = """A part is there.

    Why: it costs
        money.
    Fix: remove it.
    Source: none.
    """


def design(*components: Component, connections: tuple[Connection, ...] = ()) -> SizedDraft:
    graph = Graph(components=components, connections=connections)
    return SizedDraft(title="Test", brief=Brief(text="A test."), graph=graph)


def part(name: str, **properties: bool | str) -> Component:
    return Component(id=name.lower(), name=name, kind=Kind.SERVICE, properties=properties)


def rule_about_every_part(needs: tuple[str, ...] = ()) -> Rule:
    def check(facts: Facts) -> Iterator[Found]:
        for component in facts.components:
            yield Found.at(f"{facts.name(component)} is there", component)
            yield Found.at(f"{facts.name(component)} is there", component)

    check.__doc__ = DOC
    return rule("STR999", "part-present", severity=Severity.INFO, needs=needs)(check)


def test_the_decorator_reads_the_docstring_and_registers_nothing() -> None:
    made = rule_about_every_part()
    assert (made.summary, made.why, made.fix, made.source) == (
        "A part is there.",
        "it costs money.",
        "remove it.",
        "none.",
    )
    assert made.category is Category.STRUCTURE
    assert made not in ALL


@pytest.mark.parametrize(
    ("code", "name"), [("STR1", "part-present"), ("XYZ001", "part-present"), ("STR001", "part"), ("STR001", "Part Is")]
)
def test_a_bad_code_or_name_is_refused(code: str, name: str) -> None:
    with pytest.raises(ValueError, match="is not a rule"):
        rule(code, name, severity=Severity.INFO)


@pytest.mark.parametrize("missing", ["Why:", "Fix:", "Source:"])
def test_a_docstring_without_all_sections_is_refused(missing: str) -> None:
    def check(facts: Facts) -> Iterator[Found]:
        yield from ()

    check.__doc__ = DOC.replace(missing, "Note:")
    with pytest.raises(ValueError, match="needs a first line"):
        rule("STR999", "part-present", severity=Severity.INFO)(check)


def test_rules_still_run_when_python_drops_docstrings() -> None:
    code = "from designer.rules.registry import ALL; assert len(ALL) > 23 and not ALL[0].why"
    subprocess.run([sys.executable, "-OO", "-c", code], check=True)


def test_the_engine_fills_in_the_explanation_and_says_nothing_twice() -> None:
    (finding,) = run_rules(design(part("A")), (rule_about_every_part(), rule_about_every_part()))
    assert (finding.rule, finding.severity, finding.subjects) == ("STR999", Severity.INFO, ("a",))
    assert (finding.why, finding.fix, finding.source) == ("it costs money.", "remove it.", "none.")


def test_what_nobody_states_is_one_finding_and_what_somebody_states_is_one_for_each() -> None:
    made = rule_about_every_part(needs=("metrics", "tracing"))
    (together,) = run_rules(design(part("B"), part("A"), part("C")), (made,))
    assert together.subjects == ("a", "b", "c")
    assert together.message == (
        "A is there; the same holds at 2 more places, and nothing in the design states metrics or tracing"
    )
    each = run_rules(design(part("B"), part("A", tracing=False), part("C")), (made,))
    assert [finding.subjects for finding in each] == [("a",), ("b",), ("c",)]
    (alone,) = run_rules(design(part("A")), (made,))
    assert alone.message == "A is there"


def test_findings_are_sorted_worst_first() -> None:
    web = Component(id="web", name="Web", kind=Kind.WEB_CLIENT)
    db = Component(id="db", name="Db", kind=Kind.RELATIONAL_DB)
    link = Connection(id="web-db", source="web", target="db")
    found = run_rules(design(web, db, part("Idle"), connections=(link,)))
    assert list(found) == sorted(found, key=lambda finding: finding.sort_key())
    assert found[0].severity is Severity.ERROR
    assert {finding.rule for finding in found} >= {"STR006", "STR002"}


def test_a_saved_design_has_the_findings_it_had_before() -> None:
    web = Component(id="web", name="Web", kind=Kind.WEB_CLIENT)
    sized = design(web, part("App"), connections=(Connection(id="c", source="web", target="app"),))
    again = Design.model_validate_json(Design(**dict(sized), findings=run_rules(sized)).to_json())
    assert again.findings == run_rules(again) == run_rules(sized)


@pytest.mark.parametrize("word", ["REL003", " rel003 ", "single-replica-datastore", "Single-Replica-Datastore"])
def test_a_rule_is_found_by_code_or_name(word: str) -> None:
    assert rule_named(word).code == "REL003"


def test_an_unknown_rule_is_a_clear_error() -> None:
    with pytest.raises(InputError, match=r"no rule 'REL999'.*Fix: use one of BRF001"):
        rule_named("REL999")


HOSTILE = ('"><b>x</b>\n\x1b[31m\u202e{{7*7}} ${x} `id`', "../" * 40, "😀" * 10_000, "\u200f\x00", "مرحبا 日本")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text_on_one_short_line(name: str) -> None:
    (finding,) = run_rules(design(Component(id="a", name=name, kind=Kind.SERVICE)))
    assert finding.message.isprintable() or "\u200c" in finding.message
    assert len(finding.message) < 200
    assert "\n" not in finding.message and "\u202e" not in finding.message


def large_design(size: int) -> SizedDraft:
    """Return a design of `size` parts in which every rule has something to look at."""
    kinds = [kind for kind in Kind if kind is not Kind.OBSERVABILITY]
    components = tuple(
        Component(id=f"c{number}", name=f"Part {number}", kind=kinds[number % len(kinds)]) for number in range(size)
    )
    connections = tuple(
        Connection(
            id=f"l{number}",
            source=f"c{number % size}",
            target=f"c{(number * 7 + 1 + number // size) % size}",
            label=("look up", "store file", "")[number % 3],
            mode=(Mode.SYNC, Mode.SYNC, Mode.ASYNC)[number % 3],
            properties={"retries": 1.0, "timeout_s": float(number % 9 + 1)} if number % 4 == 0 else {},
        )
        for number in range(size * 2)
    )
    steps = tuple(Step(source=link.source, target=link.target) for link in connections)
    flows = tuple(
        Flow(id=f"f{start}", name=f"Flow {start}", critical=True, steps=steps[start : start + 20])
        for start in range(0, size, 20)
    )
    graph = Graph(components=components, connections=connections)
    return SizedDraft(title="Large", brief=Brief(text="x"), graph=graph, flows=flows)


def star_design(size: int) -> SizedDraft:
    """Return a design in which two parts are connected with all others."""
    kinds = [Kind.CACHE, Kind.OBJECT_STORE, Kind.WEB_CLIENT, Kind.QUEUE, Kind.SERVICE, Kind.EXTERNAL_SYSTEM]
    hubs = (Component(id="hub", name="Hub", kind=Kind.SERVICE), Component(id="lb", name="Lb", kind=Kind.LOAD_BALANCER))
    parts = tuple(
        Component(id=f"c{number}", name=f"Part {number}", kind=kinds[number % len(kinds)]) for number in range(size)
    )
    ends = [(end, hub.id) for end in (part.id for part in parts) for hub in hubs]
    connections = tuple(
        Connection(id=f"l{number}", source=source, target=target, label="upload file")
        for number, (source, target) in enumerate([*ends, *((target, source) for source, target in ends)])
    )
    steps = tuple(Step(source=source, target=target) for source, target in ends)
    flows = tuple(
        Flow(id=f"f{start}", name=f"Flow {start}", critical=True, steps=steps[start : start + 4])
        for start in range(0, len(steps), 4)
    )
    graph = Graph(components=(*hubs, *parts), connections=connections)
    mentions = tuple(
        Mention(text=f"part {number % 50}", span=(number, number + 4), kind=kinds[number % 6], negated=number % 7 == 0)
        for number in range(size)
    )
    return SizedDraft(title="Star", brief=Brief(text="x", mentions=mentions), graph=graph, flows=flows)


def seconds(build: Callable[[int], SizedDraft], size: int) -> float:
    """Return the shortest of three runs."""
    sized = build(size)
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        run_rules(sized)
        best = min(best, time.process_time() - started)
    return best


def test_all_rules_over_a_thousand_components_take_well_below_a_second() -> None:
    assert seconds(large_design, 1000) < 0.6  # 0.1 s on a quiet machine; the margin is for busy ones
    assert len({finding.rule for finding in run_rules(large_design(1000))}) > 15


@pytest.mark.parametrize("build", [large_design, star_design])
def test_work_grows_with_the_design_and_not_with_its_square(build: Callable[[int], SizedDraft]) -> None:
    assert seconds(build, 3000) < 12 * seconds(build, 600)  # linear is 5 times, quadratic 25 times

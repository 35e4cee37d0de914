"""Each section of the document: complete, ordered, in words; and the expected file as a whole."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from designer.docs import load_templates, write_decisions, write_document
from designer.docs.arithmetic import worked
from designer.docs.facts import Facts
from designer.docs.markdown import code, md
from designer.docs.profiles import PROFILES
from designer.docs.sections.asked import limits, wishes
from designer.docs.sections.intent import qualities
from designer.docs.sections.judgement import risks
from designer.docs.sections.registry import SECTIONS
from designer.docs.templates import fill
from designer.docs.wording import properties_in_words, words_behind
from designer.errors import SettingsError
from designer.model import Brief, Capacity, Component, Design, Estimate, Graph, Input, Kind, Origin
from designer.model.figures import human
from designer.model.properties import COMPONENT_PROPERTIES
from tests.unit.docs.sample_design import DESIGN, EXPECTED, VERSION, written
from tests.unit.render_text.sample_views import HOSTILE

GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def document(design: Design) -> str:
    return write_document(design, templates=load_templates(), version=VERSION)


def section(text: str, title: str) -> str:
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def row_of(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(start))


@pytest.mark.parametrize("path", sorted(written()))
def test_sample_is_written_as_expected(path: str) -> None:
    expected = (EXPECTED / path).read_text(encoding="utf-8")
    assert written()[path] == expected, "run `python -m tests.unit.docs.sample_design` and read the difference"


def test_every_expected_file_is_still_written() -> None:
    assert {str(place.relative_to(EXPECTED)) for place in EXPECTED.rglob("*.md")} == written().keys()


def test_sample_has_every_section_in_order() -> None:
    headings = re.findall(r"^## (.+)$", document(DESIGN), flags=re.MULTILINE)
    wanted = [chapter.title for chapter in PROFILES["design-doc"].chapters]
    assert headings == [title for title in wanted if title not in _ONLY_WITH_A_CATALOG]


_ONLY_WITH_A_CATALOG = ("Scaling",)


def test_design_document_shows_every_section_but_the_short_forms() -> None:
    shown = {part for chapter in PROFILES["design-doc"].chapters for part in chapter.parts}
    assert {row.template for row in SECTIONS} - shown == {"decisions-short", "questions-short"}


def test_everything_in_the_design_is_in_the_document() -> None:
    text = document(DESIGN)
    for component in DESIGN.graph.components:
        assert f"| **{md(component.name)}** |" in text
    for item in (*DESIGN.capacity.estimates, *DESIGN.capacity.parameters):
        assert human(item.value, item.unit) in text
    for estimate in DESIGN.capacity.estimates:
        assert code(estimate.formula) in text
    for finding in DESIGN.findings:
        assert f"**{finding.rule}**" in text and md(finding.fix) in text and md(finding.why) in text
    for flow in DESIGN.flows:
        assert all(md(step.message) in text for step in flow.steps)
    for decision in DESIGN.decisions:
        assert all(md(item.name) in text and md(item.when) in text for item in decision.alternatives)


@pytest.mark.parametrize(
    ("field", "title"),
    [
        ("flows", "Key flows"),
        ("entities", "Data model"),
        ("decisions", "Decisions"),
        ("decisions", "Alternatives"),
    ],
)
def test_section_without_content_is_left_out(field: str, title: str) -> None:
    text = document(DESIGN.model_copy(update={field: ()}))
    assert f"\n## {title}\n" not in text and f"[{title}]" not in text
    assert f"\n## {title}\n" in document(DESIGN)


def test_interfaces_are_left_out_when_nothing_is_spoken_and_only_files_are_listed_when_nobody_stated_any() -> None:
    title = "\n## Interfaces and events\n"
    silent = document(DESIGN.model_copy(update={"interfaces": ()}))
    assert title in document(DESIGN) and title in silent
    assert "[api/asyncapi.yaml](api/asyncapi.yaml)" in silent and "### Interface:" not in silent
    assert title not in document(Design(title="t", brief=Brief(text="t")))


@pytest.mark.parametrize(
    ("field", "title"), [("findings", "Findings"), ("questions", "Open questions"), ("references", "Sources")]
)
def test_section_within_a_chapter_is_left_out_alone(field: str, title: str) -> None:
    text = document(DESIGN.model_copy(update={field: ()}))
    assert f"\n### {title}\n" not in text
    assert f"\n### {title}\n" in document(DESIGN)


def test_design_without_figures_has_no_numbers_and_no_assumptions() -> None:
    text = document(DESIGN.model_copy(update={"capacity": Capacity()}))
    assert "## Capacity" not in text and "## Assumptions" not in text


def test_document_has_no_stray_blank_lines_or_spaces() -> None:
    text = document(DESIGN)
    assert "\n\n\n" not in text and text.endswith(".\n") and not text.endswith("\n\n")
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_tables_and_lists_parse_as_such() -> None:
    tokens = GITHUB.parse(document(DESIGN))
    assert sum(token.type == "table_open" for token in tokens) == len(re.findall(r"\n\|:?-+:?\|", document(DESIGN)))
    assert [token for token in tokens if token.type == "html_block"] == []
    paragraphs = [token.content for token in tokens if token.type == "inline"]
    assert not any(words.startswith("|") for words in paragraphs)


def test_requirement_says_which_words_state_it() -> None:
    found = wishes(Facts(DESIGN))
    assert found is not None
    assert [(row.id, row.basis) for row in found.rows] == [
        ("R1", "stated"),
        ("R2", "inferred"),
    ]
    kept = limits(Facts(DESIGN))
    assert kept is not None and [(row.id, row.basis) for row in kept.rows] == [("C1", "stated: “no Kafka, please”")]
    asked = qualities(Facts(DESIGN))
    assert asked is not None and "stated: “50 ms”" in [row.basis for row in asked.rows]


def test_brief_of_one_sentence_is_its_own_requirement() -> None:
    brief = Brief(text="A shop for shoes.", requirements=("A shop for shoes.",))
    found = wishes(Facts(Design(title="Shop", brief=brief)))
    assert found is not None and [(row.text, row.basis) for row in found.rows] == [("A shop for shoes.", "stated")]


def test_words_behind_a_requirement_need_most_of_its_words() -> None:
    brief = "Orders must survive the loss of a zone. Mail is sent later."
    assert words_behind("Survive the loss of one zone", brief) == "Orders must survive the loss of a zone."
    assert words_behind("Survive the loss of a region and a provider", brief) is None


def test_assumption_lists_the_estimates_that_follow_from_it_also_indirectly() -> None:
    text = section(document(DESIGN), "Constraints and assumptions")
    assert row_of(text, "| A2").endswith("| E2, E4 |")
    assert row_of(text, "| A3").endswith("| E1 |")


def test_estimate_comes_after_those_it_is_computed_from() -> None:
    names = [item.name for item in Facts(DESIGN).estimates]
    assert names.index("peak_redirects") < names.index("nodes")


def test_estimates_in_a_circle_are_all_listed() -> None:
    circle = tuple(
        Estimate(name=name, value=1, unit="count", formula=other, inputs={other: Input(value=1)})
        for name, other in (("a", "b"), ("b", "a"), ("a", "b"))
    )
    facts = Facts(DESIGN.model_copy(update={"capacity": Capacity(estimates=circle)}))
    assert [item.name for item in facts.estimates] == ["a", "b", "a"]
    assert "| E3 |" in document(facts.design)


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("a - (b - a)", "10 − (2 − 10)"),
        ("a / (b * 2)", "10 / (2 × 2)"),
        ("(a + b) * a ** 2", "(10 + 2) × 10 ^ 2"),
        ("-(a + b)", "−(10 + 2)"),
        ("a if a > b else c", "10"),
        ("max(a, missing)", "max(10, missing)"),
        ("a +", "a = 10, b = 2"),
        ("a if missing > b else 3", "a = 10, b = 2"),
    ],
)
def test_formula_is_filled_in_with_its_brackets_kept(formula: str, shown: str) -> None:
    assert worked(formula, {"a": Input(value=10), "b": Input(value=2)}) == shown


def test_property_without_a_stated_value_is_not_mentioned() -> None:
    assert properties_in_words({}, COMPONENT_PROPERTIES) == ""
    told = properties_in_words({"stateless": False, "regions": 2, "max_size_bytes": 1e6}, COMPONENT_PROPERTIES)
    assert told == "not stateless · max size 1 MB · regions 2"


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (Origin.brief(0, 7), "brief: “We need”"),
        (Origin.brief(5000, 6000), "brief"),
        (Origin(by="model", ref="openai:x"), "model openai:x"),
        (Origin(by="rule", ref="REL003"), "rule REL003"),
        (Origin(by="user"), "added by hand"),
        (Origin.blueprint("chat", "gateway"), "blueprint chat, gateway"),
    ],
)
def test_origin_is_told_in_words(origin: Origin, words: str) -> None:
    part = Component(id="a", name="Alpha", kind=Kind.SERVICE, origin=origin)
    text = document(Design(title="T", brief=DESIGN.brief, graph=Graph(components=(part,))))
    assert row_of(text, "| **Alpha**").endswith(f"| {words} |")


def test_risks_name_errors_wide_assumptions_and_unlimited_failures() -> None:
    found = risks(Facts(DESIGN))
    assert found is not None
    assert [row.subject for row in found.rows] == ["REL003", "A1", "A2", "A link turns popular"]


def test_parameter_that_is_zero_is_no_risk() -> None:
    zeroed = tuple(
        item.model_copy(update={"value": 0}) if item.name == "peak_factor" else item
        for item in DESIGN.capacity.parameters
    )
    capacity = DESIGN.capacity.model_copy(update={"parameters": zeroed})
    found = risks(Facts(DESIGN.model_copy(update={"capacity": capacity})))
    assert found is not None and "A2" not in [row.subject for row in found.rows]


def test_failure_flows_are_marked_and_come_last() -> None:
    flows = re.findall(r"^### (F\d\. .+)$", document(DESIGN), flags=re.MULTILINE)
    assert flows == ["F1. Follow a link (critical)", "F2. Create a link", "F3. Failure: The cache is lost"]


def test_long_brief_is_cut_and_says_so() -> None:
    text = document(Design(title="T", brief=Brief(text="word " * 5000)))
    assert len(text) < 5000 and "the full text is in `design.json`" in text


def test_decision_record_follows_the_form_and_leaves_out_what_is_empty() -> None:
    record = written()["adr/0002-count-clicks-from-a-queue.md"]
    headings = re.findall(r"^#+ .+$", record, flags=re.MULTILINE)
    assert headings == [
        "# Count clicks from a queue",
        "## Considered Options",
        "## Decision Outcome",
        "## Pros and Cons of the Options",
        "### Write counts in the request",
        "## More Information",
    ]


def test_decision_titles_become_safe_and_distinct_paths() -> None:
    decisions = tuple(
        DESIGN.decisions[0].model_copy(update={"title": title}) for title in ("../../x", "日本", "../../x")
    )
    found = write_decisions(DESIGN.model_copy(update={"decisions": decisions}), templates=load_templates())
    assert [item.path for item in found] == ["adr/0001-x.md", "adr/0002-decision.md", "adr/0003-x.md"]


# What a template may place without an escaper: paths and anchors that we made, text that is Markdown already,
# counters, our own literals, and what the macros of table.md.j2 give, whose values are escaped there.
_UNESCAPED = re.compile(
    r"(^|\.)(href|anchor|text)$|^\"[-:]+\|\" \* [\w.]+ \| length$|^loop\.index$|^\"[^\"]*\" if [\w. ]+( else \"[^\"]*\")?$"
    r"|^show\([\w.]+\)$|^picture\([\w.]+, (\"[^\"]*\"|words)\)$"
)
_ESCAPED = re.compile(r"\| (md|cells?|code)( or \"–\")?\)?( ~ \"[^\"]*\")*( if [\w. ]+)?( else \"[^\"]*\")?$")


@pytest.mark.parametrize("name", sorted(load_templates()))
def test_every_value_of_a_template_goes_through_an_escaper(name: str) -> None:
    for expression in re.findall(r"\{\{ (.+?) \}\}", load_templates()[name]):
        assert _ESCAPED.search(expression) or _UNESCAPED.search(expression), expression


def test_every_template_is_used() -> None:
    assert load_templates().keys() == {
        "adr.md.j2",
        "document.md.j2",
        "table.md.j2",
        *(f"{row.template}.md.j2" for row in SECTIONS),
    }


def test_broken_template_is_an_error_with_its_place() -> None:
    with pytest.raises(SettingsError, match=r"risks\.md\.j2:1"):
        fill({"risks.md.j2": "{% for %}"}, "risks.md.j2")
    with pytest.raises(SettingsError, match="nothing"):
        fill({"risks.md.j2": "{{ nothing }}"}, "risks.md.j2")
    with pytest.raises(SettingsError, match=r"risks\.md\.j2"):
        fill({}, "risks.md.j2")


def _hostile(name: str) -> Design:
    """Return the sample with a hostile text in every place that takes one."""
    data = DESIGN.model_dump(mode="json")
    # The context section keeps the lists of a brief and tells long notes from short ones; it is tested below.
    asked, notes = data["brief"].pop("text"), data.pop("notes")

    def spoil(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {one: spoil(item, one) for one, item in value.items()}
        if isinstance(value, list):
            return [spoil(item, key) for item in value]
        return name if isinstance(value, str) and key in _FREE_TEXT else value

    spoiled = spoil(data)
    assert isinstance(spoiled, dict)
    spoiled["brief"]["text"], spoiled["notes"] = asked, notes
    return Design.model_validate(spoiled)


def _asked(text: str) -> Design:
    return Design(title="T", brief=Brief(text=text), notes=(text,))


_FREE_TEXT = {
    "title", "summary", "text", "notes", "name", "technology", "description", "label", "protocol_", "message",
    "retention", "consistency", "note", "request", "response", "context", "choice", "when", "consequences",
    "source_", "what", "effect", "detection", "mitigation", "proof", "document", "heading", "used_for", "default",
    "options_", "changes", "why", "fix", "formula", "requirements", "constraints", "values",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=[name[:16] for name in HOSTILE])
def test_hostile_text_makes_no_link_image_html_or_heading(name: str) -> None:
    name = name if name.isprintable() else name.encode("utf-8", "replace").decode()
    tokens = GITHUB.parse(document(_hostile(name)))
    plain = GITHUB.parse(document(_hostile("plain words")))
    for kind in ("heading_open", "html_block", "table_open", "tr_open", "td_open", "list_item_open", "fence", "hr"):
        assert _count(tokens, kind) == _count(plain, kind), kind
    for kind in ("link_open", "image", "html_inline", "em_open", "strong_open", "s_open", "hardbreak"):
        assert _inline(tokens, kind) == _inline(plain, kind), kind


@pytest.mark.parametrize("name", HOSTILE, ids=[name[:16] for name in HOSTILE])
def test_hostile_brief_is_quoted_and_does_nothing(name: str) -> None:
    tokens = GITHUB.parse(document(_asked(f"{name}\n{name}")))
    plain = GITHUB.parse(document(_asked("plain words\nplain words")))
    assert _count(tokens, "blockquote_open") == 1
    for kind in ("heading_open", "table_open", "tr_open"):
        assert _count(tokens, kind) == _count(plain, kind), kind
    assert _count(tokens, "html_block") == _count(tokens, "fence") == 0
    assert _inline(tokens, "link_open") == _inline(plain, "link_open")  # the contents
    assert _inline(tokens, "image") == _inline(tokens, "html_inline") == _inline(tokens, "em_open") == 0


def _count(tokens: list, kind: str) -> int:
    return sum(token.type == kind for token in tokens)


def _inline(tokens: list, kind: str) -> int:
    return sum(_count(token.children or [], kind) for token in tokens)


@pytest.mark.parametrize("name", HOSTILE, ids=[name[:16] for name in HOSTILE])
def test_hostile_text_reads_as_itself(name: str) -> None:
    shown = "".join(token.content for token in GITHUB.parseInline(md(name))[0].children or [])
    assert shown == re.sub("[\x00-\x1f\u200f\u202e\ud800]", "", " ".join(name.replace("\x00", "").split())).strip()


@pytest.mark.parametrize(
    "text", ["see http://a.example/b?c=d, ok", "(www.a.example)", "mail a.b@c.example!", ":tada: x", "@team"]
)
def test_what_a_viewer_links_by_itself_becomes_code(text: str) -> None:
    spans = [token.content for token in GITHUB.parseInline(md(text))[0].children or [] if token.type == "code_inline"]
    assert len(spans) == 1
    rest = re.sub(r"`[^`]+`", "", md(text))
    assert not re.search(r"://|www\.|@|:tada:", rest)

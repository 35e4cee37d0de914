"""The design document: complete, nothing empty, nothing invented, user text inert."""

from __future__ import annotations

import re

import pytest

from designer.docs import load_templates, write_decisions, write_document
from designer.docs.markdown import cell, code, md
from designer.model import Brief, Component, Design, Finding, Graph, Kind, Severity
from designer.model.figures import human
from designer.pipeline import design_offline
from tests.support.catalogs import shipped

CATALOG = shipped()
BRIEF = "People paste long links and get short ones back, 100 million new links a month, kept for two years."


def _written(design: Design) -> str:
    return write_document(design, templates=load_templates(), version="1.2.3")


@pytest.fixture(scope="module")
def design() -> Design:
    return design_offline(BRIEF, CATALOG)


def test_every_name_figure_finding_and_decision_of_the_design_is_in_the_document(design: Design) -> None:
    noted = design.model_copy(
        update={"findings": (Finding(rule="ABC123", severity=Severity.WARNING, message="it wobbles", fix="hold it"),)}
    )
    text = _written(noted)
    for component in design.graph.components:
        assert md(component.name) in text
    for estimate in design.capacity.estimates:
        assert human(estimate.value, estimate.unit) in text and code(estimate.formula) in text
    for parameter in design.capacity.parameters:
        assert parameter.name in text or not parameter.value
    for decision in design.decisions:
        assert md(decision.title) in text
    assert "ABC123" in text and "it wobbles" in text and "hold it" in text
    assert "“100 million new links a month”" in text


def test_a_section_without_content_is_left_out() -> None:
    text = _written(Design(title="Tiny", brief=Brief(text="tiny")))
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert headings == ["Context and problem", "Open points"]
    assert "Data model | Which things does the system remember" in text
    assert "diagrams/" not in text


def test_every_heading_in_the_contents_exists(design: Design) -> None:
    text = _written(design)
    anchors = set(re.findall(r"\]\(#([a-z-]+)\)", text))
    headings = {match.casefold().replace(",", "").replace(" ", "-") for match in re.findall(r"^## (.+)$", text, re.M)}
    assert anchors and anchors <= headings


def test_every_picture_and_record_named_is_one_that_the_bundle_has(design: Design) -> None:
    text = _written(design)
    pictures = set(re.findall(r"\]\(diagrams/([^)]+)\)", text))
    assert pictures == {"container.svg", *(f"sequence-{flow.id}.svg" for flow in design.flows)}
    records = {artifact.path for artifact in write_decisions(design, templates=load_templates())}
    assert set(re.findall(r"\]\((adr/[^)]+)\)", text)) == records and records


def test_the_same_design_gives_the_same_bytes(design: Design) -> None:
    assert _written(design) == _written(Design.model_validate_json(design.to_json()))


HOSTILE = [
    '"quotes" and `ticks`',
    "<b>bold</b><script>alert(1)</script>",
    "![x](http://evil/x.png) [link](javascript:alert(1))",
    "line\nbreak\n\n# heading\n- item\n| a | b |",
    "{{ 7 * 7 }} {% raw %}",
    "https://evil.example and www.evil.example and a@b.example",
    "\u202eright to left\u202c",
    "a" * 10_000,
    "🙂 ünïcode ../../etc/passwd",
    "| pipe \\| and $math$ ~~gone~~",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_stays_text(name: str) -> None:
    component = Component(id="a", name=name, kind=Kind.SERVICE, technology=name, description=name)
    design = Design(
        title=name, summary=name, brief=Brief(text=name), graph=Graph(components=(component,)), notes=(name,)
    )
    text = _written(design)
    assert "<script" not in text and "<b>" not in text
    spoken = re.sub(r"`[^`\n]*`", "", text)
    assert "http://" not in spoken and "https://" not in spoken and "www." not in spoken and "@b" not in spoken
    assert not re.search(r"(?<!\\)\]\((?:http|javascript)", text)
    assert "\u202e" not in text
    assert "49" not in text or "7 \\* 7" in text
    headings = re.findall(r"^#+ .*$", text, flags=re.MULTILINE)
    assert len([heading for heading in headings if heading.startswith("# ")]) == 1
    row = next(line for line in text.splitlines() if line.startswith("| **"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 7


@pytest.mark.parametrize("text", ["# x", "- x", "+ x", "1. x", "12) x"])
def test_text_cannot_start_a_block(text: str) -> None:
    assert md(text) != text and "\\" in md(text)


def test_plain_numbers_are_left_alone() -> None:
    assert md("38.6 links/s") == "38.6 links/s"
    assert cell("") == "–"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0, "s", "0 s"),
        (1e-5, "s", "10 µs"),
        (90, "s", "90 s"),
        (3600, "s", "1 h"),
        (86400, "s", "1 day"),
        (7776000, "s", "90 days"),
        (5e-7, "ratio", "5e-05 %"),
        (1, "ratio", "1"),
        (3e9, "bytes/s", "3 GB/s"),
        (1234567, "requests/s", "1.23 million requests/s"),
        (0.5, "usd/month", "$0.50/month"),
    ],
)
def test_figures_are_written_for_people(value: float, unit: str, shown: str) -> None:
    assert human(value, unit) == shown

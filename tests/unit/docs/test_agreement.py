"""Document and design say the same, and what people keep in the document survives."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from designer.bundle import DESIGN, DOCUMENT, Recipe, pack
from designer.docs.agreement import Disagreement, disagreements
from designer.docs.kept import kept_regions, unclosed_regions, with_kept
from designer.documents import bundle_document, document, document_findings, numbers_in
from designer.model.artifact import Artifact, Bundle
from designer.model.design import Design
from tests.support.catalogs import shipped
from tests.unit.docs.golden import NAMES, design_of

CATALOG = shipped()


@pytest.fixture(scope="module")
def text() -> str:
    return str(document(design_of("url-shortener"), "md", catalog=CATALOG))


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1
    return text.replace(old, new, 1)


@pytest.mark.parametrize("name", NAMES)
def test_document_of_a_design_agrees_with_it(name: str) -> None:
    made = str(document(design_of(name), "md", catalog=CATALOG))
    assert disagreements(made, made) == ()


@pytest.mark.parametrize(
    ("old", "new", "field", "said", "meant"),
    [
        ("| **Redirect service** | Service | Go | ", "| **Redirect service** | Service | Rust | ",
         "Boundary: Link services, row Redirect service, Technology", "Rust", "Go"),
        ("| **Link cache** | Cache |", "| **Hit cache** | Cache |",
         "Boundary: Link data, row Link cache, Component", "Hit cache", "Link cache"),
        ("**Chosen:** 302 with", "**Chosen:** 301 with", "D3. Answer 302 rather than 301", "Chosen:** 301", "Chosen:** 302"),
        ("### F1. A link is made", "### F1. A link is born", "F1. A link is born", "A link is born", "A link is made"),
    ],
)  # fmt: skip
def test_edit_of_the_document_is_told_with_line_and_field(
    text: str, old: str, new: str, field: str, said: str, meant: str
) -> None:
    edited = changed(text, old, new)
    line = edited[: edited.index(new)].count("\n") + 1
    found = disagreements(edited, text)
    assert len(found) == 1
    assert (found[0].line, found[0].field.split(" (")[0]) == (line, field.split(" (")[0])
    assert said in found[0].document and meant in found[0].design
    assert f"line {line}, " in found[0].message


def test_every_kind_of_model_fact_is_noticed_when_it_is_edited(text: str) -> None:
    design = design_of("url-shortener")
    facts = [part.name for part in design.graph.components]
    facts += [part.technology for part in design.graph.components if part.technology]
    facts += ["40 GB", "11,574 redirects/s", "E5", "A7", "D4", "link_size", "POST /links", "target_url"]
    for fact in facts:
        places = [found.start() for found in re.finditer(re.escape(fact), text)]
        assert places, fact
        for place in (places[0], places[-1]):
            edited = f"{text[:place]}XY{text[place + len(fact) :]}"
            line = edited[:place].count("\n") + 1
            assert line in {item.line for item in disagreements(edited, text)}, (fact, line)


def test_row_that_is_missing_or_extra_is_told(text: str) -> None:
    row = next(line for line in text.splitlines() if "Memory of the cache" in line)
    (lost,) = disagreements(text.replace(f"{row}\n", "", 1), text)
    assert lost.field == "Estimates, row E6" and lost.document == "" and "40 GB" in lost.design
    (extra,) = disagreements(text.replace(f"{row}\n", f"{row}\n| E99 | x | y | z | q | v | w |\n", 1), text)
    assert extra.field == "Estimates, row E99" and extra.design == ""


def test_edit_of_the_design_is_told_too(text: str) -> None:
    design = design_of("url-shortener")
    data = json.loads(design.to_json())
    part = next(item for item in data["graph"]["components"] if item["id"] == "link-cache")
    part["technology"], part["replicas"] = "Memcached", 5
    later = Design.model_validate(data)
    found = disagreements(text, str(document(later, "md", catalog=CATALOG)))
    fields = {item.field: (item.document, item.design) for item in found}
    assert fields["Boundary: Link data, row Link cache, Technology"] == ("Redis", "Memcached")
    assert fields["Boundary: Link data, row Link cache, Copies"] == ("2", "5")


def bundle_of(design: Design, document_text: str, records: tuple[Artifact, ...]) -> Bundle:
    recipe = Recipe.of("x", designer="1", catalog="1", options={}, answers={})
    made = Artifact.text(DESIGN, design.to_json(), "application/json")
    return pack((made, Artifact.text(DOCUMENT, document_text, "text/markdown"), *records), recipe)


NOTE = "<!-- keep: why -->\nWe measured it: **42 ms**.\n\n- and more\n<!-- /keep -->"


def test_region_that_people_keep_survives_and_is_not_compared(text: str) -> None:
    design = design_of("url-shortener")
    edited = changed(text, "\n## Deployment\n", f"\n{NOTE}\n\n## Deployment\n")
    edited = changed(edited, "\n### D2. ", f"\n{NOTE.replace('why', 'second')}\n\n### D2. ")
    assert disagreements(edited, text) == ()
    earlier = bundle_of(design, edited, ())
    again, records = bundle_document(design, catalog=CATALOG, earlier=earlier)
    assert [item.name for item in kept_regions(again)] == ["why", "second"]
    assert [item.text for item in kept_regions(again)] == [item.text for item in kept_regions(edited)]
    assert [item.heading for item in kept_regions(again)] == [item.heading for item in kept_regions(edited)]
    assert disagreements(again, text) == ()
    third, _ = bundle_document(design, catalog=CATALOG, earlier=bundle_of(design, again, records))
    assert third == again
    page = str(document(design, "html", catalog=CATALOG, regions=kept_regions(edited)))
    assert "<strong>42 ms</strong>" in page and "keep:" not in page


def test_region_whose_section_is_gone_is_kept_at_the_end(text: str) -> None:
    regions = kept_regions(f"## No such section\n\n{NOTE}\n")
    made = with_kept(text, regions)
    assert NOTE in made and made.index("## Notes that were kept") > made.index("## Appendix")
    assert made.rstrip().endswith("not this file.") and made.startswith(text[:2000])


def test_region_without_an_end_is_told(text: str) -> None:
    edited = changed(text, "\n## Deployment\n", "\n<!-- keep: why -->\nmine\n\n## Deployment\n")
    assert [name for _, name in unclosed_regions(edited)] == ["why"]
    assert any("without its end" in item.document for item in disagreements(edited, text))


def test_findings_name_the_file_s_lines(tmp_path: Path, text: str) -> None:
    design = design_of("url-shortener")
    (tmp_path / DESIGN).write_text(design.to_json(), encoding="utf-8")
    (tmp_path / DOCUMENT).write_text(changed(text, "**40 GB**", "**41 GB**"), encoding="utf-8")
    (finding,) = document_findings(tmp_path / DOCUMENT, design, CATALOG)
    assert finding.rule == "DOC001" and "Estimates, row E6, Result" in finding.message and "41 GB" in finding.message
    assert numbers_in(tmp_path) == {}


def test_order_of_disagreements_is_that_of_the_lines() -> None:
    found = disagreements("a\n\nb\n\nc\n", "a\n\nx\n\ny\n")
    assert found == (Disagreement(3, "the beginning", "b", "x"), Disagreement(5, "the beginning", "c", "y"))

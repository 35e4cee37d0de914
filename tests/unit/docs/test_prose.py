"""Sentences of a language model stand only where the design says the same; otherwise the computed text stands alone."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from designer.adapters.llm import ModelSettings, ScriptedModel, open_model
from designer.cli.main import main
from designer.docs.kept import kept_regions
from designer.docs.prose import Ground, grounds
from designer.documents import document, template_of
from designer.errors import LanguageModelError
from designer.model.estimate import Capacity
from designer.prose import SECTIONS, tell
from tests.fakes.openai_server import FakeOpenAI, Says
from tests.support.catalogs import shipped
from tests.support.spoken import spoken

DESIGN = spoken("url-shortener")
TEXT = str(document(DESIGN, "md", catalog=shipped()))
GOOD = "The Redirect service reads the Link cache first."
BAD = "Cassandra keeps the links."


@cache
def ground(heading: str = "Summary") -> Ground:
    return grounds(DESIGN, TEXT, shipped())[heading]


@pytest.mark.parametrize(
    "sentence",
    [
        GOOD,
        "The Redirect service answers 11,574 redirects/s at peak.",
        "The design keeps 6.08 billion links.",
        "Clicks are counted beside the redirect, so that no visitor waits.",
        "Kafka carries the clicks.",
    ],
)
def test_what_the_design_says_may_be_said(sentence: str) -> None:
    assert ground().refusal(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The design keeps 7 billion links.", "no figure 7 billion"),
        ("The design keeps 6.08 million links.", "no figure 6.08 million"),
        ("It has three copies.", "no figure 'three'"),
        (BAD, "does not have Apache Cassandra"),
        ("The links are kept in cassandra.", "does not have Apache Cassandra"),
        ("A message broker stands between them.", "no broker"),
        ("The Order cache keeps the links.", "order 'cache'"),
        ("Zorblax checks each link.", "'Zorblax'"),
        ("The service asks linkChecker first.", "'linkChecker'"),
        ("D1 and D99 explain why.", "no D99"),
        ("See [here](http://evil.example).", "an address"),
        ("<script>alert(1)</script>", "marks"),
        ("# A heading", "marks"),
        ("", "empty"),
        ("x " * 300, "too long"),
    ],
)
def test_what_the_design_does_not_say_is_refused_with_the_reason(sentence: str, reason: str) -> None:
    assert reason in ground().refusal(sentence)


def test_a_model_is_asked_once_a_section_and_what_it_makes_up_is_dropped() -> None:
    model = ScriptedModel([{"sentences": [GOOD, BAD]}, *[{"sentences": []}] * (len(SECTIONS) - 1)])
    told = tell(DESIGN, TEXT, model, shipped())
    assert len(model.seen) == len(SECTIONS)
    assert [region.heading for region in told.regions] == ["## Summary"]
    assert GOOD in told.regions[0].text and BAD not in told.regions[0].text
    assert any(BAD in note and "Apache Cassandra" in note for note in told.notes)
    assert told.usage.input_tokens > 0


@pytest.mark.parametrize("profile", ["brief", "arc42", "rfc", "adr-only"])
def test_other_profiles_are_asked_about_the_chapters_that_they_have(profile: str) -> None:
    text = str(document(DESIGN, "md", catalog=shipped(), template=template_of(profile, None)))
    model = ScriptedModel([{"sentences": ["Clicks are counted beside the redirect."]}] * len(SECTIONS))
    told = tell(DESIGN, text, model, shipped())
    assert 0 < len(model.seen) <= len(SECTIONS)
    assert all(region.heading in text.split("\n") for region in told.regions)


def test_a_model_sees_the_section_fenced_as_data_and_nothing_of_others() -> None:
    model = ScriptedModel([{"sentences": []}])
    tell(DESIGN, TEXT, model, shipped(), sections=("Risks",))
    (messages,) = model.seen
    assert (
        "BEGIN SECTION" in messages[1].text and "## Risks" in messages[1].text and "## Summary" not in messages[1].text
    )


@pytest.mark.parametrize("reply", ['{"sentences": 5}', '{"sentences": [1, null, {"a": 2}]}', "not JSON at all"])
def test_a_reply_that_is_none_leaves_the_computed_text(reply: str) -> None:
    told = tell(DESIGN, TEXT, ScriptedModel([reply]), shipped(), sections=("Summary",))
    assert told.regions == ()


def test_a_server_that_fails_is_asked_no_more() -> None:
    failed = LanguageModelError("the server is down", where="model")
    model = ScriptedModel([{"sentences": [GOOD]}, failed, {"sentences": [GOOD]}])
    told = tell(DESIGN, TEXT, model, shipped())
    assert len(told.regions) == 1 and len(model.seen) == 2
    assert "the computed text stands" in told.notes[-1]


def test_a_server_on_loopback_answers() -> None:
    with FakeOpenAI([Says(json.dumps({"sentences": [GOOD, BAD]}))]) as server:
        model = open_model("openai:tiny", base_url=server.url, settings=ModelSettings(), environ={})
        told = tell(DESIGN, TEXT, model, shipped(), sections=("Summary",))
    assert GOOD in told.regions[0].text and len(told.notes) == 1


def test_prose_stands_in_its_section_is_marked_and_checks_clean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, script = tmp_path / "links", tmp_path / "says.json"
    script.write_text(json.dumps([{"sentences": [GOOD, BAD]}, *[{"sentences": []}] * 8]))
    brief = shipped().blueprint("url-shortener").examples[0].brief
    assert main(["new", brief, "--out", str(folder), "--formats", "svg", "--no-stubs"]) == 0
    place = folder / "DESIGN.md"
    assert main(["doc", str(folder), "--prose", f"scripted:{script}", "--out", str(place)]) == 0
    assert "is refused" in capsys.readouterr().err
    text = place.read_text()
    (region,) = kept_regions(text)
    assert (region.name, region.heading) == ("prose summary", "## Summary")
    assert "Words of scripted:says" in region.text
    assert main(["check", str(place)]) == 0
    place.write_text(text.replace(GOOD, "The Redirect service reads Cassandra first."))
    capsys.readouterr()
    assert main(["check", str(place)]) == 1
    assert "DOC001" in (said := capsys.readouterr().out) and "Apache Cassandra" in said


def test_prose_that_no_longer_holds_is_left_out_and_what_people_wrote_stays() -> None:
    said = "The design keeps 6.08 billion links."
    told = tell(DESIGN, TEXT, ScriptedModel([{"sentences": [said]}]), shipped(), sections=("Summary",))
    own = kept_regions("## Summary\n<!-- keep: why -->\nCassandra was too dear.\n<!-- /keep -->\n")
    regions = (*told.regions, *own)
    same = str(document(DESIGN, "md", catalog=shipped(), regions=regions))
    assert said in same and "too dear" in same
    other = DESIGN.model_copy(update={"capacity": Capacity()})
    later = str(document(other, "md", catalog=shipped(), regions=regions))
    assert said not in later and "too dear" in later


def test_prose_is_text_in_html() -> None:
    told = tell(DESIGN, TEXT, ScriptedModel([{"sentences": [GOOD]}]), shipped(), sections=("Summary",))
    page = str(document(DESIGN, "html", catalog=shipped(), regions=told.regions))
    assert GOOD in page and "keep: prose" not in page

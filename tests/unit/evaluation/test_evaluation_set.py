"""Sets are read strictly: every problem of every file, with its place, at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from designer.errors import InputError
from designer.evaluation.expectation import LinkExpectation
from designer.evaluation.load import parse_set, read_cases
from designer.model.connection import Mode

GOOD = """schema_version: "1"
kind: dictated
briefs:
  - id: fares
    text: "the kiosk asks the pricing service"
    concepts:
      one: kiosk
      codes: [301, "kind:service", "tech:Go", "any:trip"]
    connections: [[one, codes]]
    facts: [[301, 302], redirect]
    numbers: [{any: [ride], value: 40, unit: rides/s}]
    parts: {kiosk: kiosk, pricing: pricing service | price service}
    optional: {visitor: visitor}
    links: ["kiosk -> pricing", "(visitor ~> kiosk)", "kiosk | visitor o> pricing"]
"""


def problems(text: str) -> list[tuple[str, str]]:
    """Return place and words of each problem of a set."""
    with pytest.raises(InputError) as caught:
        parse_set(text.encode(), name="set.yaml")
    return [(problem.where, problem.what) for problem in caught.value.problems]


def test_a_good_set_is_read() -> None:
    brief = parse_set(GOOD.encode(), name="set.yaml").briefs[0]
    assert brief.concepts == {"one": ("kiosk",), "codes": ("301", "kind:service", "tech:Go", "any:trip")}
    assert brief.facts == (("301", "302"), ("redirect",))
    assert brief.parts["pricing"] == ("pricing service", "price service")
    assert brief.numbers[0].tolerance == 0.01
    assert brief.blueprints is None
    assert brief.links[1] == LinkExpectation(
        sources=("visitor",), targets=("kiosk",), mode=Mode.ASYNC, optional=True, text="(visitor ~> kiosk)"
    )
    assert brief.links[2].sources == ("kiosk", "visitor")
    assert brief.links[2].mode is None


@pytest.mark.parametrize(
    ("before", "after", "where", "what"),
    [
        ("kind: dictated", "kind: dictate", "set.yaml:2:1", "kind: Input should be"),
        ("id: fares", "id: Fares!", "set.yaml:4:5", "should match pattern"),
        ("    facts:", "    fact:", "set.yaml:10:5", "unknown key 'briefs.0.fact'"),
        ("[[one, codes]]", "[[one, two]]", "set.yaml:9:19", "'two' is not a concept"),
        ("kind:service", "kind:servise", "set.yaml:8:20", "'servise' is not a kind"),
        ("tech:Go", "name:Go", "set.yaml:8:36", "'name' is not a way to match"),
        ("unit: rides/s", "unit: GB", "set.yaml:11:40", "'GB' is no base unit"),
        ("value: 40", "value: forty", "set.yaml:11:29", "valid number"),
        ("kiosk -> pricing", "kiosk -> price", "set.yaml:14:13", "'price' is not a part"),
        ("kiosk -> pricing", "kiosk > pricing", "set.yaml:14:13", "write it as 'source -> target'"),
        ("kiosk -> pricing", "kiosk -> pricing -> kiosk", "set.yaml:14:13", "write it as 'source -> target'"),
        ("service | price", "service || price", "set.yaml:12:27", "an accepted name is empty"),
        ("{visitor: visitor}", "{visitor: visitor, kiosk: k}", "set.yaml:13:34", "is a required part as well"),
        ('schema_version: "1"', 'schema_version: "2"', "set.yaml:1:1", "Input should be '1'"),
        ("id: fares", "id: fares\n    id: fares", "set.yaml:5:5", "the key 'id' stands twice"),
        ("the kiosk asks the pricing service", "", "set.yaml:5:5", "at least 1 character"),
        ("the kiosk asks the pricing service", " ", "set.yaml:5:5", "the brief is empty"),
        ("[[301, 302], redirect]", "[[]]", "set.yaml:10:13", "the list is empty"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(before: str, after: str, where: str, what: str) -> None:
    assert before in GOOD
    ((place, told),) = problems(GOOD.replace(before, after, 1))
    assert place == where
    assert what in told


def test_an_id_stands_once() -> None:
    twice = GOOD + GOOD.partition("briefs:\n")[2]
    assert problems(twice) == [("set.yaml:15:5", "the id 'fares' stands twice")]


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace("unit: rides/s", "unit: GB").replace("kiosk -> pricing", "a -> b"))
    (tmp_path / "b.yaml").write_text("kind: dictated\n\tbriefs: [")
    (tmp_path / "c.yaml").write_bytes(b"\xff")
    with pytest.raises(InputError) as caught:
        read_cases([tmp_path, tmp_path / "gone.yaml", tmp_path.parent / "d.txt"])
    told = str(caught.value)
    for words in ("'GB' is no base unit", "'a' is not a part", "'b' is not a part", "b.yaml:2:1", "c.yaml", "no such"):
        assert words in told


def test_files_come_sorted_once_and_know_whether_they_are_sealed(tmp_path: Path) -> None:
    (tmp_path / "sealed").mkdir()
    for name in ("b.yaml", "a.yaml", "sealed/a.yaml"):
        (tmp_path / name).write_text(GOOD)
    cases = read_cases([tmp_path, tmp_path / "a.yaml"])
    assert [(Path(case.file).name, case.part, case.kind) for case in cases] == [
        ("a.yaml", "open", "dictated"),
        ("b.yaml", "open", "dictated"),
        ("a.yaml", "sealed", "dictated"),
    ]


def test_a_folder_without_sets_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no evaluation set"):
        read_cases([tmp_path])


def test_the_example_in_the_documentation_is_a_set() -> None:
    page = Path(__file__).parents[3] / "docs" / "evaluation.md"
    example = page.read_text(encoding="utf-8").partition("```yaml\n")[2].partition("```")[0]
    brief = parse_set(example.encode(), name="evaluation.md").briefs[0]
    unused = {
        name for name in type(brief).model_fields if f"    {name}:" not in example and f"- {name}:" not in example
    }
    assert not unused

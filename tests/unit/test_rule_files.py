"""A team's own rules: files, their tests, and what the command says."""

from pathlib import Path

import pytest

from designer.errors import InputError
from designer.pipeline import design_offline, findings_of
from designer.policy_file import installed_rules
from designer.rule_files import read_rules, try_rules
from tests.support.catalogs import shipped

GOOD = """\
schema_version: 1
rules:
  - code: TEAM001
    name: service-without-owner
    where: kind == "service" and not tagged("owned")
    finds: "{name} has no owner"
    why: nobody answers when it breaks
    fix: tag it `owned`
    tests:
      - name: unowned
        graph: {components: [{api: service}, {db: relational-db}], connections: [api > db]}
        finds: [[api]]
      - name: owned
        graph: {components: [{api: service, tags: [owned]}]}
  - code: TEAM002
    name: plain-hop
    severity: error
    about: connection
    where: mode == "sync" and encrypted == False
    finds: "{source} speaks to {target} in the open {nothing}"
    why: everybody can read it
    fix: encrypt it
"""


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(text)
    return path


def test_rules_of_a_file_run_beside_the_built_in_ones(tmp_path: Path) -> None:
    rules = read_rules(_written(tmp_path, GOOD))
    design = design_offline("web app -> API\nAPI -> Postgres\n", shipped())
    found = [item for item in findings_of(design, rules=rules) if item.rule == "TEAM001"]
    assert [item.message for item in found] == ["API has no owner"]


def test_names_of_parts_are_data_in_a_message(tmp_path: Path) -> None:
    rule = read_rules(_written(tmp_path, GOOD))[1]
    assert rule.summary.endswith("{nothing}")
    text = 'web app -> API\nAPI -> Postgres\nAPI -> "{x} {{ 7*7 }} service"\n'
    design = design_offline(text, shipped())
    assert all("49" not in item.message for item in findings_of(design, rules=[rule]))


def test_the_tests_of_a_file_are_run(tmp_path: Path) -> None:
    assert [(item.name, item.passed) for item in try_rules(_written(tmp_path, GOOD))] == [
        ("unowned", True),
        ("owned", True),
    ]


def test_a_test_that_expects_something_else_fails(tmp_path: Path) -> None:
    tried = list(try_rules(_written(tmp_path, GOOD.replace("finds: [[api]]", "finds: [[db]]"))))
    assert [item.passed for item in tried] == [False, True]
    assert tried[0].found == (("api",),)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("TEAM001", "REL003"), "taken by designer"),
        (("TEAM002", "TEAM001"), "is taken by"),
        (('kind == "service"', "sort == 1"), "no name here"),
        (("schema_version: 1", "schema_version: 7"), "schema_version"),
        (("    why: nobody answers when it breaks\n", ""), "why"),
        (("about: connection", "about: moon"), "about"),
        (("rules:", "rule:"), "rule"),
        (("  - code", "\t- code"), "YAML"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read_rules(_written(tmp_path, GOOD.replace(*change)))
    assert "own.yaml:" in str(caught.value)


def test_a_file_that_is_missing_is_one_line() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_rules(Path("nowhere.yaml"))


def test_a_broken_design_in_a_test_names_the_test(tmp_path: Path) -> None:
    broken = GOOD.replace("connections: [api > db]", "connections: [api > moon]")
    with pytest.raises(InputError, match="TEAM001: unowned"):
        list(try_rules(_written(tmp_path, broken)))


def test_without_packages_no_rule_is_installed() -> None:
    assert installed_rules() == ()

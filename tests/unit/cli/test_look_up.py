"""Commands that look something up: catalog, rules, explain, doctor."""

from __future__ import annotations

from pathlib import Path

import pytest

from designer.resources import catalog_root
from designer.rules.registry import ALL
from tests.unit.cli.conftest import Run


def test_rules_are_listed_with_the_keys_of_the_contract(run: Run) -> None:
    rows = run("rules", "list", "--json").json
    assert [row["code"] for row in rows] == [rule.code for rule in ALL]
    assert all({"code", "category", "severity", "name"} <= row.keys() for row in rows)


def test_rules_are_listed_as_a_table(run: Run) -> None:
    lines = run("rules", "list").out.splitlines()
    assert lines[0].split() == ["code", "severity", "category", "name"]
    assert len(lines) == len(ALL) + 1


@pytest.mark.parametrize("name", ["REL003", "rel003", "single-replica-datastore"])
def test_a_rule_is_shown_with_why_fix_and_source(run: Run, name: str) -> None:
    out = run("rules", "show", name).out
    assert "REL003 single-replica-datastore" in out
    assert all(f"\n  {part} " in out for part in ("why", "fix", "source"))
    assert {"why", "fix", "source"} <= run("rules", "show", name, "--json").json.keys()


def test_blueprints_are_listed_sorted_by_id(run: Run) -> None:
    ids = [row["id"] for row in run("catalog", "list", "--json").json]
    assert "url-shortener" in ids
    assert ids == sorted(ids)
    assert len(run("catalog", "list").out.splitlines()) == len(ids) + 1


def test_search_gives_the_best_first(run: Run) -> None:
    found = run("catalog", "search", "make long links short", "--json").json
    assert found[0]["id"] == "url-shortener"
    assert [row["score"] for row in found] == sorted((row["score"] for row in found), reverse=True)


def test_a_search_that_finds_nothing_says_so(run: Run) -> None:
    assert run("catalog", "search", "xyzzyplugh").out == "no blueprint fits\n"
    assert run("catalog", "search", "xyzzyplugh", "--json").json == []


def test_a_blueprint_is_shown_with_parts_figures_and_sources(run: Run) -> None:
    out = run("catalog", "show", "url-shortener").out
    assert all(f"\n{part}\n" in out for part in ("parts", "figures", "options", "sources"))
    assert run("catalog", "show", "url-shortener", "--json").json["id"] == "url-shortener"


def test_a_blueprint_of_ones_own_is_checked(run: Run, tmp_path: Path) -> None:
    good = next((catalog_root() / "blueprints").rglob("url-shortener.yaml"))
    assert run("catalog", "check", good).out == "1 blueprint, nothing wrong\n"
    bad = tmp_path / "bad.yaml"
    bad.write_text(good.read_text(encoding="utf-8").replace("\ntitle:", "\ntytle:", 1), encoding="utf-8")
    ran = run("catalog", "check", bad)
    assert ran.code == 2
    assert "bad.yaml:" in ran.err
    assert "tytle" in ran.err


def test_a_pack_of_ones_own_joins_the_catalog(run: Run, tmp_path: Path) -> None:
    good = next((catalog_root() / "blueprints").rglob("url-shortener.yaml")).read_text(encoding="utf-8")
    (tmp_path / "pack" / "blueprints").mkdir(parents=True)
    mine = good.replace("\nid: url-shortener", "\nid: my-shortener", 1)
    assert mine != good
    (tmp_path / "pack" / "blueprints" / "mine.yaml").write_text(mine, encoding="utf-8")
    assert run("catalog", "show", "my-shortener", "--catalog", "pack").code == 0
    assert run("catalog", "show", "my-shortener").code == 2


@pytest.mark.parametrize(
    ("wanted", "kind", "words"),
    [
        ("api", "component", "the brief: 'shop'"),
        ("orders", "component", "the blueprint shop/orders"),
        ("buyer-to-api", "connection", "buy (HTTPS, sync)"),
        ("buy", "flow", "the user"),
        ("peak_orders", "number", "orders = 10 orders/s (stated)"),
        ("REL003", "REL003", "orders"),
        ("region", "open question", "one; two"),
    ],
)
def test_everything_with_an_id_is_explained(run: Run, design_file: Path, wanted: str, kind: str, words: str) -> None:
    ran = run("explain", design_file, wanted)
    assert ran.code == 0
    assert f"{kind})" in ran.out.splitlines()[0]
    assert words in ran.out
    assert "\x1b" not in ran.out
    assert kind in run("explain", design_file, wanted, "--json").json[0]["kind"]


def test_an_unknown_id_is_answered_with_near_ones(run: Run, design_file: Path) -> None:
    ran = run("explain", design_file, "order")
    assert ran.code == 2
    assert "orders" in ran.err


def test_the_doctor_finds_this_machine_well(run: Run) -> None:
    ran = run("doctor", "--json")
    assert ran.code == 0, ran.out
    rows = {row["id"]: row for row in ran.json}
    assert {"designer", "catalog", "layout", "pixels", "model", "streamlit"} <= rows.keys()
    assert all(row["ok"] for row in rows.values())


def test_the_doctor_says_which_key_is_missing_and_never_shows_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIGNER_MODEL", "openai:gpt-5")
    ran = run("doctor")
    assert ran.code == 3
    assert "OPENAI_API_KEY" in ran.out
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    ran = run("doctor", "--json")
    assert ran.code == 0
    assert "sk-very-secret" not in ran.out + ran.err

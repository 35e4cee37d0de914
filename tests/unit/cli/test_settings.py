"""Option, environment, designer.toml, default: in this order."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from designer.errors import SettingsError
from designer.settings import Settings, load_settings


def loaded(tmp_path: Path, toml: str = "", options: dict[str, object] | None = None, **variables: str) -> Settings:
    if toml:
        (tmp_path / "designer.toml").write_text(toml, encoding="utf-8")
    return load_settings(options or {}, environment=variables, folder=tmp_path)


def test_nothing_given_gives_the_defaults(tmp_path: Path) -> None:
    assert loaded(tmp_path) == Settings()


def test_each_source_overrides_the_next(tmp_path: Path) -> None:
    toml = 'theme = "dark"\nmodel = "openai:file"\njobs = 3\n'
    made = loaded(tmp_path, toml, {"model": "openai:option"}, DESIGNER_MODEL="openai:env", DESIGNER_JOBS="2")
    assert (made.model, made.jobs, made.theme) == ("openai:option", 2, "dark")


def test_options_that_were_not_given_do_not_count(tmp_path: Path) -> None:
    assert loaded(tmp_path, 'theme = "dark"', {"theme": None, "text": "a shop"}).theme == "dark"


def test_lists_are_read_from_every_source(tmp_path: Path) -> None:
    assert loaded(tmp_path, 'formats = ["svg", "d2"]').formats == ("svg", "d2")
    assert loaded(tmp_path, DESIGNER_FORMATS="png, dot,png").formats == ("png", "dot")
    assert loaded(tmp_path, DESIGNER_CATALOG="a:b").catalog == (Path("a"), Path("b"))


@pytest.mark.parametrize("value", ["no", "0", "False", "off"])
def test_a_switch_takes_the_usual_words(tmp_path: Path, value: str) -> None:
    assert loaded(tmp_path, DESIGNER_STUBS=value).stubs is False


def test_an_empty_variable_is_not_set(tmp_path: Path) -> None:
    assert loaded(tmp_path, DESIGNER_MODEL="").model == "offline"


def test_an_unknown_key_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, 'theme = "dark"\n\nmodle = "x"\n')
    assert caught.value.where == "designer.toml:3"
    assert "'modle'" in caught.value.what
    assert "model" in caught.value.fix


def test_an_unknown_table_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, "[server]\nport = 1\n")
    assert caught.value.where == "designer.toml:1"


def test_a_key_in_the_file_is_refused_and_never_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, 'openai_api_key = "sk-secret"\n')
    assert "environment only" in str(caught.value)
    assert "sk-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("toml", "where"),
    [
        ('theme = "pink"', "designer.toml:1"),
        ("\njobs = 0", "designer.toml:2"),
        ("jobs = true", "designer.toml:1"),
        ("formats = []", "designer.toml:1"),
        ("formats = [1]", "designer.toml:1"),
        ("stubs = 3", "designer.toml:1"),
        ("model = 3", "designer.toml:1"),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_its_line(tmp_path: Path, toml: str, where: str) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, toml)
    assert caught.value.where == where


@pytest.mark.parametrize(("toml", "what"), [("model =", "not valid TOML"), ("\x00", "not valid TOML")])
def test_a_broken_file_is_one_clear_error(tmp_path: Path, toml: str, what: str) -> None:
    with pytest.raises(SettingsError, match=what):
        loaded(tmp_path, toml)


def test_a_file_that_is_not_utf8_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "designer.toml").write_bytes(b"\xff")
    with pytest.raises(SettingsError, match="not UTF-8"):
        loaded(tmp_path)


def test_wrong_variables_are_named_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, DESIGNER_JOBS="many", DESIGNER_THEME="pink")
    assert [problem.where for problem in caught.value.problems] == [
        "environment DESIGNER_THEME",
        "environment DESIGNER_JOBS",
    ]


def test_every_setting_can_come_from_the_environment(tmp_path: Path) -> None:
    given = {
        "model": "openai:x", "on_model_failure": "draft", "formats": "d2", "theme": "dark", "stubs": "no",
        "catalog": "packs", "jobs": "2", "fail_on": "never", "out": "there", "layout_seconds": "3",
        "model_max_tokens": "9000", "model_max_usd": "0.5", "model_price": "0.25/2", "model_cache": "no",
        "model_max_calls": "3",
        "batch_max_tokens": "90000", "batch_max_usd": "5",
    }  # fmt: skip
    assert given.keys() == {field.name for field in fields(Settings)}
    made = loaded(tmp_path, **{f"DESIGNER_{name.upper()}": value for name, value in given.items()})
    assert all(getattr(made, name) != getattr(Settings(), name) for name in given)

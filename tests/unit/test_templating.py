"""The code of templates is kept from one process to the next, and run only where nobody else can have written it."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from pathlib import Path

import pytest
from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError

from designer import templating
from designer.docs import templates as document_templates
from designer.stubs import templates as project_templates
from designer.templating import environment

TEXTS = {"one.j2": "{% for item in items %}- {{ item | loud }}\n{% endfor %}", "two.j2": "{% include 'one.j2' %}!"}
FILTERS = {"loud": str.upper}
EXPECTED = "- A\n- B\n!"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder in which the code of templates will be kept."""
    monkeypatch.setenv("DESIGNER_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache" / "templates"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts that are compiled from now on."""
    found: list[str] = []
    compile = Environment.compile

    def told(self: Environment, source: str, *rest: object) -> object:
        found.append(source)
        return compile(self, source, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", told)
    return found


def filled(texts: Mapping[str, str] = TEXTS, *, family: str = "test") -> str:
    return environment(texts, FILTERS, family=family).get_template("two.j2").render(items=["a", "b"])


def only_file(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_code_that_is_kept_is_not_compiled_again_and_gives_the_same(folder: Path, compiled: list[str]) -> None:
    assert filled() == EXPECTED
    assert len(compiled) == len(TEXTS)
    assert only_file(folder).stat().st_mode & 0o077 == 0
    assert filled() == EXPECTED == filled(family="")
    assert compiled == [*TEXTS.values(), TEXTS["two.j2"], TEXTS["one.j2"]]  # the last two kept nothing


def test_a_changed_template_is_compiled_anew_and_leaves_one_file(folder: Path) -> None:
    filled()
    before = only_file(folder).name
    assert filled({**TEXTS, "one.j2": "{{ items | length }}"}) == "2!"
    assert only_file(folder).name != before


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "other"])
def test_a_damaged_file_is_ignored_and_written_anew(folder: Path, compiled: list[str], damage: str) -> None:
    filled()
    place = only_file(folder)
    whole = place.read_bytes()
    changed = {"cut": whole[:-9], "flipped": whole[:-1] + bytes([whole[-1] ^ 1]), "empty": b"", "other": b"x" * 500}
    place.write_bytes(changed[damage])
    compiled.clear()
    assert filled() == EXPECTED
    assert compiled
    compiled.clear()
    assert filled() == EXPECTED
    assert not compiled


@pytest.mark.parametrize("opened", ["file", "folder"])
def test_a_file_that_others_can_write_is_not_run_and_written_anew(folder: Path, opened: str) -> None:
    filled()
    place = only_file(folder)
    code = marshal.dumps(dict.fromkeys(TEXTS, compile("raise SystemExit('planted')", "two.j2", "exec")))
    planted = templating._sealed(templating._key(environment({}, FILTERS), TEXTS), code)
    place.write_bytes(planted)
    with pytest.raises(SystemExit, match="planted"):
        filled()  # what this user wrote is trusted, as compiled modules are
    (place if opened == "file" else folder).chmod(0o777)
    assert filled() == EXPECTED
    assert place.read_bytes() != planted
    assert place.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for cache in (str(tmp_path / "file" / "cache"), ""):
        monkeypatch.setenv("DESIGNER_CACHE_DIR", cache)
        assert filled() == EXPECTED


def test_what_is_no_template_is_told(folder: Path) -> None:
    with pytest.raises(TemplateNotFound):
        environment(TEXTS, FILTERS, family="test").get_template("three.j2")
    with pytest.raises(TemplateSyntaxError):
        environment({"two.j2": "{% if %}"}, {}, family="test")
    assert len(list(folder.iterdir())) == 1


def test_templates_of_a_user_are_never_kept(folder: Path) -> None:
    own = {**document_templates.load_templates(), "mine.md.j2": "{{ 6 * 7 }}"}
    assert document_templates.fill(own, "mine.md.j2") == "42\n"
    assert project_templates.fill({"mine.j2": "{{ 6 * 7 }}"}, "mine.j2") == "42"
    assert not folder.exists()


def test_shipped_templates_are_kept_one_file_a_family(folder: Path) -> None:
    document_templates._environment.__wrapped__(tuple(sorted(document_templates.load_templates().items())))
    project_templates._environment.__wrapped__(project_templates._sources(project_templates.load_templates()))
    assert sorted(path.name.partition("-")[0] for path in folder.iterdir()) == ["docs", "stubs"]

"""Profiles and templates of a team's own: every design in every profile, and errors that name file, line and variable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from designer.docs import load_templates
from designer.docs.profiles import PROFILES, profile_named, read_profile
from designer.documents import Template, document, template_of
from designer.errors import SettingsError
from designer.model import Design
from designer.model.figures import human
from designer.pipeline import design_offline
from tests.support.catalogs import shipped
from tests.unit.docs.golden import GOLDEN, NAMES, design_of, written
from tests.unit.docs.sample_design import DESIGN
from tests.unit.docs.test_sections import GITHUB

CATALOG = shipped()


def in_profile(design: Design, name: str) -> str:
    text = document(design, "md", catalog=CATALOG, template=template_of(name, None))
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("name", NAMES)
def test_golden_document_is_written_as_expected(name: str) -> None:
    expected = (GOLDEN / f"{name}.md").read_text(encoding="utf-8")
    assert written(name) == expected, "run `python -m tests.unit.docs.golden` and read the difference"


@pytest.mark.parametrize("blueprint", [item.id for item in CATALOG.blueprints])
def test_every_blueprint_has_a_document_in_every_profile(blueprint: str) -> None:
    design = design_offline(CATALOG.blueprint(blueprint).examples[0].brief, CATALOG)
    for name in PROFILES:
        text = in_profile(design, name)
        titles = {re.sub(r"\\(.)", r"\1", title) for title in re.findall(r"^## (.+)$", text, re.MULTILINE)}
        assert titles and titles <= {chapter.title for chapter in PROFILES[name].chapters}
        assert "\n\n\n" not in text and "| None |" not in text
        for heading, rest in re.findall(r"^(#{2,4} .+)\n\n(.*)", text, re.MULTILINE):
            # What follows a heading is never a heading of the same or a higher level: no section is empty.
            depth = len(heading.split(" ", 1)[0])
            below = re.match(r"#+(?= )", rest)
            assert below is None or len(below[0]) > depth, heading
        tokens = GITHUB.parse(text)
        assert not any(token.type == "html_block" for token in tokens)


@pytest.mark.parametrize("name", NAMES)
def test_full_profiles_name_every_part_figure_and_decision(name: str) -> None:
    design = design_of(name)
    for profile in ("design-doc", "arc42"):
        text = in_profile(design, profile).replace("\\", "")
        for part in design.graph.components:
            assert part.name in text
        for estimate in design.capacity.estimates:
            assert human(estimate.value, estimate.unit) in text
        for decision in design.decisions:
            assert decision.title in text


@pytest.mark.parametrize("name", NAMES)
def test_hard_part_of_the_problem_stands_on_the_first_page(name: str) -> None:
    design = design_of(name)
    for profile in ("design-doc", "brief", "rfc"):
        first = in_profile(design, profile).partition("\n## Summary\n")[2].partition("\n## ")[0].replace("\\", "")
        assert all(item.context in first and item.choice in first for item in design.decisions[:6])


def test_brief_is_short() -> None:
    assert all(len(in_profile(design_of(name), "brief").split()) < 1300 for name in NAMES)


def test_only_decisions_are_in_the_profile_of_decisions() -> None:
    assert re.findall(r"^## (.+)$", in_profile(DESIGN, "adr-only"), re.MULTILINE) == ["Decisions"]


def test_links_to_headings_resolve_in_every_profile() -> None:
    for name in PROFILES:
        text = in_profile(design_of("payment-system"), name)
        headings = [
            re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^## (.+)$", text, re.M)
        ]
        assert set(re.findall(r"\]\(#([\w-]+)\)", text)) <= set(headings)


def test_growth_is_computed_again_and_not_multiplied() -> None:
    text = in_profile(design_of("url-shortener"), "design-doc").partition("\n## Scaling\n")[2].partition("\n## ")[0]
    row = next(line for line in text.splitlines() if "Copies of the redirect service" in line)
    now, then = (int(cell) for cell in re.findall(r"\| ([\d,]+) (?=\|)", row + " "))
    # Rounding up and the spare copy are not multiplied.
    assert 9 * now < then + now and then < 10 * now


def test_nothing_is_promised_that_nobody_stated() -> None:
    bare = design_offline("A web client calls a service, and the service writes to a database.", CATALOG)
    text = in_profile(bare, "design-doc")
    assert "\n### Indicators and objectives\n" not in text
    assert "For which share of the time must it work?" in text
    assert "RTO and RPO" in text


def test_unknown_profile_is_an_error() -> None:
    with pytest.raises(SettingsError, match=r"there is no profile 'novel'.*arc42"):
        profile_named("novel")


def own(folder: Path, **files: str) -> Template:
    for name, text in files.items():
        (folder / name.replace("__", ".").replace("_", "-")).write_text(text, encoding="utf-8")
    return template_of(None, folder)


def test_own_template_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    template = own(tmp_path, risks__md__j2="Ask {{ section.rows | length }} people.")
    text = document(DESIGN, "md", catalog=CATALOG, template=template)
    assert "## Risks\n\nAsk 4 people." in str(text) and "## Decisions" in str(text)


def test_own_profile_has_its_own_chapters_and_sections(tmp_path: Path) -> None:
    profile = '[[chapter]]\ntitle = "Why"\nparts = ["context"]\n[[chapter]]\ntitle = "Who"\nparts = ["parts-list"]\n'
    listed = "{% for part in design.graph.components %}\n- {{ part.name | md }}\n{% endfor %}"
    template = own(tmp_path, profile__toml=profile, parts_list__md__j2=listed)
    text = str(document(DESIGN, "md", catalog=CATALOG, template=template))
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Why", "Who"]
    assert all(f"- {part.name}" in text for part in DESIGN.graph.components)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("one\n{{ section.nonsense }}", r"risks\.md\.j2:2.*nonsense"),
        ("one\ntwo\n{{ nowhere.at_all }}", r"risks\.md\.j2:3.*nowhere"),
        ("{% for row in section.rows %}\n{{ row | unheard_of }}\n{% endfor %}", r"risks\.md\.j2:2.*unheard_of"),
        ("a\n{% if %}", r"risks\.md\.j2:2"),
        ("a\n\n{{ 1 / 0 }}", r"risks\.md\.j2:3.*ZeroDivisionError"),
        ("a\n{{ 1 + 'a' }}", r"risks\.md\.j2:2.*TypeError"),
        ("{{ section.__class__.__mro__ }}", r"risks\.md\.j2:1.*__class__"),
        ("{% include 'secrets.txt' %}", r"secrets\.txt"),
        ("{{ range(10000000) | list }}", r"risks\.md\.j2:1"),
    ],
)
def test_broken_own_template_names_file_line_and_variable(tmp_path: Path, source: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        document(DESIGN, "md", catalog=CATALOG, template=own(tmp_path, risks__md__j2=source))
    assert re.search(told, str(caught.value)) and str(tmp_path) in caught.value.where


@pytest.mark.parametrize(
    ("profile", "told"),
    [
        ("[[chapter]", "no TOML"),
        ("", "no chapter"),
        ('[[chapter]]\ntitle = "A"\nparts = ["nothing"]', "there is no section 'nothing'"),
        ('[[chapter]]\ntitle = 3\nparts = "context"', "needs a title and parts"),
    ],
)
def test_broken_profile_is_an_error(profile: str, told: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(told)):
        read_profile(profile, load_templates(), where="profile.toml")


def test_folder_without_templates_is_an_error(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(SettingsError):
            template_of(None, folder)


def test_markdown_can_stand_alone() -> None:
    design = design_of("url-shortener")
    plain = str(document(design, "md", catalog=CATALOG, variant="plain"))
    drawn = str(document(design, "md", catalog=CATALOG, variant="mermaid"))
    for text in (plain, drawn):
        assert not re.search(r"\]\((?!#)", text) and "![" not in text
    assert "```" not in plain and drawn.count("```mermaid\n") == drawn.count("\n```\n") >= 4
    assert all(part.name in plain for part in design.graph.components)

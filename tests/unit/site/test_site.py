"""A site of many designs: complete, linked within itself, safe whatever the designs are called."""

from __future__ import annotations

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest

from designer.cli.main import main
from designer.errors import InputError
from designer.model.design import Design
from designer.site import Source, build_site
from designer.site.entries import by_finding, by_system, by_technology, entries
from tests.support.catalogs import shipped
from tests.support.spoken import spoken

EVIL = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7 * 7 }}"


def evil() -> Design:
    return spoken("hostile").model_copy(update={"title": EVIL, "summary": EVIL})


@cache
def site() -> dict[str, str]:
    designs = (spoken("url-shortener"), spoken("dictated"), spoken("dictated"), evil())
    return {item.path: item.data.decode() for item in build_site([Source(one) for one in designs], shipped())}


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.found += [value or "" for name, value in attrs if name in ("href", "src", "srcset")]


def links(page: str) -> _Links:
    reader = _Links()
    reader.feed(page)
    return reader


def test_every_design_has_its_document_pictures_and_files() -> None:
    folders = {path.split("/")[1] for path in site() if path.startswith("designs/")}
    assert len(folders) == 4 and "url-shortener" in folders
    for folder in folders:
        assert {
            f"designs/{folder}/{name}" for name in ("index.html", "pictures.html", "design.json", "container.svg")
        } <= site().keys()
    assert "designs/url-shortener/api/asyncapi.yaml" in site()


def test_every_link_leads_to_a_file_of_the_site_and_none_outside() -> None:
    for name in ("index.html", "systems.html", "technologies.html", "findings.html"):
        for link in links(site()[name]).found:
            if not link.startswith("#"):
                assert str(PurePosixPath(link)) in site(), (name, link)
    page = site()["designs/url-shortener/index.html"]
    assert '<a href="../../index.html">' in page and '<a href="pictures.html">' in page


def test_names_are_text_everywhere() -> None:
    for name in ("index.html", "systems.html", "technologies.html", "findings.html"):
        page = site()[name]
        assert links(page).scripts == (2 if name == "index.html" else 0)
        assert "<img src=x" not in page and "49" not in re.findall(r"<h2>.*?</h2>", page)
    assert "{{ 7 * 7 }}" in site()["index.html"]


def test_designs_are_found_by_what_they_are_made_of() -> None:
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', site()["index.html"], re.DOTALL)
    assert data is not None
    found = {item["id"]: item for item in json.loads(data[1])}
    one = found["url-shortener"]
    assert "kafka" in one["words"] and "redirect service" in one["words"]
    assert one["system"] == ["url-shortener"] and "apache-kafka" in one["technology"]


def test_indexes_group_by_system_technology_and_finding() -> None:
    found = entries([spoken("url-shortener"), spoken("dictated")], shipped())
    assert [group.tag.id for group in by_system(found)] == ["url-shortener", ""]
    kafka = next(group for group in by_technology(found) if group.tag.words == "Apache Kafka")
    assert len(kafka.rows) == 2
    assert [group.tag.id for group in by_finding(found)] == sorted(
        {item.rule for entry in found for item in entry.findings},
        key=lambda code: [group.tag.id for group in by_finding(found)].index(code),
    )
    assert all(note for group in by_finding(found) for _, note in group.rows)


def test_the_same_designs_in_any_order_give_the_same_bytes() -> None:
    two = [Source(spoken("dictated")), Source(spoken("wide"))]
    assert build_site(two, shipped()) == build_site(two[::-1], shipped())


def test_no_design_is_an_error() -> None:
    with pytest.raises(InputError, match="no design"):
        build_site([], shipped())


def test_the_command_finds_bundles_below_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        assert (
            main(
                [
                    "new",
                    f"A blog, edition {name}",
                    "--out",
                    str(tmp_path / "all" / name),
                    "--formats",
                    "svg",
                    "--no-stubs",
                ]
            )
            == 0
        )
    capsys.readouterr()
    out = tmp_path / "all" / "site"
    assert main(["site", str(tmp_path / "all"), "--out", str(out), "--title", "Ours & theirs"]) == 0
    assert capsys.readouterr().out.strip() == str(out / "index.html")
    assert "<h1>Ours &amp; theirs</h1>" in (out / "index.html").read_text()
    # Its own designs are not taken for new ones.
    assert main(["site", str(tmp_path / "all"), "--out", str(out)]) == 0
    assert len(list((out / "designs").iterdir())) == 2
    assert main(["site", str(tmp_path), "--out", str(tmp_path / "all" / "one" / "diagrams")]) == 2
    (tmp_path / "empty").mkdir()
    assert main(["site", str(tmp_path / "empty"), "--out", str(out)]) == 2

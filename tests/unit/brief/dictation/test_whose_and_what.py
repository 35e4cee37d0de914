"""Whose a store is, what a bracket, a label and a short name stand for: turns that once lost a part or a link."""

from __future__ import annotations

import pytest

from tests.support.dictated import links_of, read

LINKS: dict[str, tuple[str, list[str]]] = {
    "a store of its own": (
        "The gate asks the herd core. The herd core's own store is Neo4j.",
        ["Gate -> Herd core", "Herd core -> Neo4j"],
    ),
    "its store": (
        "The map tool reads from Redis. Its own store is CouchDB.",
        ["Map tool -> Redis", "Map tool -> CouchDB"],
    ),
    "its things are somewhere": (
        "The update service fetches images from Artifactory; its rules are in Azure SQL.",
        ["Update service -> JFrog Artifactory", "Update service -> Azure SQL Database"],
    ),
    "the origin of a CDN": (
        "Players fetch from Fastly. Fastly's origin is the stitcher, six instances. The stitcher keeps audio in S3.",
        ["Players -> Fastly", "Fastly -> Stitcher", "Stitcher -> Amazon S3"],
    ),
    "a language and the store beneath": (
        "The intake app calls the donor registry (Java, Oracle underneath).",
        ["Donor registry -> Oracle Database", "Intake app -> Donor registry"],
    ),
    "a bracket that says what it is": (
        "The bookkeeper's inbox (that's our web app) talks to the invoice API.",
        ["Bookkeeper's inbox -> Invoice API"],
    ),
    "a framework behind a label": (
        "- case desk: internal web app, Django\n- it stores cases in PostgreSQL",
        ["Case desk -> PostgreSQL"],
    ),
    "the first word of a name": (
        "S3 triggers the splitter lambda. The splitter calls Textract.",
        ["Amazon S3 ~> Splitter lambda", "Splitter lambda -> Amazon Textract"],
    ),
    "above it": (
        "The core writes to Db2. Above the core is nothing. The panel talks to the fan server. Above it is the control panel.",
        ["Core -> IBM Db2", "Panel -> Fan server", "Control panel -> Fan server"],
    ),
    "a slip in from": ("Grafana reads form InfluxDB.", ["Grafana -> InfluxDB"]),
    "a form stays one": ("The user fills the form. The form calls the API.", ["User ~> Form", "Form -> API"]),
    "processors are no part": (
        "The engine takes jobs from Kafka, computes steps on its GPUs, and writes them to Firestore.",
        ["Apache Kafka ~> Engine", "Engine -> Cloud Firestore"],
    ),
}


@pytest.mark.parametrize(("text", "links"), LINKS.values(), ids=LINKS)
def test_links_are_read(text: str, links: list[str]) -> None:
    assert links_of(text) == links


def test_an_add_in_is_no_person() -> None:
    text = "The price editor is a Word add-in. It asks the price API, which reads from MySQL."
    assert links_of(text) == ["Price editor -> Price API", "Price API -> MySQL"]


def test_a_framework_behind_a_label_is_no_part() -> None:
    names = [part.name for part in read("- case desk: internal web app, Django\n- it stores cases in PostgreSQL").parts]
    assert names == ["Case desk", "PostgreSQL"]


def test_a_copy_stands_in_one_place() -> None:
    text = "The finder stores events in PostGIS. PostGIS is mirrored to a PostGIS copy at the university in Graz every night."
    assert len(read(text).parts) == 3

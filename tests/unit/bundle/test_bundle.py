"""Artifacts to a bundle: the manifest, the history, and whether a bundle must be made again."""

from __future__ import annotations

import hashlib
import json

import pytest

from designer.bundle import DESIGN, DOCUMENT, MANIFEST, Recipe, is_made_by, pack, read_manifest
from designer.errors import OutputError
from designer.model.artifact import Artifact, Bundle


def recipe(text: str = "a shop", **options: str) -> Recipe:
    return Recipe.of(text, designer="1.0", catalog="abc", options=options, answers={})


def files(bundle: Bundle) -> dict[str, str]:
    return {artifact.path: artifact.data.decode() for artifact in bundle.artifacts}


def design(text: str) -> tuple[Artifact, Artifact]:
    return Artifact.text(DESIGN, text), Artifact.text(DOCUMENT, f"# {text}")


def edited(bundle: Bundle, path: str, text: str) -> Bundle:
    kept = tuple(artifact for artifact in bundle.artifacts if artifact.path != path)
    return Bundle(artifacts=(*kept, Artifact.text(path, text)))


def test_manifest_lists_every_other_file_with_its_digest_and_size() -> None:
    bundle = pack((Artifact.text("b/c.svg", "<svg/>"), Artifact.text("a.md", "é")), recipe(), model="openai:x")
    manifest = json.loads(files(bundle)[MANIFEST])
    assert [row["path"] for row in manifest["files"]] == ["a.md", "b/c.svg"]
    assert manifest["files"][0]["sha256"] == hashlib.sha256("é".encode()).hexdigest()
    assert manifest["files"][0]["size"] == 2
    assert (manifest["designer"], manifest["catalog"], manifest["model"]) == ("1.0", "abc", "openai:x")


def test_the_order_of_the_artifacts_does_not_show() -> None:
    one, two = Artifact.text("a", "1"), Artifact.text("b", "2")
    assert pack((one, two), recipe()) == pack((two, one), recipe())
    assert [artifact.path for artifact in pack((two, one), recipe()).artifacts] == ["a", "b", MANIFEST]


def test_the_same_design_again_leaves_no_history() -> None:
    first = pack(design("one"), recipe())
    assert pack(design("one"), recipe(), earlier=first) == first


def test_another_design_keeps_the_earlier_one() -> None:
    first = pack(design("one"), recipe())
    second = files(pack(design("two"), recipe("two"), earlier=first))
    assert second["history/0001/design.json"] == "one"
    assert second["history/0001/DESIGN.md"] == "# one"
    assert second[DESIGN] == "two"


def test_versions_are_numbered_on() -> None:
    bundle = pack(design("one"), recipe())
    for text in ("two", "three"):
        bundle = pack(design(text), recipe(text), earlier=bundle)
    kept = files(bundle)
    assert (kept["history/0001/design.json"], kept["history/0002/design.json"]) == ("one", "two")
    assert "history/0003/design.json" not in kept


def test_a_file_that_somebody_edited_is_kept() -> None:
    first = edited(pack(design("one"), recipe()), DOCUMENT, "my own words")
    second = files(pack(design("one"), recipe(), earlier=first))
    assert second["history/0001/DESIGN.md"] == "my own words"
    assert "history/0001/design.json" not in second


def test_an_edit_that_equals_the_new_file_is_not_kept_twice() -> None:
    first = edited(pack(design("one"), recipe()), DOCUMENT, "# two")
    second = files(pack(design("two"), recipe("two"), earlier=first))
    assert "history/0001/design.json" in second


def test_a_bundle_is_done_when_recipe_and_files_agree() -> None:
    bundle = pack(design("one"), recipe(theme="light"))
    assert is_made_by(bundle, recipe(theme="light"))


@pytest.mark.parametrize("other", [recipe("another text"), recipe(theme="dark")])
def test_a_bundle_of_another_recipe_is_not_done(other: Recipe) -> None:
    assert not is_made_by(pack(design("one"), recipe()), other)


def test_a_bundle_with_a_changed_file_is_not_done() -> None:
    assert not is_made_by(edited(pack(design("one"), recipe()), DESIGN, "two"), recipe())


def test_a_bundle_with_a_missing_file_is_not_done() -> None:
    whole = pack(design("one"), recipe())
    rest = Bundle(artifacts=tuple(artifact for artifact in whole.artifacts if artifact.path != DESIGN))
    assert not is_made_by(rest, recipe())


def test_answers_are_part_of_the_recipe() -> None:
    with_answer = Recipe.of("a", designer="1", catalog="c", options={}, answers={"size": "9"})
    assert with_answer != Recipe.of("a", designer="1", catalog="c", options={}, answers={})


@pytest.mark.parametrize("data", [b"", b"[]", b'{"name": "extension"}', b"\xff"])
def test_a_manifest_of_another_program_is_refused(data: bytes) -> None:
    with pytest.raises(OutputError, match="not one of designer's"):
        read_manifest(data, where="out")


def test_a_manifest_of_a_later_version_is_read() -> None:
    data = json.loads(files(pack(design("one"), recipe()))[MANIFEST]) | {"signed_by": "somebody"}
    assert read_manifest(json.dumps(data).encode(), where="out").designer == "1.0"

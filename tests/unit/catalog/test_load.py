"""Loading a catalog: all problems at once, a compiled copy that notices every change, packs beside it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from designer.catalog.load import load_catalog
from designer.catalog.read import load_blueprint
from designer.errors import BlueprintError
from tests.support.catalogs import ROOT

SOURCE = ROOT / "catalog" / "blueprints" / "web" / "url-shortener.yaml"


def _pack(folder: Path, change: tuple[str, str] = ("", "")) -> Path:
    target = folder / "blueprints" / "own.yaml"
    target.parent.mkdir(parents=True, exist_ok=True)
    text = SOURCE.read_text(encoding="utf-8").replace("id: url-shortener", "id: own-shortener", 1)
    assert change[0] in text
    target.write_text(text.replace(*change) if change[0] else text, encoding="utf-8")
    return folder


def test_a_pack_outside_the_package_joins_the_catalog(tmp_path: Path) -> None:
    catalog = load_catalog([ROOT / "catalog", _pack(tmp_path)])
    assert {"own-shortener", "url-shortener"} <= catalog.by_id.keys()


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    _pack(tmp_path)
    shutil.copy(tmp_path / "blueprints" / "own.yaml", tmp_path / "blueprints" / "twin.yaml")
    with pytest.raises(BlueprintError, match="exists already"):
        load_catalog([tmp_path])


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BlueprintError, match="does not exist"):
        load_catalog([tmp_path / "nowhere"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("\nsummary:", "\nsumary:"), "unknown key 'sumary'"),
        (("kind: cache", "kind: casche"), "roles.link-cache.kind"),
        (("store: link-store", "store: linkstore"), "'linkstore' is not a role"),
        (("formula: ", "formula: __import__('os') + "), "not allowed"),
        (("min_replicas: 2", "min_replicas: zwei"), "min_replicas"),
        (("stateless: true", "statless: true"), "unknown property 'statless'"),
    ],
)
def test_a_broken_blueprint_is_reported_with_file_line_and_fix(
    tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    _pack(tmp_path, change)
    with pytest.raises(BlueprintError) as caught:
        load_blueprint(tmp_path / "blueprints" / "own.yaml")
    found = [problem for problem in caught.value.problems if words in problem.what]
    assert found, caught.value.problems
    assert all(problem.where.startswith("own.yaml:") and problem.fix for problem in found)


def test_a_worked_example_that_disagrees_with_its_formula_is_reported(tmp_path: Path) -> None:
    text = SOURCE.read_text(encoding="utf-8")
    start = text.index("gives: ")
    number = text[start + 7 :].split("}", 1)[0].split("\n", 1)[0]
    _pack(tmp_path, (f"gives: {number}", f"gives: {float(number.replace('_', '')) * 1.1 + 1}"))
    with pytest.raises(BlueprintError, match="the example says"):
        load_blueprint(tmp_path / "blueprints" / "own.yaml")


def test_several_problems_are_reported_at_once(tmp_path: Path) -> None:
    _pack(tmp_path, ("kind: cache", "kind: casche"))
    path = tmp_path / "blueprints" / "own.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("\nsummary:", "\nsumary:"), encoding="utf-8")
    with pytest.raises(BlueprintError) as caught:
        load_blueprint(path)
    assert len(caught.value.problems) >= 3


def test_the_compiled_copy_gives_the_same_catalog_and_notices_a_change(tmp_path: Path) -> None:
    pack, cache = _pack(tmp_path / "pack"), tmp_path / "cache"
    first = load_catalog([pack], cache_dir=cache)
    assert list(cache.glob("catalog-*.json"))
    again = load_catalog([pack], cache_dir=cache)
    assert vars(again) == vars(first)
    path = pack / "blueprints" / "own.yaml"
    stamp = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("title: URL shortener", "title: XYZ shortener", 1))
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    changed = load_catalog([pack], cache_dir=cache)
    assert changed.blueprints[0].title == "XYZ shortener"


def test_a_broken_compiled_copy_is_made_anew(tmp_path: Path) -> None:
    pack, cache = _pack(tmp_path / "pack"), tmp_path / "cache"
    load_catalog([pack], cache_dir=cache)
    for file in cache.glob("catalog-*.json"):
        file.write_text("{", encoding="utf-8")
    assert load_catalog([pack], cache_dir=cache).by_id.keys() == {"own-shortener"}


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert load_catalog([_pack(tmp_path / "pack")], cache_dir=blocked / "cache").blueprints

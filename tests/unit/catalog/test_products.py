"""What a drawing needs of the catalog: the same icons as from all of it, read from a copy that notices every change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from designer.catalog.products import load_products
from designer.errors import BlueprintError
from designer.resources import catalog_root
from designer.views.nodes import icon_of
from tests.support.catalogs import shipped

ROOTS = [catalog_root()]
NAMED = ("PostgreSQL 16", "Amazon  S3", "redis", "Nobody's own store", "", "Apache Kafka, three brokers")


def test_products_have_the_icons_of_the_whole_catalog(tmp_path: Path) -> None:
    names = [technology.name for technology in shipped().technologies]
    named = [*NAMED, *names, *(name.replace(" ", "  ") for name in names)]
    for group in (named, named, *((one,) for one in named[:: len(named) // 60] if "  " in one)):
        found = load_products(ROOTS, group, cache_dir=tmp_path)
        assert [icon_of(one, found) for one in group] == [icon_of(one, shipped()) for one in group]


def test_only_the_products_that_are_named_are_read(tmp_path: Path) -> None:
    found = load_products(ROOTS, NAMED, cache_dir=tmp_path)
    assert {"postgresql", "redis", "kafka"} & {item.id for item in found.technologies}
    assert len(found.technologies) < 40
    assert not found.blueprints


def test_the_copy_notices_a_change_and_one_that_is_broken_is_made_anew(tmp_path: Path) -> None:
    pack, cache = tmp_path / "technologies" / "own.yaml", tmp_path / "cache"
    pack.parent.mkdir()
    text = "schema_version: 1\ntechnologies:\n  mydb: {name: MyDB, kinds: [relational-db], icon: a.png}\n"
    pack.write_text(text, encoding="utf-8")
    assert icon_of("MyDB 2", load_products([tmp_path], ["MyDB 2"], cache_dir=cache)) == "a.png"
    pack.write_text(text.replace("a.png", "b.png"), encoding="utf-8")
    os.utime(pack, ns=(1, 1))
    assert icon_of("MyDB 2", load_products([tmp_path], ["MyDB 2"], cache_dir=cache)) == "b.png"
    for file in cache.glob("products-*.json"):
        file.write_text("{", encoding="utf-8")
    assert icon_of("MyDB", load_products([tmp_path], ["MyDB"], cache_dir=cache)) == "b.png"
    assert icon_of("MyDB", load_products([tmp_path], ["MyDB"], cache_dir=None)) == "b.png"


def test_a_missing_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BlueprintError, match="does not exist"):
        load_products([tmp_path / "gone"], [], cache_dir=tmp_path)

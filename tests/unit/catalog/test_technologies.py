"""The catalog of products: words that name one product each, kinds, icons, ports and images that can be used."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain

import pytest

from designer.catalog.read import load_technologies
from designer.model.base import slugify
from designer.model.kinds import Family, Kind
from designer.model.technology import Technology
from designer.resources import catalog_root, icons_root

FILES = sorted((catalog_root() / "technologies").glob("*.yaml"))
TECHNOLOGIES: tuple[Technology, ...] = tuple(chain.from_iterable(map(load_technologies, FILES)))

# What people write for the products that designs name most, and the product they mean.
SPOKEN = {
    "Postgres": "postgresql",
    "PG": "postgresql",
    "psql": "postgresql",
    "RDS for PostgreSQL": "amazon-rds-for-postgresql",
    "Aurora": "amazon-aurora",
    "Mongo": "mongodb",
    "DDB": "amazon-dynamodb",
    "Redis": "redis",
    "memcache": "memcached",
    "ES": "elasticsearch",
    "Elastic": "elasticsearch",
    "Kafka": "apache-kafka",
    "RMQ": "rabbitmq",
    "SQS": "amazon-sqs",
    "SQS FIFO": "amazon-sqs-fifo",
    "EventBridge": "amazon-eventbridge",
    "NATS JetStream": "nats-jetstream",
    "GCS": "google-cloud-storage",
    "S3": "amazon-s3",
    "k8s": "kubernetes",
    "Lambda": "aws-lambda",
    "Vault": "hashicorp-vault",
    "Nginx": "nginx",
    "ALB": "aws-application-load-balancer",
    "Go": "go",
    "golang": "go",
    "Python asyncio": "python",
    "OTel": "opentelemetry",
    "FCM": "firebase-cloud-messaging",
    "Stripe": "stripe",
}

# Names that are also ordinary words, or the names of other things.
NEED_CONTEXT = (
    "Go", "Rust", "Swift", "Spring", "Express", "Flask", "Consul", "Envoy", "Beam", "Segment", "Sentry",
    "Temporal", "Fly", "Render", "Loki", "Tempo", "Vault", "Argo", "Puppet", "Chef", "Salt", "Box", "Stripe",
    "Square", "Snowflake", "Hive", "Pulsar", "Ray", "Triton", "Neon", "PG", "ES", "TS", "Kong", "EMR", "Pub/Sub",
)  # fmt: skip


def words(technology: Technology) -> tuple[str, ...]:
    """Every word that names a product."""
    return (technology.id, technology.name, *technology.aliases)


def spoken(word: str) -> str:
    """A word as it is compared: spelling with or without spaces, hyphens and capitals is one word."""
    return re.sub(r"[\s\-]+", "", word.casefold())


def test_the_catalog_knows_at_least_240_products() -> None:
    assert len(TECHNOLOGIES) >= 240


def test_ids_are_unique_across_files() -> None:
    assert [key for key, count in Counter(one.id for one in TECHNOLOGIES).items() if count > 1] == []


def test_no_two_products_share_a_word() -> None:
    owners: dict[str, set[str]] = {}
    for technology in TECHNOLOGIES:
        for word in words(technology):
            owners.setdefault(spoken(word), set()).add(technology.id)
    assert {word: sorted(ids) for word, ids in owners.items() if len(ids) > 1} == {}


def test_no_product_lists_a_word_twice() -> None:
    for technology in TECHNOLOGIES:
        listed = [word.casefold() for word in (technology.name, *technology.aliases)]
        assert len(listed) == len(set(listed)), technology.id


def test_words_are_trimmed_and_have_single_spaces() -> None:
    for technology in TECHNOLOGIES:
        for word in words(technology):
            assert word == " ".join(word.split()), technology.id


def test_an_id_is_the_slug_of_one_of_the_words() -> None:
    wrong = [one.id for one in TECHNOLOGIES if one.id not in {slugify(word) for word in (one.name, *one.aliases)}]
    assert wrong == []


def test_ambiguous_words_are_words_of_the_product() -> None:
    for technology in TECHNOLOGIES:
        known = {word.casefold() for word in (technology.name, *technology.aliases)}
        assert {word.casefold() for word in technology.ambiguous} <= known, technology.id


@pytest.mark.parametrize("word", NEED_CONTEXT)
def test_an_ordinary_word_counts_only_with_context(word: str) -> None:
    ambiguous = {one.casefold() for technology in TECHNOLOGIES for one in technology.ambiguous}
    assert word.casefold() in ambiguous


@pytest.mark.parametrize(("word", "product"), SPOKEN.items())
def test_what_people_write_names_the_product_they_mean(word: str, product: str) -> None:
    named = {one.id for one in TECHNOLOGIES if spoken(word) in {spoken(known) for known in words(one)}}
    assert named == {product}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.PERSON])
def test_every_kind_is_played_by_some_product(kind: Kind) -> None:
    assert any(kind in technology.kinds for technology in TECHNOLOGIES)


def test_no_product_is_a_person_or_lists_a_kind_twice() -> None:
    for technology in TECHNOLOGIES:
        assert Kind.PERSON not in technology.kinds, technology.id
        assert len(technology.kinds) == len(set(technology.kinds)), technology.id


def test_every_icon_exists_in_the_icon_package() -> None:
    root = icons_root()
    if root is None:
        pytest.skip("the diagrams package is not installed")
    missing = [one.icon for one in TECHNOLOGIES if one.icon and not (root / one.icon).is_file()]
    assert missing == []


def test_icons_are_pictures_below_the_icon_folder() -> None:
    for technology in TECHNOLOGIES:
        if technology.icon:
            assert re.fullmatch(r"[a-z0-9]+(/[a-z0-9_-]+)+\.png", technology.icon), technology.id


def test_most_of_the_usual_products_have_an_icon() -> None:
    usual = set(SPOKEN.values())
    assert [one.id for one in TECHNOLOGIES if one.id in usual and one.icon is None] == ["opentelemetry"]


def test_ports_are_valid() -> None:
    for technology in TECHNOLOGIES:
        assert technology.port is None or 1 <= technology.port <= 65535, technology.id


def test_images_are_pinned() -> None:
    for technology in TECHNOLOGIES:
        if technology.image is not None:
            assert re.fullmatch(r"[a-z0-9][a-z0-9./_-]*:[A-Za-z0-9][\w.-]*", technology.image), technology.id
            tag = technology.image.rpartition(":")[2]
            assert "latest" not in tag and re.search(r"\d", tag), technology.id


def test_managed_products_have_no_image_and_name_their_vendor() -> None:
    for technology in TECHNOLOGIES:
        if technology.managed:
            assert technology.image is None and technology.vendor, technology.id


def test_what_runs_at_the_client_listens_nowhere() -> None:
    for technology in TECHNOLOGIES:
        if {kind.family for kind in technology.kinds} == {Family.CLIENT}:
            assert technology.port is None and technology.image is None, technology.id


def test_protocol_labels_are_short() -> None:
    assert [one.protocol for one in TECHNOLOGIES if len(one.protocol) > 12] == []


def test_capacities_are_positive_rates_with_conditions_and_a_source() -> None:
    stated = {one.id: one.capacity for one in TECHNOLOGIES if one.capacity is not None}
    assert {"amazon-sqs-fifo", "amazon-kinesis-data-streams", "amazon-dynamodb", "amazon-s3"} <= stated.keys()
    for product, capacity in stated.items():
        assert capacity.value > 0, product
        assert capacity.unit.endswith("/s") or capacity.unit.startswith("concurrent "), product
        assert "," in capacity.source, product

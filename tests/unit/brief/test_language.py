"""Briefs in other languages, and characters that hide or imitate others."""

import time
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.brief.language import english_words, language_of
from designer.brief.understand import understand
from designer.errors import BriefError
from designer.model.brief import Brief, RewrittenBrief
from designer.model.design import Design
from designer.pipeline import design_offline
from designer.planner.own_words import as_given
from tests.support.catalogs import shipped

CATALOG = shipped()
ENGLISH = sorted(
    {example.brief for blueprint in CATALOG.blueprints for example in blueprint.examples}
    | {brief for wording in CATALOG.wordings for brief in wording.briefs}
    | {name for blueprint in CATALOG.blueprints for name in (blueprint.title, *blueprint.aliases)}
)
BRIEFS = {
    "es": "Los clientes buscan productos y hacen pedidos: 1.500 pedidos por segundo, disponibilidad 99,95 %. "
    "Guardamos en PostgreSQL y los eventos van a Kafka, sin Redis.",
    "fr": "Les clients cherchent des produits et passent 1 500 commandes par seconde, disponibilité 99,95 %. "
    "Nous stockons dans PostgreSQL et les événements vont vers Kafka, sans Redis.",
    "de": "Kunden suchen Produkte, es kommen 1.500 Bestellungen pro Sekunde, Verfügbarkeit 99,95 %. "
    "Wir speichern in PostgreSQL, die Ereignisse gehen an Kafka, kein Redis.",
    "pt": "Os clientes procuram produtos e chegam 1.500 pedidos por segundo, disponibilidade 99,95 %. "
    "Guardamos no PostgreSQL e os eventos vão para o Kafka, sem Redis.",
    "it": "I clienti cercano prodotti e arrivano 1.500 ordini al secondo, disponibilità 99,95 %. "
    "Salviamo in PostgreSQL e gli eventi vanno a Kafka, senza Redis.",
    "zh": "顾客搜索商品,每秒1500个订单,可用性99.95%。数据存储在PostgreSQL,事件发送到Kafka,不使用Redis。",
    "ja": "顧客は商品を検索し、毎秒1500件の注文があります。可用性99.95%。PostgreSQLに保存し、イベントはKafkaに送信します。",
}


def _language(text: str) -> str:
    return language_of(text, CATALOG.languages, english=english_words(CATALOG))


def _read(text: str) -> Brief:
    return as_given(understand(text, CATALOG, answers={}))


def _spans_are_valid(design: Design) -> bool:
    brief = design.brief
    spans = [item.span for item in (*brief.quantities, *brief.mentions)]
    spans += [item.origin.span for item in (*design.graph.components, *design.graph.connections) if item.origin.span]
    spans += [item.span for item in design.capacity.parameters if item.span]
    return all(0 <= start <= end <= len(brief.text) for start, end in spans)


def test_every_english_text_of_the_catalog_is_english() -> None:
    assert [text for text in ENGLISH if _language(text) != "en"] == []


@pytest.mark.parametrize("text", ["Use Amazon RDS in São Paulo for El País readers", "a Müller & Söhne shop app", "a"])
def test_foreign_names_do_not_change_the_language(text: str) -> None:
    assert _language(text) == "en"


@pytest.mark.parametrize("code", BRIEFS)
def test_products_and_figures_are_read_in_each_language(code: str) -> None:
    design = design_offline(BRIEFS[code], CATALOG)
    assert design.brief.language == code
    assert design.brief.text == BRIEFS[code]
    named = {item.technology for item in design.brief.mentions if not item.negated}
    assert {"PostgreSQL", "Apache Kafka"} <= named
    assert "Redis" not in {item.technology for item in design.graph.components if item.origin.span}
    figures = {(item.value, item.unit) for item in design.brief.quantities}
    assert (1500.0, "orders/s") in figures
    assert (0.9995, "ratio") in figures
    assert _spans_are_valid(design)


@pytest.mark.parametrize("code", BRIEFS)
def test_figures_quote_the_words_that_were_given(code: str) -> None:
    brief = _read(BRIEFS[code])
    for item in (*brief.quantities, *brief.mentions):
        assert brief.text[slice(*item.span)] == item.text
    assert any("1500" in item.text.replace(".", "").replace(" ", "") for item in brief.quantities)


@pytest.mark.parametrize(
    ("text", "blueprint"),
    [
        ("acortador de enlaces", "url-shortener"),
        ("我们需要一个短链接服务,每天500万次点击,使用Redis缓存", "url-shortener"),
        ("Wir brauchen einen URL-Kürzer: 100 Millionen neue Links pro Monat", "url-shortener"),
        ("Vogliamo una piattaforma di streaming video con 3 milioni di utenti e commenti", "video-streaming"),
    ],
)
def test_a_known_system_is_found_in_another_language(text: str, blueprint: str) -> None:
    assert [match.id for match in design_offline(text, CATALOG).blueprints][:1] == [blueprint]


def test_words_that_were_not_understood_are_named_and_become_no_part() -> None:
    design = design_offline("Necesitamos un servicio de pedidos para zarigüeyas peludas con MySQL.", CATALOG)
    assert 'not understood: "zarigüeyas", "peludas"' in design.notes[-1]
    assert "Spanish" in design.notes[-1]
    names = " ".join(item.name.casefold() for item in design.graph.components)
    assert "order" in names
    assert "necesit" not in names
    assert "zarig" not in names


def test_a_language_without_terms_says_so_and_keeps_products_and_figures() -> None:
    design = design_offline("Нужна система заказа такси на Kafka и PostgreSQL, 5000 req/s", CATALOG)
    assert design.brief.language == "ru"
    assert {"Apache Kafka", "PostgreSQL"} <= {item.technology for item in design.graph.components}
    assert [(item.value, item.unit) for item in design.brief.quantities] == [(5000.0, "requests/s")]
    assert "Russian, a language that is not supported" in design.notes[-1]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("una tienda con 2,5 millones de usuarios", 2_500_000, "count"),
        ("une boutique avec 10 000 utilisateurs par jour", 10_000, "count"),
        ("ein Shop mit 1,5 Mio. Nutzern und Bestellungen", 1_500_000, "count"),
        ("商店有1.2亿用户", 120_000_000, "count"),
        ("商店有3千万用户", 30_000_000, "count"),
        ("une boutique, 500 Go de données", 5e11, "bytes"),
    ],
)
def test_figures_are_read_in_the_local_format(text: str, value: float, unit: str) -> None:
    found = _read(text).quantities
    assert value in {item.value * (86400 if item.unit.endswith("/s") else 1) for item in found}
    assert unit in {item.unit for item in found} or any(item.unit == "users/s" for item in found)


@pytest.mark.parametrize(
    "text",
    [
        "The kio\u200bsk app calls the pricing service which reads from Re\u200bdis.",
        "\u202eThe kiosk app\u202c calls the pricing service which reads from Redis.\ufeff",
        "The kiosk app calls the pricing service which reads from Rеdis.",
        "The kiosk app calls the pricing service which reads from Ｒｅｄｉｓ.",
        "The kiosk app 🛒 calls the pricing service 💶 which reads from Redis 🚀.",
    ],
)
def test_hidden_and_imitating_characters_hide_nothing(text: str) -> None:
    design = design_offline(text, CATALOG)
    assert design.brief.text == text
    assert "Redis" in {item.technology for item in design.graph.components}
    assert _spans_are_valid(design)


def test_digits_of_full_width_and_accents_apart_read_alike() -> None:
    brief = _read("A chat app, １０００ messages per second")
    assert [(item.value, item.text) for item in brief.quantities] == [(1000.0, "１０００ messages per second")]
    text = "Una tienda con búsqueda de artículos y envíos por día"
    apart = unicodedata.normalize("NFD", text)
    one, two = understand(text, CATALOG, answers={}), understand(apart, CATALOG, answers={})
    assert isinstance(two, RewrittenBrief)
    assert one.text == two.text
    assert two.original == apart


def test_english_is_read_as_it_stands() -> None:
    brief = understand("A chat app — with “rooms” and 5 €/month plans.", CATALOG, answers={})
    assert type(brief) is Brief


def test_a_saved_design_of_a_foreign_brief_is_read_again_with_the_same_bytes() -> None:
    design = design_offline(BRIEFS["es"], CATALOG)
    assert Design.model_validate_json(design.to_json()).to_json() == design.to_json()


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=200) | st.text("的用户每天万订0123 ,.ábñüЖع\u200b\u202e%aRedis", max_size=80))
def test_any_text_is_a_brief_or_refused(text: str) -> None:
    try:
        brief = _read(text)
    except BriefError:
        return
    for item in (*brief.quantities, *brief.mentions):
        assert 0 <= item.span[0] <= item.span[1] <= len(text)
        assert text[slice(*item.span)] == item.text


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(BRIEFS)),
    st.lists(st.integers(0, 400), max_size=12),
    st.sampled_from("\u200b\u200f\u202e🙂 "),
)
def test_noise_in_a_foreign_brief_is_survived(code: str, places: list[int], noise: str) -> None:
    text = BRIEFS[code]
    for place in places:
        text = text[:place] + noise + text[place:]
    design = design_offline(text, CATALOG)
    assert design.brief.text == text
    assert _spans_are_valid(design)


@pytest.mark.parametrize("unit", ["订单系统每天", "de la à ", "1.000.000,5 ", "é" * 30, "a\u0301" * 3, "аa", "Ｒ１"])
def test_reading_is_linear_in_the_length(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size] + " Kafka PostgreSQL"
        start = time.process_time()
        with suppress(BriefError):
            understand(text, CATALOG, answers={})
        return time.process_time() - start

    seconds(1000)
    assert min(seconds(80_000) for _ in range(2)) < 8 * min(seconds(20_000) for _ in range(2)) + 0.5

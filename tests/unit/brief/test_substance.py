"""Whether a text asks for a system."""

import pytest

from designer.brief.substance import nearest_examples
from designer.brief.understand import understand
from designer.errors import BriefError
from tests.support.catalogs import shipped

CATALOG = shipped()


def _refusal(text: str) -> BriefError:
    with pytest.raises(BriefError) as caught:
        understand(text, CATALOG, answers={})
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "Write a poem about the sea",
        "please write me an essay on the causes of the First World War",
        "tell me a joke",
        "a haiku about a distributed system",
        "Translate this sentence into German: the cat sleeps",
        "do my homework",
        "Escribe un poema sobre el mar",
    ],
)
def test_a_request_for_a_text_is_refused(text: str) -> None:
    assert "system" in _refusal(text).what


@pytest.mark.parametrize(
    "text", ["hello, how are you?", "good morning", "asdf qwer", "asdf qwer zxcv uiop", "I am bored"]
)
def test_small_talk_and_gibberish_are_refused(text: str) -> None:
    assert _refusal(text).exit_code == 2


def test_recipes_and_shopping_lists_are_refused() -> None:
    assert "recipe" in _refusal("Fry 2 onions in butter, add 1 l stock and 300 g rice, stir, season and serve").what
    assert _refusal("- 2 l milk\n- 6 eggs\n- soap\n- call Mum")


@pytest.mark.parametrize(
    "text",
    [
        "app",
        "platform",
        "a system",
        "something with AI",
        "I want to build an app",
        "software for my company",
        "database",
    ],
)
def test_a_vague_word_says_what_is_missing_and_shows_examples(text: str) -> None:
    error = _refusal(text)
    assert "too vague" in error.what
    assert "who uses it" in error.fix
    assert error.fix.count('"') >= 4
    assert len(str(error).splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "chat app", "todo list", "Uber clone", "URL shortener", "webshop", "IoT platform for greenhouses",
        "a queue between two services", "Kafka to S3", "an app where people share poems", "recipe sharing app",
        "Netflix for documentaries", "telemedicine", "payroll", "a poem generator service", "smart home",
        "Translate speech in calls live", "monitor beehives", "ticketing", "a website for my dentist practice",
        "homework help community for schools",
    ],
)  # fmt: skip
def test_a_terse_brief_is_taken(text: str) -> None:
    assert understand(text, CATALOG, answers={}).requirements


def test_no_brief_of_the_catalog_is_refused() -> None:
    briefs = [example.brief for item in CATALOG.blueprints for example in item.examples]
    briefs += [brief for wording in CATALOG.wordings for brief in wording.briefs]
    briefs += [item.title for item in CATALOG.blueprints]
    for brief in briefs:
        understand(brief, CATALOG, answers={})


def test_the_nearest_examples_share_words_and_are_always_the_same() -> None:
    found = nearest_examples("something for patients and doctors", CATALOG)
    assert len(found) == 3
    assert any("atient" in item or "octor" in item for item in found)
    assert found == nearest_examples("something for patients and doctors", CATALOG)

"""Whether a text asks for a system at all: a poem, a greeting or a single vague word gets no design.

A text is refused only when nothing in it supports a system: no product, no kind of part, no load, no known term of
a domain, and no noun such as "platform" with a word that says what for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from designer.brief.dictation.parse import dictation_in
from designer.brief.language import ENGLISH, NAMES
from designer.brief.lexer import Token
from designer.brief.phrases import StemmedText, stem
from designer.brief.vocabulary import FUNCTION_WORDS, VERBS
from designer.brief.wordlists import word_list
from designer.catalog.catalog import Catalog
from designer.catalog.search import words_of
from designer.errors import BriefError
from designer.model.brief import Mention
from designer.model.kinds import Kind
from designer.model.quantity import Quantity

_ENOUGH_TOKENS = 150
# Nouns for a system of any kind: with a word that says what for, they ask for one.
_SYSTEMS = word_list(
    "app apps application applications system systems platform platforms service services software website site "
    "webapp portal backend frontend api apis tool tools marketplace webshop shop store clone alternative bot chatbot "
    "microservice microservices pipeline dashboard server servers infrastructure architecture saas crm erp mvp game "
    "database engine gateway program sdk plugin network webservice solution product cluster workflow"
)
# Words that say nothing about what a system is for.
_VAGUE = _SYSTEMS - word_list(
    "marketplace webshop shop store chatbot pipeline crm erp gateway game bot dashboard"
) | word_list(
    "something anything thing things stuff ai ml cloud digital online web mobile internet tech technology data idea "
    "project startup business company firm client team big small large simple complex scalable modern fast robust "
    "reliable secure good great nice cool best better new custom some kind sort like design designs build make create develop "
    "want need please help me my our us would could idea ideas world class enterprise intelligent innovative nextgen "
    "blockchain users user people everyone everybody production ready quickly cheap easy awesome amazing really very "
    "architect plan given looking someone thanks thank"
)
_TEXTS = word_list(
    "poem poems essay essays story stories joke jokes song songs lyrics haiku limerick sonnet letter recipe novel "
    "riddle rap ballad fable fairytale homework paragraph summary screenplay anecdote proverb translation "
    "dissertation thesis blogpost eulogy greeting"
)
_ASKS = word_list("write compose draft tell sing recite give draw read do finish")
_ASKS_OF_THIS = word_list("summarise summarize rewrite paraphrase proofread translate correct explain solve answer")
_BUILDS = word_list(
    "give let build make design create draw plan show sketch architect describe draft develop propose help"
)
_SMALL_TALK = word_list(
    "hello hi hey morning evening afternoon night birthday bye goodbye thanks sorry love yes no okay ok welcome dear "
    "mum mom dad grandma bored test testing"
)
# Fields and products whose bare name is a brief: "telemedicine", "Netflix for documentaries".
_FIELDS = word_list(
    "ecommerce commerce fintech edtech telemedicine telehealth banking elearning logistics streaming dating payments "
    "ticketing messaging gaming crowdfunding ridesharing carsharing proptech insurtech netflix uber instagram twitter "
    "tinder whatsapp airbnb spotify youtube facebook tiktok amazon ebay zoom slack dropbox reddit linkedin discord github "
    "pinterest snapchat telegram wechat doordash deliveroo paypal venmo trello jira notion figma twitch shopify etsy "
    "tripadvisor wikipedia quora substack duolingo strava waze lyft kickstarter craigslist doodle eventbrite grubhub "
    "gmail vinted hulu bitly"
)
_QUESTIONS = word_list("what who whom why when where which how is are do does did")
# Known words that may stand in any text by chance.
_MOST_CHANCE = 4
_BULLETS = frozenset("-*•–")
_SHORT_LIST = 20
_OF_PHRASES = word_list("of for and in with the between to like a an on from")
_LEADS = word_list(
    "please can could would will you i we want need like to me us a an the some hi hello hey dear kindly now"
)
_ABOUT = word_list("about on of for in")
_KITCHEN = word_list(
    "simmer soften bake fry boil stir preheat chop chopped peel season whisk knead dice diced tablespoon tablespoons tbsp "
    "teaspoon teaspoons tsp oven onion onions garlic butter flour sugar salt pepper oil soup dough sauce lentils eggs milk "
    "bread cheese potatoes carrots tomatoes rice pasta pan saucepan serve minced grated blend cream chicken beef"
)
_GENERIC_KINDS = frozenset({Kind.SERVICE, Kind.WEB_CLIENT, Kind.MOBILE_CLIENT, Kind.EXTERNAL_SYSTEM, Kind.DEVICE})
_LOADS = frozenset({"load", "availability", "recovery"})
_FEWEST_LINKS = 2
_FIX = "say who uses it, what it does, and with which data"


def require_system(
    text: StemmedText,
    mentions: Sequence[Mention],
    quantities: Iterable[Quantity],
    catalog: Catalog,
    *,
    language: str = ENGLISH,
) -> None:
    """Return when a text asks for a system; `language` is the one it was read from.

    Raises:
        BriefError: nothing in it supports one; the error names what is missing and shows the nearest examples.
    """
    what = reason_against(text, mentions, quantities, catalog)
    if what and _names_links(text, catalog):
        return
    if what:
        if language != ENGLISH:
            what = f"the brief is in {NAMES.get(language, language)}, and what was understood of it describes no system"
        examples = "; ".join(f'"{example}"' for example in nearest_examples(text.text, catalog))
        raise BriefError(what, where="brief", fix=f"{_FIX}, for example: {examples}" if examples else _FIX)


def _names_links(text: StemmedText, catalog: Catalog) -> bool:
    """Tell whether a text connects parts with each other: slips of the pen hide its words from the lexicon alone."""
    return len(dictation_in(text, catalog).links) >= _FEWEST_LINKS


def reason_against(
    text: StemmedText, mentions: Sequence[Mention], quantities: Iterable[Quantity], catalog: Catalog
) -> str:
    """Return why a text is no brief for a system, or an empty string when it may be one."""
    tokens = [token for token in text.tokens[:_ENOUGH_TOKENS] if token.is_word]
    words = [token.lower for token in _without_topic(tokens)]
    designs = any(
        pair[0] in {"design", "build", "sketch"} and pair[1] in {"a", "an", "the", "our"} for pair in pairwise(words)
    )
    if _asks_for_text(words) and not designs and not any(word in _SYSTEMS for word in words):
        return "the brief asks for a text, not a system"
    if _is_list_of_food(text, words) and not any(word in _SYSTEMS for word in words):
        return "the brief is not a system: it reads like a recipe or a shopping list"
    is_named = any(item.technology or item.kind not in _GENERIC_KINDS for item in mentions if item.kind)
    if is_named and {token.lower for token in tokens} - _VAGUE - FUNCTION_WORDS:
        return ""
    if any(item.role in _LOADS for item in quantities):
        return ""
    if text.find_any(names_of(catalog)) is not None:
        return ""
    return _lack_of_words(text, words, catalog)


def _lack_of_words(text: StemmedText, words: Sequence[str], catalog: Catalog) -> str:
    """Return what is missing in a text that names no part, load or blueprint."""
    content = [word for word in words if word not in FUNCTION_WORDS | _VAGUE | _SMALL_TALK and len(word) > 1]
    if not content:
        return _VAGUE_BRIEF
    if any(word in _SYSTEMS or word in _FIELDS for word in words):
        return ""
    if _is_personal(words) or ("my", "homework") in pairwise(words):
        return _NO_SYSTEM
    return "" if _is_of_the_field(text, content, catalog) else _NO_SYSTEM


_VAGUE_BRIEF = "the brief is too vague to design a system from"
_NO_SYSTEM = "the brief describes no system that could be recognised"


def _is_personal(words: Sequence[str]) -> bool:
    """Tell "book me a flight", which is for one person, from "give me a news feed"."""
    return len(words) > 1 and words[1] in {"me", "us"} and words[0] not in _BUILDS


def _without_topic(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens without what a requested text is about: "a poem about an app" asks for no app."""
    skipping = False
    wrote = False
    for index, token in enumerate(tokens):
        wrote = wrote or (token.lower in _TEXTS and index < 12)
        if wrote and token.lower in {"about", "on"} and index and tokens[index - 1].lower in _TEXTS:
            skipping = True
        if not skipping:
            yield token


def _asks_for_text(words: Sequence[str]) -> bool:
    """Tell "please write me a short poem" and "haiku on spring" from "an app where people share poems"."""
    rest = [word for word in words[:16] if word not in _LEADS - {"my"}]
    if not rest:
        return False
    if rest[0] in _ASKS or rest[0].removesuffix("s") in _ASKS:
        return any(word in _TEXTS for word in rest[1:6])
    if rest[0] in _ASKS_OF_THIS:
        return rest[0] == "explain" or any(word in {"this", "these", "following", "my", "that"} for word in rest[1:3])
    return rest[0] in _TEXTS and (len(rest) == 1 or rest[1] in _ABOUT)


def _is_list_of_food(text: StemmedText, words: Sequence[str]) -> bool:
    """Tell a recipe, and with fewer words a list of errands, from the features of a product."""
    is_short = len(words) <= _SHORT_LIST
    is_list = is_short and sum(token.text in _BULLETS for token in text.tokens) > 1
    return len(_KITCHEN.intersection(words)) >= (2 if is_list else 3 if is_short else 4)


def _is_of_the_field(text: StemmedText, content: Sequence[str], catalog: Catalog) -> bool:
    """Tell whether the words are those of systems the catalog knows: a phrase of its own, or most single words."""
    known = known_stems(catalog)
    stems = {stem(word) for word in content}
    shared = stems & known
    if text.tokens and text.tokens[0].lower.partition("'")[0] in _QUESTIONS and len(shared) < 3:
        return False
    is_phrase = len(stems) <= 3 and all(
        word in content or word in _OF_PHRASES for word in (token.lower for token in text.tokens) if word.isalpha()
    )
    is_phrase = is_phrase and (len(content) > 1 or stem(content[0]) not in {stem(verb) for verb in VERBS})
    if (is_phrase and shared) or (len(stems) > 1 and shared == stems):
        return True
    if len(shared) >= _MOST_CHANCE and len(shared) >= 0.6 * len(stems):
        return True
    return text.find_any(phrases_of(catalog)) is not None and len(shared) >= 0.4 * len(stems)


@lru_cache(maxsize=4)
def known_stems(catalog: Catalog) -> frozenset[str]:
    """Return the stems of the content words with which the catalog describes systems, parts and domains."""
    texts = [word for service in catalog.domain for word in (*service.words, service.name, service.entity)]
    texts += [brief for wording in catalog.wordings for brief in wording.briefs]
    for blueprint in catalog.blueprints:
        texts += [
            blueprint.title,
            *blueprint.aliases,
            *blueprint.says,
            *(example.brief for example in blueprint.examples),
        ]
    texts += [word for words in catalog.kind_words.values() for word in words]
    texts += [word for group in catalog.synonyms for word in group]
    return frozenset(stem(word) for text in texts for word in words_of(text))


@lru_cache(maxsize=4)
def names_of(catalog: Catalog) -> tuple[str, ...]:
    """Return the names of blueprints and outlines that say more than one word."""
    names = [name for item in catalog.blueprints for name in (item.title, *item.aliases)]
    names += [name.removeprefix("=") for item in catalog.outlines for name in (item.title, *item.says)]
    return tuple(name for name in names if len(name.split()) > 1)


@lru_cache(maxsize=4)
def phrases_of(catalog: Catalog) -> tuple[str, ...]:
    """Return the phrases that name a domain, a blueprint or a part of one."""
    found = [word.removeprefix("=") for service in catalog.domain for word in service.words]
    found += [
        phrase for blueprint in catalog.blueprints for phrase in (blueprint.title, *blueprint.aliases, *blueprint.says)
    ]
    return tuple(dict.fromkeys(found))


def nearest_examples(text: str, catalog: Catalog, *, most: int = 3) -> tuple[str, ...]:
    """Return short example briefs of the catalog that share most words with a text, the nearest first."""
    wanted = {stem(word) for word in words_of(text)}
    candidates = [
        (-len(wanted & {stem(word) for word in words_of(brief)}), item.blueprint is not None, number, brief)
        for item in catalog.wordings
        for number, brief in enumerate(item.briefs)
        if _SHORTEST <= len(brief) <= _LONGEST
    ]
    return tuple(brief for *_, brief in sorted(candidates)[:most])


_SHORTEST, _LONGEST = 30, 110

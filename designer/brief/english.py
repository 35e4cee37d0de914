"""What a word can be in English, from WordNet's lists: many verbs and adjectives are never nouns.

`wordnet/verbs.txt` holds the single words of WordNet 3.0 that it knows as verbs and not as nouns; `wordnet/no-nouns.txt`
those that it knows only as adjectives or adverbs, and those that it counts as adjectives in seven of ten uses or more and as nouns
in hardly any ("low", "last"). Words that the catalog has for parts of a system are left out of both,
as are verbs that are adjectives or adverbs too ("direct", "off").
Source: WordNet 3.0, Princeton University, https://wordnet.princeton.edu, licence in `wordnet/LICENSE.txt`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("wordnet")
_HISSES = ("ches", "shes", "xes", "sses", "zes", "oes")
_VOWELS = frozenset("aeiou")


@lru_cache(maxsize=65536)
def is_only_verb(word: str) -> bool:
    """Tell whether a lower-case word is a form of a verb that is never a noun.

    >>> [is_only_verb(word) for word in ("inquires", "exceeded", "subscribing", "existing", "order")]
    [True, True, True, False, False]
    """
    return word not in _words("no-nouns") and any(base in _words("verbs") for base in bases(word))


def cannot_be_noun(word: str) -> bool:
    """Tell whether a lower-case word is a verb in its base form, an adjective or an adverb, and never a noun.

    >>> [cannot_be_noun(word) for word in ("existing", "likewise", "inquire", "respects", "gauge")]
    [True, True, True, False, False]
    """
    return word in _words("no-nouns") or word in _words("verbs")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset((_FOLDER / f"{name}.txt").read_text(encoding="ascii").split())


def bases(word: str) -> list[str]:
    """Return what a regular form may come from: "copies", "copied", "copying" from "copy", the word itself first."""
    bases = [word]
    if word.endswith("s") and not word.endswith("ss"):
        bases += [word[:-1]]
        if word.endswith(_HISSES):
            bases += [word[:-2]]
        if word.endswith("ies"):
            bases += [f"{word[:-3]}y"]
        return bases
    ending = next((item for item in ("ing", "ied", "ed") if word.endswith(item) and len(word) > len(item) + 2), "")
    if not ending:
        return bases
    body = word[: -len(ending)]
    if ending == "ied":
        return [*bases, f"{body}y"]
    bases += [body, f"{body}e"]
    if len(body) > 2 and body[-1] == body[-2] and body[-1] not in _VOWELS:
        bases.append(body[:-1])
    return bases

"""The noun phrase with which a text opens and says what is wanted, as the title of what is made of it."""

from __future__ import annotations

import re

from designer.brief.english import is_only_verb
from designer.brief.phrases import StemmedText
from designer.brief.vocabulary import VERBS
from designer.brief.wordlists import word_list
from designer.planner.nouns import WORK

_LONGEST = 60
_MOST_WORDS, _FEWEST_WORDS = 9, 2
_ASKED = re.compile(
    r"\s*(?:(?:please\s+)?(?:design|build|create|make|develop|draw|sketch|plan|architect)\s+(?:me\s+|us\s+)?"
    r"|(?:we|i)\s+(?:need|want|require|would like|are building|are planning|plan|build)\s+)(?:a|an|the|our|some)\s+",
    re.IGNORECASE,
)
_ENDS = frozenset({".", ":", ";", "!", "?", ",", "—", "–", "(", "-"})
_LINKS = word_list("that which who where whose when so because while if since with-which in-which")
_SEEK = word_list(
    "look looks ask asks pay pays wait waits search apply applies vote votes care cares work works go goes"
)
_ARTICLES = frozenset({"a", "an", "the", "our"})
_NO_NOUNS = word_list(
    "is are was were be has have had does do did can could must should will would may shall we i you they it he she there this "
    "these those not no"
)


def opening_of(text: StemmedText) -> str:
    """Return what a text says it is about in its first words, or "" where they are the beginning of a sentence.

    >>> opening_of(StemmedText("Marketplace for used cellos: sellers list them, buyers bid."))
    'Marketplace for used cellos'
    >>> opening_of(StemmedText("Design a lending library for tools. Members book drills."))
    'Lending library for tools'
    >>> opening_of(StemmedText("Volunteers clean rivers. They report rubbish."))
    ''
    """
    asked = _ASKED.match(text.text[:200])
    start = asked.end() if asked else 0
    words: list[str] = []
    end, mark = start, ""
    for token in text.tokens[:40]:
        if token.start < start:
            continue
        if token.text in _ENDS or "\n" in text.text[end : token.start] or token.lower in _LINKS:
            mark = token.text if token.text in _ENDS else "\n" if "\n" in text.text[end : token.start] else ","
            break
        words.append(token.lower)
        end = token.end
    if words[:1] and words[0] in _ARTICLES:
        start += len(text.text[start:end]) - len(text.text[start:end].lstrip()) + len(words.pop(0)) + 1
    found = " ".join(text.text[start:end].split())
    # A heading ends with a colon or a line; else a purpose must say that this is a thing and no sentence.
    is_heading = bool(asked) or mark in {":", "\n"}
    named = is_heading or (mark in {".", ",", "—", "–"} and "for" in words[1:])
    fits = _FEWEST_WORDS <= len(words) <= _MOST_WORDS and len(found) <= _LONGEST
    commands = words[1:2] != [] and words[1] in _ARTICLES
    acts = commands or any(_acts(word, is_heading=is_heading) for word in words)
    return found[:1].upper() + found[1:] if named and fits and mark and not acts else ""


def _acts(word: str, *, is_heading: bool) -> bool:
    """Tell whether a word makes a sentence of what it stands in; in a heading most verbs are nouns ("tree register")."""
    if word in _NO_NOUNS or "'" in word or "’" in word:
        return True
    return not word.endswith("ing") and (is_only_verb(word) or (not is_heading and word in VERBS | WORK | _SEEK))

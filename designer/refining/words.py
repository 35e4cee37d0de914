"""The words of an instruction: cleaned, cut into clauses, freed of courtesy."""

from __future__ import annotations

import re

from designer.brief.phrases import stem
from designer.edits.text import one_line

MAX_CHARACTERS = 2000

VERBS = (
    "add|remove|delete|drop|replace|swap|rename|use|run|connect|disconnect|put|insert|make|set|double|halve|triple|scale|"
    "answer|call|link|increase|reduce|migrate|switch|deploy|enable|introduce|shard|partition|encrypt|keep|let|turn|get rid of|take out|"
    "we expect|we need|plan for|no|move|lower|raise|back up|monitor|assume|autoscale|rate[- ]limit"
)
_CUT = re.compile(
    rf"\s*;\s*|\.\s+(?=[A-Za-z])|,?\s+(?:and\s+)?then\s+|,?\s+and\s+(?:also\s+)?(?=(?:{VERBS})\b)|,\s+(?=(?:{VERBS})\b)",
    re.I,
)
_LINE = re.compile(r"(?:^|\s*[\r\n]+\s*)(?:[-*•–]\s+|\(?\d{1,2}[.)]\s+)?")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|`[^`]*`|(?<![\w])'[^']*'(?![\w])")
_COURTESY = re.compile(
    r"^(?:(?:please|kindly|then|now|ok(?:ay)?|so|hey|hi|also|just|actually|and|but)\b[,!]?\s*"
    r"|(?:can|could|would|will)\s+(?:you|we)\s+(?:please\s+)?(?!\w+\s+die)"
    r"|(?:let's|let us|we (?:should|need to|want to|must|have to)|i(?:'d| would) like (?:you )?to|i want (?:you )?to|you should|"
    r"go ahead and)\s+)+",
    re.I,
)
_TAIL = re.compile(r"(?:[\s,]*\b(?:please|thanks|thank you|instead please)\b)?[\s.!?,]*$", re.I)
_INSTEAD = re.compile(
    r"\b(?:remove|drop|delete|get rid of|no|without|don't use|do not use)\s+([^,;.]{2,60}?),?\s+(?:and|but)\s+(?:use|take|add)\s+([^,;.]{2,60}?)\s+instead\b",
    re.I,
)
_ARTICLE = re.compile(r"^(?:the|a|an|our|its|their|this|that|another|one|some|existing|current|new)\s+", re.I)
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_SMALL = frozenset("the a an our its their this that of for".split())


def clauses_of(text: str) -> tuple[str, ...]:
    """Return the clauses of an instruction, each to be followed in turn; what stands in quotes is never cut.

    >>> clauses_of("Please add a cache in front of orders; then remove the queue.")
    ('add a cache in front of orders', 'remove the queue')
    """
    line = re.sub(r"(?<=\s)&(?=\s)", "and", one_line(_LINE.sub("; ", text.strip())))
    line = _INSTEAD.sub(r"replace \1 by \2", line)
    kept: list[str] = []

    def hide(found: re.Match[str]) -> str:
        kept.append(found.group())
        return f"\x00{len(kept) - 1}\x00"

    hidden = _QUOTED.sub(hide, line.replace("\x00", ""))
    parts = (re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], part) for part in _CUT.split(hidden))
    return tuple(clean for part in parts if (clean := _TAIL.sub("", _COURTESY.sub("", part.strip()))).strip("?. "))


def without_article(words: str) -> str:
    """Return words without quotes and a leading article.

    >>> without_article('the "Link store"')
    'Link store'
    """
    words = words.strip().strip("\"“”`'").strip()
    while (shorter := _ARTICLE.sub("", words)) != words:
        words = shorter
    return words.strip("\"“”`'").strip(" ,.")


def number_in(words: str) -> int | None:
    """Return the whole number that words say, or None.

    >>> number_in("three"), number_in("1,200"), number_in("many")
    (3, 1200, None)
    """
    low = words.strip().casefold()
    if low in _NUMBERS:
        return _NUMBERS.index(low)
    digits = low.replace(",", "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 12 else None


def stems(words: str) -> tuple[str, ...]:
    """Return the stems of the telling words of a phrase, in order."""
    found = re.findall(r"[^\W_]+", words.casefold())
    return tuple(stem(word) for word in found if word not in _SMALL)


def with_article(words: str) -> str:
    """Return words with "a" or "an" before them.

    >>> with_article("external system"), with_article("queue")
    ('an external system', 'a queue')
    """
    return f"{'an' if words[:1].casefold() in 'aeio' else 'a'} {words}"


def capital(words: str) -> str:
    """Return words with a capital first letter; the others stay."""
    return words[:1].upper() + words[1:]


def listed(items: list[str], word: str = "and") -> str:
    """Return items as a list in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}" if items else ""

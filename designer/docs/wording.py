"""What the document says in words: origins, quotes, properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from designer.docs.markdown import clean, clip
from designer.model.base import Scalar
from designer.model.design import Design
from designer.model.figures import human
from designer.model.origin import Origin
from designer.model.properties import PropertySpec

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_BULLET = re.compile(r"^\s*(?:[-*•+]|\d{1,3}[.)])\s+")
_WORD = re.compile(r"[^\W_]{4,}")
_COVERED = 0.75
"""Share of a requirement's longer words that one sentence of the brief must hold to be its source."""


def quoted(text: str, span: tuple[int, int] | None) -> str:
    """Return the words of a span in quotation marks; empty when the span holds none."""
    words = clip(text[slice(*span)], 90) if span else ""
    return f"“{words}”" if words else ""


def origin_in_words(design: Design, origin: Origin) -> str:
    """Return who put an element there, with the brief's words quoted."""
    match origin.by:
        case "brief":
            return f"brief: {quoted(design.brief.text, origin.span)}".removesuffix(": ")
        case "user":
            return "added by hand"
        case "blueprint":
            blueprint, _, role = (origin.ref or "").partition("/")
            return f"blueprint {blueprint}, {role}" if role else f"blueprint {blueprint}"
        case _:
            return f"{origin.by} {origin.ref}"


def without_bullet(line: str) -> str:
    """Return a line of a brief without the mark of a list item.

    >>> without_bullet(" - no Kafka"), without_bullet("2) fast")
    ('no Kafka', 'fast')
    """
    return _BULLET.sub("", line)


@lru_cache(maxsize=8)
def _sentences(text: str) -> tuple[tuple[str, str, frozenset[str]], ...]:
    found = (without_bullet(part).strip() for part in _SENTENCE.split(text))
    return tuple((part, _plain(part), _words(part)) for part in found if part)


def words_behind(text: str, brief: str) -> str | None:
    """Return the brief's words that state a requirement; empty when the requirement repeats them; None if inferred.

    >>> words_behind("No Kafka", "Fast. We want no Kafka here.")
    'We want no Kafka here.'
    >>> words_behind("Survives the loss of a zone", "A shop.") is None
    True
    """
    plain, wanted = _plain(without_bullet(text)), _words(text)
    for sentence, its_plain, its_words in _sentences(brief):
        if plain == its_plain:
            return ""
        if plain in its_plain or (wanted and len(wanted & its_words) >= _COVERED * len(wanted)):
            return sentence
    return "" if plain in _plain(brief) else None


def _plain(text: str) -> str:
    return clean(text).casefold().rstrip(".;,!? ")


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def properties_in_words(properties: Mapping[str, Scalar], known: Mapping[str, PropertySpec]) -> str:
    """Return stated properties as one phrase, in the order of the vocabulary.

    >>> from designer.model.properties import CONNECTION_PROPERTIES
    >>> properties_in_words({"timeout_s": 0.2, "retries": 2, "encrypted": True}, CONNECTION_PROPERTIES)
    'timeout 200 ms · retries 2 · encrypted'
    """
    return " · ".join(_phrases(properties, known))


def _phrases(properties: Mapping[str, Scalar], known: Mapping[str, PropertySpec]) -> Iterator[str]:
    for name, spec in known.items():
        if name not in properties:
            continue
        value, words = properties[name], name.removesuffix("_s").removesuffix("_bytes").replace("_", " ")
        if isinstance(value, bool):
            yield words if value else f"not {words}"
        elif isinstance(value, str):
            yield f"{words}: {value}"
        else:
            yield f"{words} {human(float(value), '' if spec.unit == 'count' else spec.unit)}".rstrip()


def joined(parts: Iterable[str], between: str = "; ") -> str:
    """Return the parts that say something, joined."""
    return between.join(part for part in parts if part)

"""A text that was rewritten for reading, with the way back: every place of it has a place in the original."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from designer.model.brief import Place

# Characters that are not seen: soft hyphen, zero-width ones, directions, the byte order mark; then digits and letters
# of full width, letters with their accent apart, and words that mix scripts.
_ODD = re.compile(
    "(?P<hidden>[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0f]+)"
    "|(?P<wide>[\uff05\uff0b-\uff0f\uff10-\uff19\uff1c-\uff1e\uff21-\uff3a\uff41-\uff5a]+)"
    "|(?P<apart>[A-Za-z][\u0300-\u036f]{1,8})"
    "|(?P<mixed>[A-Za-z\u0370-\u052f]{0,40}[\u0370-\u052f][A-Za-z\u0370-\u052f]{0,40})"
)
_ALIKE = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіјѕԁӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABEKMHOPCTYXaeopcyxijsdlABEZHIKMNOPTYXo",
)  # fmt: skip
_WIDE = 0xFEE0


class Rewritten:
    """A rewritten text and the place in the original of each of its stretches."""

    def __init__(self, text: str, places: Sequence[Place]) -> None:
        self.text = text
        self.places: tuple[Place, ...] = tuple(places)

    @classmethod
    def of(cls, stretches: Iterable[tuple[str, int, int]]) -> Rewritten:
        """Return the text that stretches make: what each reads, and where it stands in the original."""
        written: list[str] = []
        places: list[Place] = []
        position = 0
        for text, start, end in stretches:
            if text:
                places.append((position, position + len(text), start, end))
                written.append(text)
                position += len(text)
        return cls("".join(written), places)


def original_span(places: Sequence[Place], span: tuple[int, int], *, length: int) -> tuple[int, int]:
    """Return where a span of the rewritten text stands in the original, which is `length` characters long."""
    if not places:
        return 0, min(length, 1)
    first, last = _at(places, span[0]), _at(places, max(span[0], span[1] - 1))
    start = first[2] + (span[0] - first[0] if _is_verbatim(first) else 0)
    end = last[2] + (span[1] - last[0]) if _is_verbatim(last) else last[3]
    start = min(max(start, 0), length)
    return start, min(max(end, start), length)


def _at(places: Sequence[Place], position: int) -> Place:
    return places[max(0, bisect_right(places, position, key=lambda place: place[0]) - 1)]


def _is_verbatim(place: Place) -> bool:
    return place[1] - place[0] == place[3] - place[2]


def cleaned(text: str) -> Rewritten | None:
    """Return a text without characters that hide or imitate others, or None when it has none."""
    if text.isascii() or _ODD.search(text) is None:
        return None
    stretches: list[tuple[str, int, int]] = []
    position = 0
    for match in _ODD.finditer(text):
        plain = _plain(match)
        if plain == match.group():
            continue
        if position < match.start():
            stretches.append((text[position : match.start()], position, match.start()))
        stretches.append((plain, match.start(), match.end()))
        position = match.end()
    if position == 0 and not stretches:
        return None
    stretches.append((text[position:], position, len(text)))
    return Rewritten.of(stretches)


def _plain(match: re.Match[str]) -> str:
    written = match.group()
    if match.lastgroup == "hidden":
        return ""
    if match.lastgroup == "wide":
        return "".join(chr(ord(char) - _WIDE) for char in written)
    if match.lastgroup == "apart":
        return unicodedata.normalize("NFC", written)
    plain = written.translate(_ALIKE)
    # A word wholly in another script is that language's own; only one that mixes scripts imitates.
    return plain if plain.isascii() and any(char.isascii() for char in written) else written

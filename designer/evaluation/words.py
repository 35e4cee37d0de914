"""Runs of words compared by their stems: the one notion of "stands in" that all expectations share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from designer.brief.phrases import stem

# Han and kana have no spaces between words, so each sign is a word of its own.
_WORD = re.compile(r"[぀-ヿ㐀-鿿]|[^\W_぀-ヿ㐀-鿿]+")
# Words on two sides of these do not belong together: lines, cells of a table, the ends of sentences.
_BREAK = re.compile(r"[\n|;]|[.!?](?=\s)")
_GAP = " / "


def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


@lru_cache(maxsize=65536)
def run_of(phrase: str) -> str:
    """Return a phrase as a run of stems with a space on either side; empty when it holds no word.

    >>> run_of("Short-Links"), run_of("…")
    (' short link ', '')
    """
    words = [stem(word) for word in _WORD.findall(_folded(phrase))]
    return f" {' '.join(words)} " if words else ""


class Words:
    """Texts prepared once, in which many phrases are looked for; a phrase never reaches from one text into the next."""

    def __init__(self, texts: Iterable[str]) -> None:
        parts = (run_of(part) for text in texts for part in _BREAK.split(text))
        self._runs = _GAP.join(part for part in parts if part)

    def holds(self, phrase: str) -> bool:
        """Tell whether the words of a phrase stand side by side, in order, in any form.

        >>> Words(["Redirect service", "keeps unique codes"]).holds("unique code")
        True
        """
        run = run_of(phrase)
        return bool(run) and run in self._runs

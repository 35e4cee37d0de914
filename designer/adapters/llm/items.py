"""The items of a list in a JSON object, read while its text still comes in, each as soon as it is closed.

Every item is decoded by the standard library, as in `reading`: a decoder for unfinished JSON gives the last item as far as
it goes, and does not say whether it is whole. Text around the object, fences and thoughts are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from designer.adapters.llm.reading import decode_at

MAX_ITEM = 20_000
"""The most characters of one item; behind a longer one nothing more is read."""
_THOUGHT, _END_OF_THOUGHT = "<think>", "</think>"
_KEPT = 100
"""Characters that are kept of a text in which nothing was found yet: the start of the list may be cut in two."""


class ItemReader:
    """Reads the list `key` of the first object that has it."""

    def __init__(self, key: str) -> None:
        self._start = re.compile(rf'{_THOUGHT}|"{re.escape(key)}"\s*:\s*\[')
        self._text = ""
        self._thinks = False
        self._is_inside = False
        self._is_over = False

    def feed(self, text: str) -> Iterator[Any]:
        """Yield the items that `text` closes."""
        if self._is_over:
            return
        self._text += text
        if not self._is_inside and not self._find_start():
            return
        # Only these can close an item.
        closes = any(sign in text for sign in '}],"')
        while closes and not self._is_over:
            found = self._next()
            yield from found
            if not found:
                return

    def _find_start(self) -> bool:
        """Go behind the bracket that opens the list, and tell whether it was there."""
        while True:
            mark = re.compile(_END_OF_THOUGHT) if self._thinks else self._start
            found = mark.search(self._text)
            if found is None:
                self._text = self._text[-_KEPT:]
                return False
            self._text = self._text[found.end() :]
            if self._thinks or found.group() == _THOUGHT:
                self._thinks = not self._thinks
                continue
            self._is_inside = True
            return True

    def _next(self) -> list[Any]:
        """Return the next item, if it is closed."""
        self._text = self._text.lstrip(" \t\r\n,")
        value, end = decode_at(self._text, 0)
        # A number or a word may go on with what comes next.
        if value is None or (end == len(self._text) and not isinstance(value, dict | list | str)):
            self._is_over = self._text.startswith("]") or len(self._text) > MAX_ITEM
            return []
        self._text = self._text[end:]
        return [value]

"""Records that are found by their words: by a look through all of them, or with an index beside them.

The records are the truth; an index only says where to look.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from app.runtime.errors import Refused, Unavailable
from app.runtime.logs import log
from app.runtime.ports import Answer, Entry, Idempotency, RecordStore, TextIndex

MOST_FOUND = 10_000
_MARKS = "~unindexed"
_PAGE = 200
_WORD = re.compile(r"[^\W_]+")


def text_of(body: Any) -> str:
    """Return all texts in a record, in their order.

    >>> text_of({"title": "Tea", "tags": ["green", 3], "more": {"a": "leaf"}})
    'Tea green leaf'
    """
    if isinstance(body, str):
        return body
    parts = body.values() if isinstance(body, Mapping) else body if isinstance(body, list) else ()
    return " ".join(text for text in map(text_of, parts) if text)


def words_of(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return _WORD.findall(text.lower())


def bounded(skip: int, limit: int) -> None:
    """Refuse a page that lies deeper than any adapter looks.

    Raises:
        Refused: 422 beyond `MOST_FOUND`.
    """
    if skip < 0 or limit < 1 or skip + limit > MOST_FOUND:
        raise Refused(422, "Invalid request", f"a search gives the first {MOST_FOUND} records at most")


class ScannedRecords:
    """Records that are searched by reading each: right for some thousands, and never out of date."""

    def __init__(self, records: RecordStore) -> None:
        self.records = records

    def create(
        self,
        collection: str,
        id: str,
        body: Mapping[str, Any],
        *,
        unique: Mapping[str, str] | None = None,
        once: Idempotency | None = None,
    ) -> Answer:
        """Keep a new record; the same idempotency key gives the first answer again."""
        return self.records.create(collection, id, body, unique=unique, once=once)

    def get(self, collection: str, id: str) -> dict[str, Any] | None:
        """Return a record, or None."""
        return self.records.get(collection, id)

    def put(
        self, collection: str, id: str, body: Mapping[str, Any], *, unique: Mapping[str, str] | None = None
    ) -> None:
        """Keep a record in place of what is there."""
        self.records.put(collection, id, body, unique=unique)

    def delete(self, collection: str, id: str) -> bool:
        """Remove a record; False when there was none."""
        return self.records.delete(collection, id)

    def page(self, collection: str, *, after: str, limit: int) -> list[tuple[str, dict[str, Any]]]:
        """Return records by id, those after `after`."""
        return self.records.page(collection, after=after, limit=limit)

    def count(self, collection: str | None = None) -> int:
        """Return how many records a collection, or all of them, hold."""
        return self.records.count(collection)

    def collections(self) -> list[str]:
        """Return the names of the collections that hold something."""
        return self.records.collections()

    def search(self, collection: str, text: str, *, skip: int = 0, limit: int = 50) -> list[tuple[str, dict[str, Any]]]:
        """Return the records in which every word of `text` stands, those where they stand most often first."""
        bounded(skip, limit)
        wanted = words_of(text)
        found: list[tuple[int, str, dict[str, Any]]] = []
        for id, body in _each(self.records, collection):
            told = words_of(text_of(body))
            if wanted and all(word in told for word in wanted):
                found.append((-sum(told.count(word) for word in wanted), id, body))
        found.sort(key=lambda one: one[:2])
        return [(id, body) for _, id, body in found[skip : skip + limit]]

    def ping(self) -> None:
        """Raise when the store cannot be used."""
        self.records.ping()

    def close(self) -> None:
        """Give back what it holds."""
        self.records.close()


class IndexedRecords(ScannedRecords):
    """Records with an index beside them, which hears of each change after it is kept.

    A mark is kept before each change and goes once the index has heard of it. A crash in between, or an index that is
    away, leaves the mark: whoever comes next tells the index then. So a change never waits for the index to come back.
    """

    def __init__(self, records: RecordStore, index: TextIndex) -> None:
        super().__init__(records)
        self.index = index
        self._is_filled = False
        self._filling = threading.Lock()

    def create(
        self,
        collection: str,
        id: str,
        body: Mapping[str, Any],
        *,
        unique: Mapping[str, str] | None = None,
        once: Idempotency | None = None,
    ) -> Answer:
        """Keep a new record; the same idempotency key gives the first answer again."""
        with self._changed(collection, id):
            return super().create(collection, id, body, unique=unique, once=once)

    def put(
        self, collection: str, id: str, body: Mapping[str, Any], *, unique: Mapping[str, str] | None = None
    ) -> None:
        """Keep a record in place of what is there."""
        with self._changed(collection, id):
            super().put(collection, id, body, unique=unique)

    def delete(self, collection: str, id: str) -> bool:
        """Remove a record; False when there was none."""
        with self._changed(collection, id):
            return super().delete(collection, id)

    def count(self, collection: str | None = None) -> int:
        """Return how many records a collection, or all of them, hold."""
        return super().count(collection) - (super().count(_MARKS) if collection is None else 0)

    def collections(self) -> list[str]:
        """Return the names of the collections that hold something."""
        return [name for name in super().collections() if name != _MARKS]

    def search(self, collection: str, text: str, *, skip: int = 0, limit: int = 50) -> list[tuple[str, dict[str, Any]]]:
        """Return the records in which every word of `text` stands, the best match first.

        Raises:
            Unavailable: the index does not answer.
        """
        bounded(skip, limit)
        if not words_of(text):
            return []
        self._catch_up()
        ids = self.index.search(collection, text, skip=skip, limit=limit)
        found = ((id, self.records.get(collection, id)) for id in ids)
        # One that went a moment ago may still stand in the index.
        return [(id, body) for id, body in found if body is not None]

    def ping(self) -> None:
        """Raise when the records or the index cannot be used; without the index, records are still read and written."""
        self.records.ping()
        self.index.ping()

    def close(self) -> None:
        """Give back what both hold."""
        self.index.close()
        super().close()

    @contextmanager
    def _changed(self, collection: str, id: str) -> Iterator[None]:
        mark = f"{time.time_ns():020}-{secrets.token_hex(8)}"
        self.records.put(_MARKS, mark, {"collection": collection, "id": id})
        try:
            yield
        except Refused:
            self.records.delete(_MARKS, mark)
            raise
        try:
            self._tell(collection, id)
        except Unavailable as error:
            log.warning("index behind", extra={"why": str(error)})
        else:
            self.records.delete(_MARKS, mark)

    def _catch_up(self) -> None:
        """Tell the index what it missed."""
        self._fill()
        while marks := self.records.page(_MARKS, after="", limit=_PAGE):
            for mark, place in marks:
                self._tell(place["collection"], place["id"])
                self.records.delete(_MARKS, mark)

    def _fill(self) -> None:
        """Tell a new index of every record."""
        with self._filling:
            if self._is_filled or self.index.is_filled():
                self._is_filled = True
                return
            for collection in self.collections():
                after, version = "", time.time_ns()
                while page := self.records.page(collection, after=after, limit=_PAGE):
                    entries = [Entry(collection, id, text_of(body)) for id, body in page]
                    self.index.put(entries, version=version)
                    after, version = page[-1][0], time.time_ns()
            self.index.set_filled()
            self._is_filled = True

    def _tell(self, collection: str, id: str) -> None:
        self._fill()
        # The clock first, then the record: whoever reads later has the higher version and sees what is newer.
        version = time.time_ns()
        body = self.records.get(collection, id)
        if body is None:
            self.index.drop(collection, id, version=version)
        else:
            self.index.put([Entry(collection, id, text_of(body))], version=version)


def _each(records: RecordStore, collection: str) -> Iterator[tuple[str, dict[str, Any]]]:
    after = ""
    while page := records.page(collection, after=after, limit=_PAGE):
        yield from page
        after = page[-1][0]

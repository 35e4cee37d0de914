"""The contract of search, kept by a look through all records and by an index beside them.

The index is asked on a small server that speaks OpenSearch's calls (see `fake_opensearch.py` for what that proves), and
on OpenSearch itself where one answers on port 9200 or where TEST_OPENSEARCH_URL says.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.runtime.component import Around, Spec
from app.runtime.errors import Refused, Unavailable
from app.runtime.kinds import Records
from app.runtime.messages import Message
from app.runtime.ports import Entry, Idempotency, SearchedStore
from app.runtime.real.opensearch import OpenSearchIndex
from app.runtime.records import SqliteRecords
from app.runtime.searching import MOST_FOUND, IndexedRecords, ScannedRecords
from app.runtime.settings import Settings
from app.runtime.tracing import Recorder
from tests.fake_opensearch import _Server, running
from tests.servers import url_of


@pytest.fixture
def server() -> Iterator[_Server]:
    with running() as made:
        yield made


@pytest.fixture
def index(server: _Server) -> Iterator[OpenSearchIndex]:
    made = OpenSearchIndex(f"http://127.0.0.1:{server.server_port}", "test")
    yield made
    made.close()


@pytest.fixture(params=["scanned", "fake", "opensearch"])
def store(request: pytest.FixtureRequest, server: _Server, tmp_path: Path) -> Iterator[SearchedStore]:
    records = SqliteRecords(tmp_path / "records.sqlite", "OFF")
    if request.param == "scanned":
        yield ScannedRecords(records)
        records.close()
        return
    url = url_of("opensearch") if request.param == "opensearch" else f"http://127.0.0.1:{server.server_port}"
    index = OpenSearchIndex(url, f"test-{uuid.uuid4().hex}")
    made = IndexedRecords(records, index)
    yield made
    index.erase()
    made.close()


def ids(store: SearchedStore, text: str, **page: int) -> list[str]:
    return [id for id, _ in store.search("a", text, **page)]


def test_a_record_is_found_by_all_the_words_in_it(store: SearchedStore) -> None:
    store.create("a", "tea", {"title": "Green TEA", "tags": ["leaf", 3], "more": {"from": "Kyōto"}})
    store.create("a", "pot", {"title": "A pot for tea", "n": None})
    store.create("b", "tea", {"title": "green tea"})
    assert sorted(ids(store, "tea")) == ["pot", "tea"]
    assert ids(store, "tea green") == ids(store, "LEAF kyōto") == ["tea"]
    assert ids(store, "green pot") == ids(store, "te") == ids(store, "") == ids(store, ' +-"*') == []
    assert store.search("a", "leaf")[0][1] == store.get("a", "tea")


def test_a_change_is_found_and_what_went_is_not(store: SearchedStore) -> None:
    store.create("a", "one", {"title": "red"}, once=Idempotency("k", "f"))
    store.put("a", "one", {"title": "blue"})
    assert (ids(store, "red"), ids(store, "blue")) == ([], ["one"])
    # The first answer again, under another id: nothing new is there to be found.
    store.create("a", "two", {"title": "red"}, once=Idempotency("k", "f"))
    with pytest.raises(Refused):
        store.create("a", "one", {"title": "red"})
    assert ids(store, "red") == []
    store.delete("a", "one")
    assert ids(store, "blue") == []


def test_pages_hold_each_record_once_and_the_best_comes_first(store: SearchedStore) -> None:
    for number in range(7):
        store.put("a", f"{number}", {"text": "tea " * (3 if number == 4 else 1) + "with milk and sugar"})
    seen = [*ids(store, "tea", limit=3), *ids(store, "tea", skip=3, limit=3), *ids(store, "tea", skip=6, limit=3)]
    assert sorted(seen) == ["0", "1", "2", "3", "4", "5", "6"] and seen[0] == "4"
    assert ids(store, "tea", skip=7) == []
    with pytest.raises(Refused, match="422"):
        store.search("a", "tea", skip=MOST_FOUND, limit=1)


def test_words_are_words_and_never_a_language_of_queries(store: SearchedStore) -> None:
    store.put("a", "one", {"text": "a plain text"})
    for text in ("plain OR nothing", "plain AND *", "text:plain", "pla*", "NOT nothing", "/pl.*/"):
        assert ids(store, text) in ([], ["one"])
    assert ids(store, "pla*") == ids(store, "plain nothing") == []


def test_a_new_index_hears_of_the_records_that_are_there(server: _Server, tmp_path: Path) -> None:
    records = SqliteRecords(tmp_path / "records.sqlite", "OFF")
    for number in range(450):
        records.put("a", f"{number}", {"text": "tea"})
    first = IndexedRecords(records, OpenSearchIndex(f"http://127.0.0.1:{server.server_port}", "test"))
    assert len(first.search("a", "tea", limit=1000)) == 450
    assert server.calls.count("POST _bulk") == 3
    first.index.close()
    second = IndexedRecords(records, OpenSearchIndex(f"http://127.0.0.1:{server.server_port}", "test"))
    assert len(second.search("a", "tea", limit=1000)) == 450
    assert server.calls.count("POST _bulk") == 3
    second.close()


def test_an_index_that_was_away_hears_later_of_what_it_missed(
    server: _Server, index: OpenSearchIndex, tmp_path: Path
) -> None:
    store = IndexedRecords(SqliteRecords(tmp_path / "records.sqlite", "OFF"), index)
    store.put("a", "kept", {"text": "tea"})
    store.put("a", "gone", {"text": "tea"})
    server.failing = [503] * 3
    store.put("a", "new", {"text": "tea"})
    store.put("a", "kept", {"text": "coffee"})
    store.delete("a", "gone")
    assert store.count() == 2 and store.collections() == ["a"]
    server.failing = [503]
    with pytest.raises(Unavailable, match="503 unavailable_shards_exception"):
        store.search("a", "tea")
    assert (ids(store, "tea"), ids(store, "coffee")) == (["new"], ["kept"])
    assert store.records.count("~unindexed") == 0
    # What was removed left the index, too; what was refused left no mark.
    assert index.search("a", "tea", skip=0, limit=9) == ["new"]
    with pytest.raises(Refused):
        store.create("a", "new", {"text": "tea"})
    assert store.records.count("~unindexed") == 0
    store.records.close()


def test_of_two_calls_the_later_one_counts_whichever_comes_first(server: _Server, index: OpenSearchIndex) -> None:
    assert not index.is_filled() and not index.is_filled()
    index.put([Entry("a", "one", "new")], version=2)
    index.put([Entry("a", "one", "old")], version=1)
    index.put([Entry("a", "one", "old"), Entry("a", "two", "old")], version=1)
    assert index.search("a", "new", skip=0, limit=9) == ["one"]
    assert index.search("a", "old", skip=0, limit=9) == ["two"]
    index.drop("a", "one", version=1)
    assert index.search("a", "new", skip=0, limit=9) == ["one"]
    index.drop("a", "one", version=3)
    index.drop("a", "three", version=3)
    index.put([Entry("a", "one", "new")], version=2)
    assert index.search("a", "new", skip=0, limit=9) == []
    index.set_filled()
    assert index.is_filled()


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_an_answer_that_is_none_is_unavailable(server: _Server, index: OpenSearchIndex, status: int) -> None:
    index.is_filled()
    entries = [Entry("a", "one", "a-secret"), Entry("a", "two", "a-secret")]
    for call in (
        lambda: index.put(entries, version=1),
        lambda: index.put(entries[:1], version=1),
        lambda: index.drop("a", "one", version=1),
        lambda: index.search("a", "a-secret", skip=0, limit=1),
        index.ping,
        index.is_filled,
        index.set_filled,
    ):
        server.failing = [status]
        with pytest.raises(Unavailable, match=str(status)) as told:
            call()
        assert "a-secret" not in str(told.value)


@pytest.mark.anyio
async def test_a_component_searches_where_the_setting_says(server: _Server, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, search_url=f"http://127.0.0.1:{server.server_port}", sqlite_sync="OFF")
    component = Records(Spec("books", "Books", "search-index"), Around(settings, Recorder()), searched=True)
    await component.start()
    await component.accept(Message(source="test", key="one", body={"title": "Green tea"}))
    wanted = Message(source="test", action="read", body={"search": "TEA"})
    assert (await component.accept(wanted)).body == {"found": [{"title": "Green tea"}]}
    assert "POST _search" in server.calls and "app-books" in server.indices
    await component.use(lambda store: store.ping())
    server.failing = [503]
    with pytest.raises(Unavailable):
        await component.use(lambda store: store.ping())
    await component.stop()
    plain = Records(Spec("plain", "Plain", "relational-db"), Around(settings, Recorder()))
    with pytest.raises(Refused, match="501"):
        await plain.search("messages", "tea")


def test_an_index_that_is_gone_or_not_there_is_unavailable(server: _Server, index: OpenSearchIndex) -> None:
    index.is_filled()
    index.erase()
    index.erase()
    with pytest.raises(Unavailable, match="404 index_not_found_exception"):
        index.search("a", "tea", skip=0, limit=1)
    other = OpenSearchIndex("http://app:a-secret@127.0.0.1:1", "test")
    with pytest.raises(Unavailable) as told:
        other.ping()
    assert "a-secret" not in str(told.value)
    other.close()

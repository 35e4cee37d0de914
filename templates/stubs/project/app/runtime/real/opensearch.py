"""An index of words in OpenSearch; Elasticsearch from version 7 on takes the same calls."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx

from app.runtime.errors import Unavailable
from app.runtime.ports import Entry

_FILLED = "filled"
# Found at most so long after it was told: a write waits for the next look, it does not force one.
_LOOKS_EVERY = "200ms"
_INDEX = {
    "settings": {"index": {"refresh_interval": _LOOKS_EVERY}},
    "mappings": {
        "dynamic": False,
        "properties": {"collection": {"type": "keyword"}, "id": {"type": "keyword"}, "text": {"type": "text"}},
    },
}


class OpenSearchIndex:
    """The index of one component, named after it. Safe to use from several threads and processes.

    It speaks plain HTTP calls, eight in all; the tests hold each to what a small server answers that was written from the
    documentation. That server shows that the calls have the right form and that the answers are understood; what
    OpenSearch itself makes of words and ranks is tested only where one answers.
    """

    def __init__(self, url: str, component: str) -> None:
        parts = urlsplit(url)
        self.component = component
        self.index = f"app-{component}"
        login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        base = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"
        # No retries here: the link to the index has its own, and a bound on the time.
        self._http = httpx.Client(base_url=base, auth=login, timeout=httpx.Timeout(10, connect=2))

    def is_filled(self) -> bool:
        """Return whether it has heard of all records once; the index is made when it is not there."""
        if self._ask("GET", f"/{self.index}/_doc/{_FILLED}", fine=(404,)).status_code == 200:
            return True
        answer = self._ask("PUT", f"/{self.index}", json=_INDEX, fine=(400,))
        if answer.status_code == 400 and _kind(answer) != "resource_already_exists_exception":
            raise Unavailable(self.component, f"OpenSearch: {_kind(answer)}")
        return False

    def set_filled(self) -> None:
        """Note that it has."""
        self._ask("PUT", f"/{self.index}/_doc/{_FILLED}", json={})

    def put(self, entries: Sequence[Entry], *, version: int) -> None:
        """Take entries in, in place of those of the same records; they are found when this returns."""
        if len(entries) == 1:
            place = f"/{self.index}/_doc/{_key(entries[0].collection, entries[0].id)}"
            # 409: what is there was told later.
            self._ask("PUT", place, params=_told(version), json=_document(entries[0]), fine=(409,))
        elif entries:
            self._put_all(entries, version)

    def drop(self, collection: str, id: str, *, version: int) -> None:
        """Forget an entry."""
        place = f"/{self.index}/_doc/{_key(collection, id)}"
        self._ask("DELETE", place, params=_told(version), fine=(404, 409))

    def search(self, collection: str, text: str, *, skip: int, limit: int) -> list[str]:
        """Return ids of records in which every word stands, the best match first."""
        wanted = {
            "query": {
                "bool": {
                    "filter": [{"term": {"collection": collection}}],
                    "must": [{"match": {"text": {"query": text, "operator": "and"}}}],
                }
            },
            "sort": [{"_score": "desc"}, {"id": "asc"}],
            "from": skip,
            "size": limit,
            "_source": ["id"],
        }
        answer = self._ask("POST", f"/{self.index}/_search", json=wanted)
        found = answer.json()
        if found.get("timed_out") or found.get("_shards", {}).get("failed"):
            raise Unavailable(self.component, "OpenSearch: a part of the index did not answer")
        return [hit["_source"]["id"] for hit in found["hits"]["hits"]]

    def ping(self) -> None:
        """Raise when the index cannot be used."""
        self._ask("GET", "/_cluster/health", params={"timeout": "1s"})

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def erase(self) -> None:
        """Remove the index; it is filled anew from the records when it is next used."""
        self._ask("DELETE", f"/{self.index}", fine=(404,))

    def _put_all(self, entries: Sequence[Entry], version: int) -> None:
        lines: list[Any] = []
        for entry in entries:
            how = {"_id": _key(entry.collection, entry.id), "version": version, "version_type": "external_gte"}
            lines += [{"index": how}, _document(entry)]
        body = "".join(f"{json.dumps(line)}\n" for line in lines)
        headers = {"content-type": "application/x-ndjson"}
        where = f"/{self.index}/_bulk"
        answer = self._ask("POST", where, params={"refresh": "wait_for"}, content=body, headers=headers)
        failed = [item["index"]["status"] for item in answer.json()["items"] if item["index"]["status"] >= 300]
        if wrong := [status for status in failed if status != 409]:
            raise Unavailable(self.component, f"OpenSearch: {len(wrong)} of {len(entries)} entries got {wrong[0]}")

    def _ask(self, method: str, path: str, *, fine: tuple[int, ...] = (), **more: Any) -> httpx.Response:
        """Return an answer that is good, or one of those that are fine too."""
        try:
            answer = self._http.request(method, path, **more)
        except httpx.HTTPError as error:
            raise Unavailable(self.component, f"OpenSearch: {type(error).__name__}") from error
        if not answer.is_success and answer.status_code not in fine:
            # The server's words may hold the text of records, so only the kind of the error is told.
            raise Unavailable(self.component, f"OpenSearch: {answer.status_code} {_kind(answer)}")
        return answer


def _kind(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"]["type"])
    except (ValueError, KeyError, TypeError):
        return "error"


def _key(collection: str, id: str) -> str:
    # A digest: an id of OpenSearch has 512 bytes at most, and a path has signs of its own.
    return hashlib.sha256(f"{collection}\0{id}".encode()).hexdigest()


def _document(entry: Entry) -> dict[str, str]:
    return {"collection": entry.collection, "id": entry.id, "text": entry.text}


def _told(version: int) -> dict[str, str]:
    return {"version": str(version), "version_type": "external_gte", "refresh": "wait_for"}

"""A small server on this machine that answers the calls of the search adapter as OpenSearch's documentation says.

It proves the form of the calls and how answers are read. It knows nothing of languages, ranks by counting, and makes
everything findable at once: how OpenSearch does these is for the tests that find a real one.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from app.runtime.searching import words_of

State = dict[str, dict[str, tuple[int, dict[str, Any] | None]]]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.lock = threading.Lock()
        self.indices: State = {}
        # How the next calls fail: a status for each, the first one first.
        self.failing: list[int] = []
        self.calls: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    # Answers go out in one piece.
    wbufsize = 65_536

    def do_GET(self) -> None:
        self._answer()

    do_PUT = do_POST = do_DELETE = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        way = [unquote(part) for part in parts.path.strip("/").split("/")]
        with self.server.lock:
            kind = way[1] if len(way) > 1 else ""
            self.server.calls.append(f"{self.command} {kind or '/'}")
            if self.server.failing:
                status = self.server.failing.pop(0)
                told: Any = _error("unavailable_shards_exception")
            else:
                status, told = self._told(way, asked, body)
        data = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _told(self, way: list[str], asked: dict[str, str], body: bytes) -> tuple[int, Any]:
        if way == ["_cluster", "health"]:
            return 200, {"status": "yellow", "timed_out": False}
        name, kind = way[0], way[1] if len(way) > 1 else ""
        indices = self.server.indices
        if not kind and self.command == "PUT":
            if name in indices:
                return 400, _error("resource_already_exists_exception")
            assert json.loads(body)["mappings"]["properties"]["collection"] == {"type": "keyword"}
            indices[name] = {}
            return 200, {"acknowledged": True, "index": name}
        if name not in indices:
            # The real one makes an index where a document comes first: no call may rely on that.
            return 404, _error("index_not_found_exception")
        if not kind and self.command == "DELETE":
            del indices[name]
            return 200, {"acknowledged": True}
        documents = indices[name]
        if kind == "_doc":
            return _document(self.command, documents, way[2], asked, body)
        if kind == "_bulk" and self.headers["content-type"] == "application/x-ndjson" and body.endswith(b"\n"):
            return 200, _bulk(documents, [json.loads(line) for line in body.splitlines()])
        if kind == "_search":
            return 200, _search(documents, json.loads(body))
        return 405, _error("method_not_allowed")


def _error(kind: str) -> dict[str, Any]:
    return {"error": {"type": kind, "reason": kind}}


def _document(
    command: str,
    documents: dict[str, tuple[int, dict[str, Any] | None]],
    id: str,
    asked: dict[str, str],
    body: bytes,
) -> tuple[int, Any]:
    version, kept = documents.get(id, (0, None))
    if command == "GET":
        return (200, {"_id": id, "found": True, "_source": kept}) if kept is not None else (404, {"found": False})
    # Without its type the real one takes a version for one of its own, and refuses it.
    assert asked.get("version_type") == ("external_gte" if "version" in asked else None)
    assert asked.get("refresh", "wait_for") == "wait_for"
    wanted = int(asked.get("version", version + 1))
    if wanted < version:
        return 409, _error("version_conflict_engine_exception")
    # What was deleted keeps its version for a while, so that a late call does not bring it back.
    documents[id] = wanted, json.loads(body) if command == "PUT" else None
    if command == "DELETE":
        return (200, {"result": "deleted"}) if kept is not None else (404, {"result": "not_found"})
    return (201, {"result": "created"}) if kept is None else (200, {"result": "updated"})


def _bulk(documents: dict[str, tuple[int, dict[str, Any] | None]], lines: list[dict[str, Any]]) -> dict[str, Any]:
    items = []
    for how, document in zip(lines[::2], lines[1::2], strict=True):
        one = how["index"]
        asked = {"version": str(one["version"]), "version_type": one["version_type"]}
        status, told = _document("PUT", documents, one["_id"], asked, json.dumps(document).encode())
        items.append({"index": {"_id": one["_id"], "status": status, **told}})
    return {"errors": any(item["index"]["status"] >= 300 for item in items), "items": items}


def _search(documents: dict[str, tuple[int, dict[str, Any] | None]], wanted: dict[str, Any]) -> dict[str, Any]:
    (term,), (match,) = wanted["query"]["bool"]["filter"], wanted["query"]["bool"]["must"]
    assert match["match"]["text"]["operator"] == "and" and wanted["sort"] == [{"_score": "desc"}, {"id": "asc"}]
    words = words_of(match["match"]["text"]["query"])
    found = []
    for id, (_, kept) in documents.items():
        if kept is None or kept.get("collection") != term["term"]["collection"]:
            continue
        told = words_of(kept["text"])
        if words and all(word in told for word in words):
            found.append((-sum(told.count(word) for word in words), kept["id"], id))
    page = sorted(found)[wanted["from"] : wanted["from"] + wanted["size"]]
    hits = [{"_id": id, "_score": -score, "_source": {"id": own}} for score, own, id in page]
    return {"timed_out": False, "_shards": {"total": 1, "failed": 0}, "hits": {"hits": hits}}


@contextmanager
def fake_opensearch() -> Iterator[str]:
    """Run the server, and give its URL."""
    with running() as server:
        yield f"http://127.0.0.1:{server.server_port}"


@contextmanager
def running() -> Iterator[_Server]:
    """Run the server, and give it, to look into it and to let it fail."""
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

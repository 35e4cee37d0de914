"""An OpenAI-compatible server on loopback that answers from a script, faults included.

    with FakeOpenAI([Status(429, headers={"Retry-After": "1"}), Says('{"edits": []}')]) as server:
        ask(server.url)
    server.requests[0].body["model"]

One step of the script is used for each request; `refuses` answers 400 to whole ways of asking, without a step.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal, NamedTuple, Self

Form = Literal["json_schema", "tools", "json_object", "text"]


class Request(NamedTuple):
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def form(self) -> Form:
        """The way the answer was asked for."""
        if "tools" in self.body:
            return "tools"
        kind = self.body.get("response_format", {}).get("type", "text")
        return kind if kind in ("json_schema", "json_object") else "text"


class Says(NamedTuple):
    """A completion with this text: as the arguments of a function call where one was asked for."""

    text: str
    finish: str = "stop"
    ignores_tools: bool = False

    def play(self, handler: Handler, request: Request) -> None:
        called = request.form == "tools" and not self.ignores_tools
        message = spoken(request, self.text) if called else {"role": "assistant", "content": self.text}
        handler.answer(request, message, "tool_calls" if called and self.finish == "stop" else self.finish)


class Refuses(NamedTuple):
    """A completion that declines."""

    text: str

    def play(self, handler: Handler, request: Request) -> None:
        message = {"role": "assistant", "content": None, "refusal": self.text}
        handler.answer(request, message, "stop")


class Status(NamedTuple):
    """An error in OpenAI's form; `{key}` in the message becomes the key that was sent, `more` stands beside it."""

    status: int
    message: str = "no"
    code: str | None = None
    headers: Mapping[str, str] = {}
    more: Mapping[str, Any] = {}

    def play(self, handler: Handler, request: Request) -> None:
        key = request.headers.get("authorization", "").rpartition(" ")[2]
        error = {"message": self.message.replace("{key}", key), "type": self.code, "code": self.code}
        error |= self.more
        handler.send_json(self.status, {"error": error}, self.headers)


class Page(NamedTuple):
    """Bytes that are no API's answer."""

    data: bytes = b"<!doctype html><html><body>Welcome</body></html>"
    content_type: str = "text/html"

    def play(self, handler: Handler, request: Request) -> None:
        handler.send_bytes(200, self.data, self.content_type)


class Hangs(NamedTuple):
    """No answer until the server is closed."""

    def play(self, handler: Handler, request: Request) -> None:
        handler.fake.closing.wait(20)


class Drips(NamedTuple):
    """A body that comes a byte at a time, for longer than a test wants to wait; in a stream, a piece at a time."""

    def play(self, handler: Handler, request: Request) -> None:
        is_stream = handler.streams(request)
        if is_stream:
            handler.start_stream()
        else:
            handler.start(200, "application/json", 1_000_000)
        for _ in range(150):
            if handler.fake.closing.wait(0.02):
                return
            handler.wfile.write(event(delta(request, " ")) if is_stream else b" ")
            handler.wfile.flush()


class Resets(NamedTuple):
    """A body that breaks off in the middle with a reset, in a stream behind so much of an answer."""

    text: str = ""

    def play(self, handler: Handler, request: Request) -> None:
        if handler.streams(request):
            handler.start_stream()
            handler.wfile.write(event(delta(request, self.text)))
        else:
            handler.start(200, "application/json", 1000)
            handler.wfile.write(b'{"id": "cut')
        handler.wfile.flush()
        time.sleep(0.05)  # so that what was sent is read before the reset
        linger = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.connection.close()


class FailsInStream(NamedTuple):
    """An error that comes as the first event of a stream, in a response that began well."""

    error: Status

    def play(self, handler: Handler, request: Request) -> None:
        handler.start_stream()
        handler.wfile.write(_data({"error": {"message": self.error.message, "code": 400, **self.error.more}}))


class Streams(NamedTuple):
    """A stream of these pieces with a pause behind each, whatever was asked for; `ends` closes it as it should be."""

    pieces: Sequence[str]
    pause_s: float = 0.0
    ends: bool = True
    last: bytes = b""

    def play(self, handler: Handler, request: Request) -> None:
        handler.start_stream()
        for piece in self.pieces:
            handler.wfile.write(event(delta(request, piece)))
            handler.wfile.flush()
            if self.pause_s and handler.fake.closing.wait(self.pause_s):
                return
        handler.wfile.write(self.last)
        if self.ends:
            handler.end_stream(request, "stop")


Step = Says | Refuses | Status | Page | Hangs | Drips | Resets | Streams | FailsInStream


@dataclass
class FakeOpenAI:
    """The server: start it with `with`; `requests` are all that came in, in order.

    It streams what it is asked to stream, in pieces of a few characters, unless `streams` is no; `counts` says whether it
    tells of tokens, `refuses_streams` how it refuses to stream at all,
    `too_long` how it refuses a prompt.
    """

    script: Sequence[Step] = ()
    refuses: frozenset[Form] = frozenset()
    streams: bool = True
    counts: bool = True
    refuses_streams: Status | None = None
    too_long: Callable[[Request], Step | None] = lambda request: None
    requests: list[Request] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    connections: int = 0

    def __enter__(self) -> Self:
        self.rewind()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.fake = self
        # The poll interval bounds how long closing takes.
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def rewind(self) -> None:
        """Begin the script again."""
        self._steps = iter(tuple(self.script))

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://{self.address}/v1"

    @property
    def forms(self) -> list[Form]:
        """How each answer was asked for."""
        return [request.form for request in self.requests]

    def next_step(self, request: Request) -> Step:
        """Note a request and return how to answer it."""
        with self._lock:
            self.requests.append(request)
            if self.refuses_streams is not None and request.body.get("stream"):
                return self.refuses_streams
            if (step := self.too_long(request)) is not None:
                return step
            if request.form in self.refuses:
                return Status(400, f"{request.form} is not supported")
            return next(self._steps, Status(418, "the script is over"))


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # closing waits for the handlers, so that no thread outlives a test
    fake: FakeOpenAI

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Count a connection, whatever it brings."""
        self.fake.connections += 1
        return True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent: clients that give up are part of the tests."""


class Handler(BaseHTTPRequestHandler):
    """Reads a request and plays the next step."""

    @property
    def fake(self) -> FakeOpenAI:
        assert isinstance(self.server, _Server)
        return self.server.fake

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.path, headers, json.loads(data) if data else {})
        play: Callable[[Handler, Request], None] = self.fake.next_step(request).play
        play(self, request)

    def start(self, status: int, content_type: str, length: int, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(length), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def send_bytes(self, status: int, data: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> None:
        self.start(status, content_type, len(data), headers)
        self.wfile.write(data)

    def send_json(self, status: int, value: Any, headers: Mapping[str, str] | None = None) -> None:
        self.send_bytes(status, json.dumps(value).encode(), "application/json", headers)

    def streams(self, request: Request) -> bool:
        """Tell whether a request is answered in pieces."""
        return self.fake.streams and bool(request.body.get("stream"))

    def answer(self, request: Request, message: Mapping[str, Any], finish: str) -> None:
        """Send a completion: whole, or in pieces of seven characters."""
        if not self.streams(request):
            return self.send_json(200, completion(message, finish, counts=self.fake.counts))
        self.start_stream()
        for call in message.get("tool_calls", ()):
            opening = {**call, "index": 0, "function": {**call["function"], "arguments": ""}}
            self.wfile.write(event({"role": "assistant", "content": None, "tool_calls": [opening]}))
        if refusal := message.get("refusal"):
            self.wfile.write(event({"role": "assistant", "content": None, "refusal": refusal}))
        text = message["content"] or "".join(call["function"]["arguments"] for call in message.get("tool_calls", ()))
        size = 7 if len(text) < 10_000 else 70_000
        is_call = bool(message.get("tool_calls"))
        for start in range(0, len(text), size):
            self.wfile.write(event(_delta(text[start : start + size], is_call=is_call)))
        self.end_stream(request, finish)

    def start_stream(self) -> None:
        """Send the head of a stream; it ends with the connection."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()

    def end_stream(self, request: Request, finish: str) -> None:
        """Send why the answer ended, the tokens where they were asked for, and the last word."""
        self.wfile.write(event({}, finish))
        if self.fake.counts and request.body.get("stream_options", {}).get("include_usage"):
            self.wfile.write(_data({**_HEAD, "choices": [], "usage": USAGE}))
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


USAGE = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
_HEAD = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "fake"}


def completion(message: Mapping[str, Any], finish: str, *, counts: bool = True) -> dict[str, Any]:
    """Return the body of a chat completion with one choice and fixed token counts."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "fake",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        **({"usage": USAGE} if counts else {}),
    }


def spoken(request: Request, text: str) -> dict[str, Any]:
    """Return the message of a model that answers by the function it was asked to call."""
    function = {"name": request.body["tools"][0]["function"]["name"], "arguments": text}
    call = {"id": "call_1", "type": "function", "function": function}
    return {"role": "assistant", "content": None, "tool_calls": [call]}


def delta(request: Request, text: str) -> dict[str, Any]:
    """Return a piece of an answer in the form in which it was asked for."""
    return _delta(text, is_call=request.form == "tools")


def _delta(text: str, *, is_call: bool) -> dict[str, Any]:
    return {"tool_calls": [{"index": 0, "function": {"arguments": text}}]} if is_call else {"content": text}


def event(piece: Mapping[str, Any], finish: str | None = None) -> bytes:
    """Return a piece of an answer as a stream has it."""
    return _data({**_HEAD, "choices": [{"index": 0, "delta": piece, "finish_reason": finish}]})


def _data(value: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()

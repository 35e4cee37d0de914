"""The contract of object stores, kept by the local folder and by a store that speaks S3.

S3 is asked where TEST_S3_URL says, else on moto's server, which this starts on a free port.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.runtime.component import Around, Spec
from app.runtime.errors import Refused, Unavailable
from app.runtime.kinds import Objects
from app.runtime.messages import Message
from app.runtime.objects import LocalFolder
from app.runtime.ports import ObjectFolder
from app.runtime.real.s3 import S3Objects
from app.runtime.settings import Settings
from app.runtime.tracing import Recorder

ODD = [
    "a", "A", "a/b", "a//b", "/", "/a", "a/", ".", "..", "../../etc/passwd", "", " ", "a b", "ü/ß", "日本", "a%2Fb", "a+b",
    "a?b#c&d=e", "line\r\nbreak", "\x00\x1f\x7f", "<&>\"'", "~-_*!()", "C:\\a", "\U0001f600", "n" * 300,
]  # fmt: skip


@pytest.fixture(scope="session")
def s3_url() -> Iterator[str]:
    pytest.importorskip("boto3", reason="s3: pip install -e '.[dev]' brings no driver; this design needs none")
    if "TEST_S3_URL" in os.environ:
        yield os.environ["TEST_S3_URL"]
        return
    pytest.importorskip("moto", reason="s3: no server of TEST_S3_URL, and no moto to start one")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(600):
                with socket.socket() as asked:
                    if asked.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert server.poll() is None, "moto's server does not start"
                time.sleep(0.1)
            yield f"http://test:a-secret@127.0.0.1:{port}/app-test"
        finally:
            server.terminate()


@pytest.fixture(params=["folder", "s3"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ObjectFolder]:
    if request.param == "folder":
        yield LocalFolder(tmp_path)
        return
    made = S3Objects(request.getfixturevalue("s3_url"), f"test-{uuid.uuid4().hex}")
    yield made
    for name in made.names():
        made.drop(name)
    made.close()


def test_an_object_is_kept_whole_until_it_is_dropped(objects: ObjectFolder) -> None:
    objects.ping()
    assert objects.get("a") is None
    objects.put("a", b"first")
    objects.put("a", bytes(range(256)))
    assert objects.get("a") == bytes(range(256))
    objects.put("b", b"")
    assert objects.get("b") == b""
    objects.drop("a")
    objects.drop("a")
    assert objects.get("a") is None and objects.get("b") == b""


def test_a_name_is_a_name_whatever_stands_in_it(objects: ObjectFolder) -> None:
    for number, name in enumerate(ODD):
        objects.put(name, str(number).encode())
    assert [objects.get(name) for name in ODD] == [str(number).encode() for number in range(len(ODD))]
    assert sorted(objects.names()) == sorted(ODD)
    with pytest.raises(Refused, match="422"):
        objects.put("ü" * 300, b"too long")


def test_names_come_in_pages_in_the_same_order(objects: ObjectFolder) -> None:
    wanted = sorted(f"{number:02}" for number in range(25))
    for name in reversed(wanted):
        objects.put(name, b"x")
    seen: list[str] = []
    for most in (10, 10, 10, 10):
        page = objects.names(after=seen[-1] if seen else "", limit=most)
        assert len(page) <= most
        seen += page
    assert seen == wanted
    objects.drop("07")
    assert objects.names(after="06", limit=1) == ["08"]


def test_a_large_object_is_the_same_when_it_comes_back(objects: ObjectFolder) -> None:
    # Beyond two parts of an upload in parts, and of no even size.
    data = os.urandom(1024) * 17_000 + b"end"
    objects.put("large", data)
    assert objects.get("large") == data
    assert objects.names() == ["large"]


@pytest.mark.anyio
async def test_a_component_keeps_objects_where_the_setting_says(s3_url: str, tmp_path: Path) -> None:
    settings, id = Settings(data_dir=tmp_path, objects_url=s3_url), f"test-{uuid.uuid4().hex}"
    component = Objects(Spec(id, "Photos", "object-store"), Around(settings, Recorder()))
    await component.start()
    await component.accept(Message(source="test", key="one", text="hello"))
    assert (await component.accept(Message(source="test", key="one", action="read"))).body == {"size": 5}
    assert isinstance(component.store, S3Objects) and not list(tmp_path.iterdir())
    await component.use(lambda store: store.ping())
    await component.use(lambda store: store.drop("one"))
    await component.stop()


def test_components_do_not_see_each_other(s3_url: str) -> None:
    id = uuid.uuid4().hex
    one, two = S3Objects(s3_url, f"test-{id}"), S3Objects(s3_url, f"test-{id}-more")
    one.put("a", b"one")
    two.put("a", b"two")
    assert (one.get("a"), two.get("a"), one.names(), two.names()) == (b"one", b"two", ["a"], ["a"])
    for store in (one, two):
        store.drop("a")
        store.close()


def test_a_list_longer_than_a_page_of_the_server_is_whole(s3_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store: Any = S3Objects(s3_url, f"test-{uuid.uuid4().hex}")
    ask = store._s3.list_objects_v2
    monkeypatch.setattr(store._s3, "list_objects_v2", lambda **how: ask(**{**how, "MaxKeys": min(3, how["MaxKeys"])}))
    names = [f"{number:02}" for number in range(10)]
    for name in names:
        store.put(name, b"x")
    assert store.names() == names and store.names(after="03", limit=5) == names[4:9]
    for name in names:
        store.drop(name)
    store.close()


def test_an_upload_in_parts_that_breaks_off_leaves_nothing(s3_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from botocore.exceptions import EndpointConnectionError

    store: Any = S3Objects(s3_url, f"test-{uuid.uuid4().hex}")
    send, sent = store._s3.upload_part, []

    def broken(**how: Any) -> Any:
        sent.append(how["PartNumber"])
        if len(sent) > 1:
            raise EndpointConnectionError(endpoint_url="http://s3")
        return send(**how)

    monkeypatch.setattr(store._s3, "upload_part", broken)
    store.put("a", b"small")
    with pytest.raises(Unavailable):
        store.put("a", b"x" * 20_000_000)
    assert sent == [1, 2] and store.get("a") == b"small"
    assert not store._s3.list_multipart_uploads(Bucket=store._bucket).get("Uploads")
    store.drop("a")
    store.close()


def test_a_store_that_does_not_answer_or_refuses_is_unavailable(s3_url: str) -> None:
    with pytest.raises(Unavailable) as told:
        S3Objects("http://app:a-secret@127.0.0.1:1/app", "test")
    assert "a-secret" not in str(told.value)
    store: Any = S3Objects(s3_url, "test")
    store._bucket = f"no-{uuid.uuid4().hex}"
    for call in (lambda: store.put("a", b"x"), lambda: store.get("a"), lambda: store.names(), store.ping):
        with pytest.raises(Unavailable):
            call()
    store.close()

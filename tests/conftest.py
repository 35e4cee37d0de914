"""Fixtures that every test may use; sockets beyond loopback are blocked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the compiled catalog of a test run apart from the user's."""
    before = os.environ.get("DESIGNER_CACHE_DIR")
    os.environ["DESIGNER_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["DESIGNER_CACHE_DIR"]
    else:
        os.environ["DESIGNER_CACHE_DIR"] = before


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let tests reach this machine only."""
    from pytest_socket import socket_allow_hosts

    if "live" not in item.keywords:
        socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)

"""The running system, in process, with its data in a folder of the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.runtime.settings import Settings
from app.runtime.system import System
from app.wiring import TITLE, build
from tests.claims import proved  # noqa: F401 - a fixture of the tests that prove a claim


@pytest.fixture
def anyio_backend() -> str:
    """Run asynchronous tests on asyncio."""
    return "asyncio"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Timeouts are stretched, so that a busy machine fails no test."""
    return Settings(data_dir=tmp_path, sqlite_sync="OFF", timeout_factor=100.0, deliveries=3, redelivery_wait_s=0.01)


@pytest.fixture
async def system(settings: Settings) -> AsyncIterator[System]:
    """Start the system, and stop it after the test."""
    async with build(settings) as running:
        yield running


@pytest.fixture
async def client(system: System) -> AsyncIterator[httpx.AsyncClient]:
    """Speak HTTP with the whole system."""
    transport = httpx.ASGITransport(system.application(TITLE), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://system") as made:
        yield made

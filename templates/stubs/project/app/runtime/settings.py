"""Settings of a run, from environment variables that begin with APP_."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class SettingsProblem(ValueError):
    """A variable holds something that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """What a run may vary; `.env.example` lists the variables.

    `timeout_factor` stretches every timeout of the design, for a slow machine or a debugger. The URLs choose real
    servers; what has none is embedded.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("data")
    log_level: str = "INFO"
    sqlite_sync: str = "FULL"
    max_body_bytes: int = 1_048_576
    timeout_factor: float = 1.0
    deliveries: int = 5
    redelivery_wait_s: float = 0.2
    drain_s: float = 10.0
    drain_wait_s: float = 0.0
    records_url: str = field(default="", repr=False)
    cache_url: str = field(default="", repr=False)
    broker_url: str = field(default="", repr=False)
    objects_url: str = field(default="", repr=False)
    search_url: str = field(default="", repr=False)
    otlp_url: str = ""

    @classmethod
    def from_environment(cls, variables: Mapping[str, str] | None = None) -> Settings:
        """Return the settings that environment variables give.

        Raises:
            SettingsProblem: a value is none that can be used.
        """
        given = os.environ if variables is None else variables
        return cls(
            host=given.get("APP_HOST", cls.host),
            port=int(_number(given, "APP_PORT", cls.port, 0, 65_535)),
            data_dir=Path(given.get("APP_DATA_DIR", str(cls.data_dir))),
            log_level=_one_of(given, "APP_LOG_LEVEL", cls.log_level, ("DEBUG", "INFO", "WARNING", "ERROR")),
            sqlite_sync=_one_of(given, "APP_SQLITE_SYNC", cls.sqlite_sync, ("FULL", "NORMAL", "OFF")),
            max_body_bytes=int(_number(given, "APP_MAX_BODY_BYTES", cls.max_body_bytes, 1, 2**31)),
            timeout_factor=_number(given, "APP_TIMEOUT_FACTOR", cls.timeout_factor, 0.01, 1000),
            deliveries=int(_number(given, "APP_DELIVERIES", cls.deliveries, 1, 1000)),
            redelivery_wait_s=_number(given, "APP_REDELIVERY_WAIT_S", cls.redelivery_wait_s, 0, 3600),
            drain_s=_number(given, "APP_DRAIN_S", cls.drain_s, 0, 3600),
            drain_wait_s=_number(given, "APP_DRAIN_WAIT_S", cls.drain_wait_s, 0, 3600),
            records_url=_url(given, "APP_RECORDS_URL", ("postgresql",)),
            cache_url=_url(given, "APP_CACHE_URL", ("redis", "rediss")),
            broker_url=_url(given, "APP_BROKER_URL", ("amqp", "amqps", "nats", "mqtt", "kafka")),
            objects_url=_url(given, "APP_OBJECTS_URL", ("s3", "http", "https")),
            search_url=_url(given, "APP_SEARCH_URL", ("http", "https")),
            otlp_url=_url(given, "APP_OTLP_URL", ("http", "https")),
        )


def _url(given: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    value = given.get(name, "").strip()
    # The value is never shown: it may hold a password.
    if value and (value.partition("://")[0] not in schemes or len(value.partition("://")[2]) < 1):
        raise SettingsProblem(
            f"{name} is no URL that can be used; begin it with {' or '.join(f'{s}://' for s in schemes)}"
        )
    return value


def _one_of(given: Mapping[str, str], name: str, default: str, known: tuple[str, ...]) -> str:
    value = given.get(name, default).strip().upper()
    if value not in known:
        raise SettingsProblem(f"{name} is {value!r}; use one of {', '.join(known)}")
    return value


def _number(given: Mapping[str, str], name: str, default: float, low: float, high: float) -> float:
    text = given.get(name)
    if text is None or not text.strip():
        return default
    try:
        value = float(text)
    except ValueError:
        raise SettingsProblem(f"{name} is {text!r}; use a number from {low:g} to {high:g}") from None
    if not low <= value <= high:
        raise SettingsProblem(f"{name} is {text!r}; use a number from {low:g} to {high:g}")
    return value

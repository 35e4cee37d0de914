"""Settings: read from the environment, refused with the name of the variable."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.runtime.settings import Settings, SettingsProblem


def test_the_example_lists_the_defaults() -> None:
    lines = (Path(__file__).parent.parent / ".env.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert Settings.from_environment(given) == Settings()


@pytest.mark.parametrize("name", ["APP_PORT", "APP_MAX_BODY_BYTES", "APP_LOG_LEVEL", "APP_DELIVERIES"])
def test_a_bad_value_is_refused_by_name(name: str) -> None:
    with pytest.raises(SettingsProblem, match=name):
        Settings.from_environment({name: "nonsense"})

"""The same brief gives the same bytes, whatever the surroundings of the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from designer.resources import catalog_root

BRIEFS = {
    "blueprint": "A URL shortener for 100 million new links a month, kept for five years, p99 below 50 ms",
    "composed": "Farmers lend each other 4,000 tractors; bookings, deposits, and a map of who has what. No cloud.",
}
SURROUNDINGS = {
    "another hash seed": {"PYTHONHASHSEED": "4711"},
    "another locale": {"LC_ALL": "C", "LANG": "C"},
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "optimised": {"PYTHONOPTIMIZE": "1"},
    "no cache": {"DESIGNER_CACHE_DIR": ""},
}
PROGRAM = """
import sys
import designer

made = designer.design(sys.argv[1])
parts = (made.to_json(), made.render(format="dot"), made.render(), made.render("context"), made.document())
sys.stdout.buffer.write("\\x00".join(parts).encode())
"""


def output(brief: str, folder: Path, **variables: str) -> bytes:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, brief],
        capture_output=True,
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": "1", "TZ": "UTC", **variables},
        timeout=120,
    )
    return ran.stdout


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("usual")
    return {name: output(brief, folder) for name, brief in BRIEFS.items()}


@pytest.mark.parametrize("surroundings", SURROUNDINGS)
@pytest.mark.parametrize("name", BRIEFS)
def test_surroundings_do_not_show(name: str, surroundings: str, usual: dict[str, bytes], tmp_path: Path) -> None:
    assert output(BRIEFS[name], tmp_path, **SURROUNDINGS[surroundings]) == usual[name]


@pytest.mark.parametrize("name", BRIEFS)
def test_no_path_of_this_machine_shows(name: str, usual: dict[str, bytes]) -> None:
    found = usual[name].decode()
    for path in (catalog_root().parent, Path.home(), Path(sys.prefix)):
        assert len(path.parts) < 2 or str(path) not in found

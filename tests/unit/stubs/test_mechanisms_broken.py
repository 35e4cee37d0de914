"""The proofs of mechanisms notice when the mechanism is broken: each of these changes fails the test of its claim."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from designer.resources import templates_root

STUBS = templates_root() / "stubs"
BROKEN = [
    # Worker numbers left out, a sequence that stands still, a clock that may run back, a lease that never ends.
    ("url-shortener", "codes.py", "| self.worker << _SEQUENCE_BITS", "", "a_million_codes"),
    ("url-shortener", "codes.py", "self._sequence += 1", "pass", "one_generator_used"),
    ("url-shortener", "codes.py", "if now > self._last_ms:", "if now != self._last_ms:", "runs_back_repeats"),
    ("url-shortener", "leases.py", "generator.valid_until_ms = lease.ends_ms - self.margin_ms", "pass", "living_holders"),
    # A code overwritten, a cache that is not asked, a click that waits for the log, a batch counted twice.
    ("url-shortener", "embedded.py", "if taken:", "if False:", "alias_that_is_taken"),
    ("url-shortener", "redirecting.py", "return await self.cache.get(code)", "return None", "cached_redirect"),
    ("url-shortener", "face.py", "self.clicks.note(code)", "await self.clicks.log.append(None)", "stalled_click_log"),
    ("url-shortener", "embedded.py", "(batch.id,)).rowcount == 0", "(batch.id,)).rowcount == 9", "each_batch_once"),
    # A clock that is not asked at the end, metadata before the body, a body that is read whole, a bound not kept.
    ("pastebin", "reading.py", "if paste.is_over(self.clock()):\n            raise Missing", "if False:\n            raise Missing", "test_pastebin_expiry"),
    ("pastebin", "writing.py", "if stated is not None and stated > most:", "if False:", "refused_before_it_is_read"),
    ("pastebin", "writing.py", "if len(held) + len(chunk) > most:", "if False:", "refused_before_it_is_read"),
    ("pastebin", "writing.py", "await self.pastes.mark(Mark(body_key, paste.key, now))", "pass", "crash_between"),
    ("pastebin", "embedded.py", "INSERT OR IGNORE INTO reads", "INSERT OR REPLACE INTO reads", "as_often_as_it_may"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("blueprint", "file", "old", "new", "test"), BROKEN)
def test_a_broken_mechanism_fails_its_proof(
    tmp_path: Path, blueprint: str, file: str, old: str, new: str, test: str
) -> None:
    reference, package = tmp_path / "reference", blueprint.replace("-", "_")
    shutil.copytree(STUBS / "project", tmp_path / "project")
    for folder in ("kit", blueprint):
        shutil.copytree(STUBS / "reference" / folder, reference / folder)
    for name in ("conftest.py", "pytest.ini"):
        shutil.copy(STUBS / "reference" / name, reference)
    path = reference / blueprint / package / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", blueprint, "-k", test]
    done = subprocess.run(command, cwd=reference, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1, done.stdout[-2000:]

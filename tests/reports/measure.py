"""`make measure`: runs the tests of the reference mechanisms and keeps what they measured, one measured.json each."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).parent.parent.parent / "templates" / "stubs" / "reference"


def main() -> int:
    """Return 0 when every claim of every mechanism asked for was measured."""
    parser = argparse.ArgumentParser(description="Measure what the reference mechanisms claim.")
    parser.add_argument("mechanisms", nargs="*", help="folders of templates/stubs/reference; all by default")
    wanted = parser.parse_args().mechanisms or sorted(path.parent.name for path in REFERENCE.glob("*/claims.toml"))
    return max([measure(REFERENCE / name) for name in wanted], default=0)


def measure(folder: Path) -> int:
    """Run the tests of one mechanism and write its measured.json; 1 when something was not proven."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "claims.jsonl"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder.name]
        done = subprocess.run(command, cwd=REFERENCE, env={**os.environ, "CLAIMS_OUT": str(out)}, check=False)
        lines = out.read_text(encoding="utf-8").splitlines() if out.is_file() else []
    if done.returncode:
        return _wrong(folder, "its tests fail")
    found = {line["claim"]: line for line in map(json.loads, lines)}
    claims = tomllib.loads((folder / "claims.toml").read_text(encoding="utf-8"))["claim"]
    if wrong := [text for claim in claims if (text := _mismatch(claim, found.get(claim["id"])))]:
        return _wrong(folder, "; ".join(wrong))
    if surplus := found.keys() - {claim["id"] for claim in claims}:
        return _wrong(folder, f"claims.toml lacks {', '.join(sorted(surplus))}")
    measured = {
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "claims": {claim["id"]: found[claim["id"]]["figures"] for claim in claims},
    }
    (folder / "measured.json").write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
    print(f"{folder.name}: {len(claims)} claims proven")
    return 0


def _mismatch(claim: dict[str, Any], said: dict[str, Any] | None) -> str:
    """Return what is wrong with the proof of a claim; empty when all is well."""
    if said is None:
        return f"no test proved {claim['id']}"
    if said["test"].partition("[")[0].rpartition("::")[2] != claim["test"].rpartition("::")[2]:
        return f"{claim['id']} was proved by {said['test']}, not by {claim['test']}"
    return ""


def _wrong(folder: Path, why: str) -> int:
    print(f"{folder.name}: {why}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
